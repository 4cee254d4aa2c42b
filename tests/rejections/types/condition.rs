//@ E0308

#[desugar]
pub async fn condition(number: u8) {
    while number {
        pause().await;
    }
}

async fn pause() {}
