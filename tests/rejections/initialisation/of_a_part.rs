//@ E0381

#[desugar]
pub async fn of_a_part() -> u8 {
    let mut pair: (u8, u8);
    pair.0 = 1;
    pause().await;
    pair.0
}

async fn pause() {}
