//@ E0107

#[desugar]
pub async fn missing_generics(values: Vec) {
    pause().await;
    drop(values);
}

async fn pause() {}
