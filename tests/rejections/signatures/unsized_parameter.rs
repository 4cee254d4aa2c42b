//@ E0277

#[desugar]
pub async fn unsized_parameter(text: str) {
    pause().await;
}

async fn pause() {}
