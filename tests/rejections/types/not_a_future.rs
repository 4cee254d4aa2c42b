//@ E0277

#[desugar]
pub async fn not_a_future(number: u8) {
    pause().await;
    number.await;
}

async fn pause() {}
