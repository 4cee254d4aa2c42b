//@ future cannot be sent between threads safely

use std::rc::Rc;

#[desugar]
async fn dropped_but_borrowed() -> u8 {
    let number = Rc::new(1);
    let copy = *number;
    drop(number);
    pause().await;
    copy
}

pub fn spawn() {
    require_send(dropped_but_borrowed());
}

fn require_send<T: Send>(_: T) {}

async fn pause() {}
