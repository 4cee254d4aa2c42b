//@ unused_variables

#![deny(unused_variables)]

#[desugar]
pub async fn unused() {
    let number = 1;
    pause().await;
}

async fn pause() {}
