//@ E0382

#[desugar]
pub async fn awaited_twice() {
    let future = pause();
    future.await;
    future.await;
}

async fn pause() {}
