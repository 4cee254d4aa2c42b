//@ dead_code

#![deny(dead_code)]

#[desugar]
async fn never_called() {
    pause().await;
}

async fn pause() {}
