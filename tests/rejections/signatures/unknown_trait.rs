//@ E0405

#[desugar]
pub async fn unknown_trait<T: Missing>(value: T) {
    pause().await;
    drop(value);
}

async fn pause() {}
