//@ E0382

#[desugar]
async fn number() -> u8 {
    pause().await;
    1
}

pub async fn caller() -> u8 {
    let future = number();
    future.await + future.await
}

async fn pause() {}
