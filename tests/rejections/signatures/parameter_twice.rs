//@ E0415

#[desugar]
pub async fn parameter_twice(number: u8, number: u8) -> u8 {
    pause().await;
    number
}

async fn pause() {}
