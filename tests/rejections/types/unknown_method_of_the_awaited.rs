//@ E0599

#[desugar]
pub async fn unknown_method_of_the_awaited() {
    pause().await.missing();
}

async fn pause() {}
