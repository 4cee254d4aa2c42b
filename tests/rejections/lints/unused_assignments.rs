//@ unused_assignments

#![deny(unused_assignments)]

#[desugar]
pub async fn unused() -> u8 {
    let mut number = 1;
    number = 2;
    pause().await;
    number
}

async fn pause() {}
