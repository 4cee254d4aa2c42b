//@ lifetime may not live long enough
//@ annotated: lifetime may not live long enough

pub struct Account(String);

impl Account {
    #[desugar]
    pub async fn of_self(&self, other: &str) -> &str {
        pause().await;
        if self.0.is_empty() { other } else { &self.0 }
    }
}

async fn pause() {}
