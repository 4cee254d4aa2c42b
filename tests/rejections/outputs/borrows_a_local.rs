//@ E0515

#[desugar]
pub async fn borrows_a_local() -> impl Iterator<Item = char> {
    let text = String::from("text");
    pause().await;
    text.chars().map(|letter| letter)
}

async fn pause() {}
