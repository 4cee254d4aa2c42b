//@ E0700

#[desugar]
pub async fn captures(text: &str) -> impl Iterator<Item = char> + use<> {
    pause().await;
    text.chars()
}

async fn pause() {}
