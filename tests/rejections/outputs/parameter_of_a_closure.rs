//@ E0282

#[desugar]
pub async fn parameter() -> Result<impl Fn(&str) -> usize, String> {
    pause().await;
    Ok(|text| text.len())
}

async fn pause() {}
