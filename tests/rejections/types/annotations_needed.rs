//@ E0282

#[desugar]
pub async fn annotations_needed() {
    let values = Vec::new();
    pause().await;
}

async fn pause() {}
