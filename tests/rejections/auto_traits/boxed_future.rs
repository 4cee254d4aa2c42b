//@ future cannot be sent between threads safely

use std::future::Future;
use std::pin::Pin;

#[desugar]
async fn boxed_future(future: Pin<Box<dyn Future<Output = ()>>>) {
    future.await;
}

pub fn spawn() {
    require_send(boxed_future(Box::pin(async {})));
}

fn require_send<T: Send>(_: T) {}
