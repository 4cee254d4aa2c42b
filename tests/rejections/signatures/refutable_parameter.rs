//@ E0005

#[desugar]
pub async fn refutable_parameter(Some(number): Option<u8>) -> u8 {
    pause().await;
    number
}

async fn pause() {}
