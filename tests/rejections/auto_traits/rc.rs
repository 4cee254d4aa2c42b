//@ future cannot be sent between threads safely

use std::rc::Rc;

#[desugar]
async fn rc() -> u8 {
    let number = Rc::new(1);
    pause().await;
    *number
}

pub fn spawn() {
    require_send(rc());
}

fn require_send<T: Send>(_: T) {}

async fn pause() {}
