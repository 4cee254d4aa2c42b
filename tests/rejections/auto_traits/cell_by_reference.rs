//@ future cannot be sent between threads safely

use std::cell::Cell;

#[desugar]
async fn cell_by_reference() -> u8 {
    let cell = Cell::new(1);
    let borrowed = &cell;
    pause().await;
    borrowed.get()
}

pub fn spawn() {
    require_send(cell_by_reference());
}

fn require_send<T: Send>(_: T) {}

async fn pause() {}
