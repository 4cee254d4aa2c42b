//@ E0277

#[desugar]
pub async fn index(values: Vec<u8>, number: u8) -> u8 {
    pause().await;
    values[number]
}

async fn pause() {}
