//@ E0425

#[desugar]
pub async fn unknown_name() -> usize {
    pause().await;
    missing
}

async fn pause() {}
