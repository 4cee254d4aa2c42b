//@ E0384

#[desugar]
pub async fn of_a_parameter(number: u8) -> u8 {
    pause().await;
    number = 2;
    number
}

async fn pause() {}
