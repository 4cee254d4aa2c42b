//@ E0381

#[desugar]
pub async fn never() -> u8 {
    let number: u8;
    pause().await;
    number
}

async fn pause() {}
