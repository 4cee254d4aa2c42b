//@ E0597

use std::future::Future;

#[desugar]
async fn length(name: &str) -> usize {
    pause().await;
    name.len()
}

pub fn caller() -> impl Future<Output = usize> {
    let name = String::new();
    length(&name)
}

async fn pause() {}
