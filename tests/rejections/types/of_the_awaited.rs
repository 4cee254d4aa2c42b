//@ E0308

#[desugar]
pub async fn of_the_awaited() -> usize {
    let text: String = length("text").await;
    text.len()
}

async fn length(text: &str) -> usize {
    text.len()
}
