//@ E0277

#[desugar]
pub async fn unsized_local(text: &str) {
    pause().await;
    let whole = *text;
}

async fn pause() {}
