//@ E0434

#[desugar]
pub async fn item_that_captures(number: u8) -> u8 {
    fn inner() -> u8 {
        number
    }
    pause().await;
    inner()
}

async fn pause() {}
