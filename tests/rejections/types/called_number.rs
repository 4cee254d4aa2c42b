//@ E0618

#[desugar]
pub async fn called_number(number: u8) {
    pause().await;
    number();
}

async fn pause() {}
