//@ E0277

#[desugar]
pub async fn iterated_number(number: u8) {
    for _ in number {
        pause().await;
    }
}

async fn pause() {}
