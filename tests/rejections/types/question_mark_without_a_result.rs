//@ E0277

#[desugar]
pub async fn question_mark_without_a_result(text: &str) -> u8 {
    pause().await;
    text.parse::<u8>()?
}

async fn pause() {}
