//@ E0368

#[desugar]
pub async fn compound_assignment(mut text: &str) {
    pause().await;
    text += "more";
}

async fn pause() {}
