//@ future cannot be sent between threads safely

use std::rc::Rc;

#[desugar]
async fn rc_parameter(number: Rc<u8>) -> u8 {
    pause().await;
    *number
}

pub fn spawn() {
    require_send(rc_parameter(Rc::new(1)));
}

fn require_send<T: Send>(_: T) {}

async fn pause() {}
