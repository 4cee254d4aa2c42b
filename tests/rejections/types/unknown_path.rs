//@ E0433

#[desugar]
pub async fn unknown_path() -> usize {
    pause().await;
    missing::function()
}

async fn pause() {}
