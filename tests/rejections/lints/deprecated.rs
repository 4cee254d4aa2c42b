//@ deprecated

#![deny(deprecated)]

#[desugar]
pub async fn caller() {
    pause().await;
    old();
}

#[deprecated]
fn old() {}

async fn pause() {}
