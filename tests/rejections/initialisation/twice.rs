//@ E0384

#[desugar]
pub async fn twice() -> u8 {
    let number = 1;
    pause().await;
    number = 2;
    number
}

async fn pause() {}
