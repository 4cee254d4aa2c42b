//@ E0277

#[desugar]
pub async fn error_that_does_not_convert(text: &str) -> Result<u8, std::fmt::Error> {
    pause().await;
    Ok(text.parse::<u8>()?)
}

async fn pause() {}
