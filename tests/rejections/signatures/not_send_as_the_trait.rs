//@ future cannot be sent between threads safely

use std::future::Future;
use std::rc::Rc;

pub trait Close {
    fn close(&self) -> impl Future<Output = u8> + Send;
}

impl Close for u8 {
    #[desugar]
    async fn close(&self) -> u8 {
        let number = Rc::new(1);
        pause().await;
        *number
    }
}

async fn pause() {}
