//@ E0106

#[desugar]
pub async fn missing_without_parameters() -> &str {
    pause().await;
    ""
}

async fn pause() {}
