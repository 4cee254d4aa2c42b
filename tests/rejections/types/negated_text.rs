//@ E0600

#[desugar]
pub async fn negated_text(text: &str) {
    pause().await;
    drop(-text);
}

async fn pause() {}
