//@ E0515

use std::future::Future;
use std::pin::Pin;

#[desugar]
async fn length(name: &str) -> usize {
    pause().await;
    name.len()
}

pub fn caller() -> Pin<Box<dyn Future<Output = usize>>> {
    let name = String::new();
    let future = Box::pin(length(&name));
    future
}

async fn pause() {}
