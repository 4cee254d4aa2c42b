//! A trait only says that there is such a function.

pub trait Fetch {
    #[pinata::desugar]
    async fn fetch(&self, name: &str) -> usize;
}
