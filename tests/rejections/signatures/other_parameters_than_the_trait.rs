//@ E0053

pub trait Close {
    fn close(&self, how: u8) -> impl Future<Output = ()>;
}

impl Close for u8 {
    #[desugar]
    async fn close(&self, how: u16) {
        pause().await;
    }
}

use std::future::Future;

async fn pause() {}
