//@ E0614

#[desugar]
pub async fn dereferenced_number(number: u8) -> u8 {
    pause().await;
    *number
}

async fn pause() {}
