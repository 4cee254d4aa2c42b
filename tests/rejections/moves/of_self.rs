//@ E0382

pub struct Account(String);

impl Account {
    #[desugar]
    pub async fn of_self(self) -> usize {
        pause().await;
        self.close();
        self.0.len()
    }

    fn close(self) {}
}

async fn pause() {}
