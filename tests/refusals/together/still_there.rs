//! What is refused is still there, as an ordinary `async fn`: the rest of the file can use it,
//! and hears nothing.

pub struct Account {
    amounts: Vec<usize>,
}

impl Account {
    /// The only mistake.
    #[pinata::desugar]
    pub async fn deposit(&mut self, amount: usize) -> usize {
        *self.amounts.last_mut().unwrap() += twice(amount).await;
        self.amounts.len()
    }

    #[pinata::desugar]
    pub async fn deposit_all(&mut self, amounts: &[usize]) -> usize {
        for amount in amounts {
            self.deposit(*amount).await;
        }
        self.deposit(1).await.max(2)
    }
}

async fn twice(number: usize) -> usize {
    number * 2
}

pub fn is_send(account: &mut Account) -> impl Send + use<'_> {
    account.deposit(1)
}
