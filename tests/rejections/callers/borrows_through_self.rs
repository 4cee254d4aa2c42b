//@ E0502

pub struct Account(Vec<u8>);

impl Account {
    #[desugar]
    async fn last(&mut self) -> Option<&mut u8> {
        pause().await;
        self.0.last_mut()
    }

    pub async fn caller(&mut self) {
        let last = self.last().await;
        let length = self.0.len();
        drop((last, length));
    }
}

async fn pause() {}
