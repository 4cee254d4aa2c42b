//@ unreachable_code

#![deny(unreachable_code)]

#[desugar]
pub async fn unreachable() -> u8 {
    return 1;
    pause().await;
    2
}

async fn pause() {}
