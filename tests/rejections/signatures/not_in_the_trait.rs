//@ E0407

pub trait Close {}

impl Close for u8 {
    #[desugar]
    async fn close(&self) {
        pause().await;
    }
}

async fn pause() {}
