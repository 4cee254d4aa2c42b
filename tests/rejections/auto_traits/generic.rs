//@ future cannot be sent between threads safely

use std::future::Future;

#[desugar]
async fn generic<T>(value: T) -> T {
    pause().await;
    value
}

pub fn spawn<T>(value: T) -> impl Future<Output = T> + Send {
    generic(value)
}

async fn pause() {}
