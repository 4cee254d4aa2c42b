//@ E0599

#[desugar]
pub async fn unknown_method(number: u8) {
    pause().await;
    number.missing();
}

async fn pause() {}
