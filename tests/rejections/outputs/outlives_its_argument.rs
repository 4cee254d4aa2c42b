//@ E0505

#[desugar]
async fn letters(text: &str) -> impl Iterator<Item = char> + '_ {
    pause().await;
    text.chars().filter(|letter| letter.is_alphabetic())
}

pub async fn caller(text: String) -> usize {
    let letters = letters(&text).await;
    drop(text);
    letters.count()
}

async fn pause() {}
