//@ future cannot be sent between threads safely

use std::rc::Rc;

#[desugar]
async fn outer() {
    inner().await;
}

#[desugar]
async fn inner() {
    let number = Rc::new(1);
    pause().await;
    drop(number);
}

pub fn spawn() {
    require_send(outer());
}

fn require_send<T: Send>(_: T) {}

async fn pause() {}
