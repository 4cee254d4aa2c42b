//@ unused_must_use

#![deny(unused_must_use)]

#[desugar]
pub async fn unused() {
    pause();
    pause().await;
}

async fn pause() {}
