//@ cannot find macro `missing` in this scope

#[desugar]
pub async fn unknown_macro() {
    pause().await;
    missing!();
}

async fn pause() {}
