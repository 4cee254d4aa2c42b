//! Whether a parameter is there isn't known to a macro.

#[pinata::desugar]
pub async fn cfg_on_a_parameter(#[cfg(any())] missing: Missing, number: usize) -> usize {
    pause().await;
    number
}

pub struct Account;

impl Account {
    #[pinata::desugar]
    pub async fn deposit(&self, amount: usize, #[allow(unused)] #[cfg(all())] note: &str) -> usize {
        pause().await;
        amount
    }
}

async fn pause() {}
