//@ E0004

#[desugar]
pub async fn not_every_case(value: Option<u8>) -> u8 {
    match value {
        Some(0) => 0,
        None => {
            pause().await;
            1
        }
    }
}

async fn pause() {}
