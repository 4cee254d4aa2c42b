//@ E0308

#[desugar]
pub async fn never_that_returns() -> ! {
    pause().await;
}

async fn pause() {}
