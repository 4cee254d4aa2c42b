//@ E0271

pub trait Close {
    fn close(&self) -> impl std::future::Future<Output = u8>;
}

impl Close for u8 {
    #[desugar]
    async fn close(&self) -> u16 {
        pause().await;
        1
    }
}

async fn pause() {}
