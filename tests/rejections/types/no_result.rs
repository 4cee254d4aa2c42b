//@ E0308

#[desugar]
pub async fn no_result(number: u8) -> u8 {
    pause().await;
    number + 1;
}

async fn pause() {}
