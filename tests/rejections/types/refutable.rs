//@ E0005

#[desugar]
pub async fn refutable(value: Option<u8>) -> u8 {
    pause().await;
    let Some(number) = value;
    number
}

async fn pause() {}
