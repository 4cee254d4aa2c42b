//@ E0308

#[desugar]
pub async fn changed_later() {
    let mut number = 1_u8;
    pause().await;
    number = "two";
    drop(number);
}

async fn pause() {}
