//@ future cannot be sent between threads safely

use std::rc::Rc;

#[desugar]
async fn rc_parameter_that_is_never_held(number: Rc<u8>) -> u8 {
    *number
}

pub fn spawn() {
    require_send(rc_parameter_that_is_never_held(Rc::new(1)));
}

fn require_send<T: Send>(_: T) {}
