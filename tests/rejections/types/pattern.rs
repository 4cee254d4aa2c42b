//@ E0308

#[desugar]
pub async fn pattern(pair: (u8, u8)) -> u8 {
    let (left, right, rest) = pair;
    pause().await;
    left + right + rest
}

async fn pause() {}
