//@ E0502

pub struct Account {
    history: Vec<u8>,
    balance: u8,
}

impl Account {
    #[desugar]
    pub async fn of_self(&mut self) {
        for entry in &self.history {
            pause().await;
            self.add(*entry);
        }
    }

    fn add(&mut self, entry: u8) {
        self.balance += entry;
    }
}

async fn pause() {}
