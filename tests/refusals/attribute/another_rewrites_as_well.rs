//! Other attributes that rewrite the function stand below.

/// Any attribute will do: only the names matter.
mod tokio {
    pub use pinata::desugar as main;
    pub use pinata::desugar as test;
}
mod tracing {
    pub use pinata::desugar as instrument;
}
use pinata::desugar as async_trait;
use tracing::instrument;

#[pinata::desugar]
#[tokio::main]
pub async fn main() {}

#[pinata::desugar]
#[tokio::test]
pub async fn tested() {}

#[pinata::desugar]
#[inline]
#[tracing::instrument]
pub async fn traced() {}

#[pinata::desugar]
#[instrument]
#[must_use]
pub async fn traced_by_a_short_name() {}

#[pinata::desugar]
#[async_trait]
pub async fn boxed() {}
