//@ E0603

mod inner {
    fn hidden() {}
}

#[desugar]
pub async fn private() {
    pause().await;
    inner::hidden();
}

async fn pause() {}
