//@ E0416

#[desugar]
pub async fn bound_twice(pair: (u8, u8)) -> u8 {
    let (number, number) = pair;
    pause().await;
    number
}

async fn pause() {}
