//@ E0609

#[desugar]
pub async fn unknown_field(pair: (u8, u8)) -> u8 {
    pause().await;
    pair.2
}

async fn pause() {}
