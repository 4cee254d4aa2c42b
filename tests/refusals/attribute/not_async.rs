//! The attribute stands on a function that isn't `async`.

#[pinata::desugar]
pub fn not_async(number: usize) -> usize {
    number
}

pub struct Account;

impl Account {
    #[pinata::desugar]
    pub fn a_future(&self) -> impl Future<Output = ()> + '_ {
        async {}
    }
}
