//@ E0384

#[desugar]
pub async fn of_a_pattern(pair: (u8, u8)) -> u8 {
    let (mut left, right) = pair;
    pause().await;
    left += 1;
    right += left;
    right
}

async fn pause() {}
