//@ unused_mut

#![deny(unused_mut)]

#[desugar]
pub async fn unused() -> u8 {
    let mut number = 1;
    pause().await;
    number
}

async fn pause() {}
