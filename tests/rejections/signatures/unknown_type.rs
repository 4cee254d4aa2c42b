//@ E0425

#[desugar]
pub async fn unknown_type(value: Missing) {
    pause().await;
    drop(value);
}

async fn pause() {}
