//! A closure takes a part of what is kept.

#[pinata::desugar]
pub async fn captured_part(pair: (String, String)) -> usize {
    let length = move || pair.0.len();
    pause().await;
    length()
}

#[pinata::desugar]
pub async fn into_a_block(pair: (String, (String, String))) -> usize {
    pause().await;
    let future = async move { pair.1.0.len() };
    let length = future.await;
    length + pair.0.len()
}

#[pinata::desugar]
pub async fn without_move(pair: (String, u8)) -> usize {
    pause().await;
    let length = || pair.0.len() + usize::from(pair.1);
    let sum = length();
    let name = async { pair.0 };
    name.await.len() + sum
}

async fn pause() {}
