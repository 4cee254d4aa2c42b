//@ E0507

pub struct Account(String);

impl Account {
    #[desugar]
    pub async fn out_of_self(&self) -> String {
        pause().await;
        self.0
    }
}

async fn pause() {}
