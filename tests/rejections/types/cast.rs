//@ E0606

#[desugar]
pub async fn cast(number: &u8) -> u32 {
    pause().await;
    number as u32
}

async fn pause() {}
