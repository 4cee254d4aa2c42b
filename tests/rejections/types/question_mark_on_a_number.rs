//@ E0277

#[desugar]
pub async fn question_mark_on_a_number(number: u8) -> Option<u8> {
    pause().await;
    Some(number?)
}

async fn pause() {}
