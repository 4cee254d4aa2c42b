//@ E0133

#[desugar]
pub async fn unsafe_call() {
    pause().await;
    danger();
}

unsafe fn danger() {}

async fn pause() {}
