//! The attribute stands on something other than a function.

pub struct Account;

#[pinata::desugar]
impl Account {
    pub async fn close(self) {}
}

#[pinata::desugar]
pub trait Fetch {
    async fn fetch(&self);
}

#[pinata::desugar]
mod inner {
    pub async fn wait() {}
}

#[pinata::desugar]
pub struct Empty;

#[pinata::desugar]
pub enum Never {}

#[pinata::desugar]
const NUMBER: usize = 1;

#[pinata::desugar]
macro_rules! nothing {
    () => {};
}

/// All of them are there nevertheless.
pub async fn uses(account: Account, never: Empty, number: [u8; NUMBER]) {
    account.close().await;
    inner::wait().await;
    nothing!();
}
