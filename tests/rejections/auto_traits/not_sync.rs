//@ future cannot be shared between threads safely

use std::cell::Cell;

#[desugar]
async fn not_sync() -> u8 {
    let cell = Cell::new(1);
    pause().await;
    cell.get()
}

pub fn share() {
    require_sync(not_sync());
}

fn require_sync<T: Sync>(_: T) {}

async fn pause() {}
