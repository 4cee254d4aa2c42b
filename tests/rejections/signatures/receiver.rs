//@ E0307

pub struct Account;

impl Account {
    #[desugar]
    pub async fn receiver(self: u8) {
        pause().await;
    }
}

async fn pause() {}
