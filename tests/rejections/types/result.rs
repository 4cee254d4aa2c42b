//@ E0308

#[desugar]
pub async fn result() -> u8 {
    pause().await;
    "text"
}

async fn pause() {}
