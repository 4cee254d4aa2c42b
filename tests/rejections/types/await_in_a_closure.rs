//@ E0728

#[desugar]
pub async fn await_in_a_closure() {
    let wait = || pause().await;
    pause().await;
    wait();
}

async fn pause() {}
