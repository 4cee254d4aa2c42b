//@ E0106

#[desugar]
pub async fn missing(left: &str, right: &str) -> &str {
    pause().await;
    left
}

async fn pause() {}
