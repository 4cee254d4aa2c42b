//@ future cannot be sent between threads safely

use std::rc::Rc;

#[desugar]
async fn temporary() {
    length(&Rc::new(1)).await;
}

async fn length(_: &u8) {}

pub fn spawn() {
    require_send(temporary());
}

fn require_send<T: Send>(_: T) {}
