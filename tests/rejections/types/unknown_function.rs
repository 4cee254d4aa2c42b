//@ E0425

#[desugar]
pub async fn unknown_function() {
    pause().await;
    missing().await;
}

async fn pause() {}
