//! What is measured: the same functions twice, as rustc compiles them and as the attribute does.
//!
//! Each takes how often to go round, and returns something that depends on all of it.

#![allow(dead_code, reason = "each benchmark uses some of them")]

/// As rustc compiles them.
pub mod plain {
    use unchanged::desugar;
    include!("functions.rs");
}

/// As the attribute compiles them.
pub mod annotated {
    use pinata::desugar;
    include!("functions.rs");
}

/// Is pending once.
pub struct Yield(pub bool);

impl Future for Yield {
    type Output = ();
    fn poll(
        mut self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<()> {
        match std::mem::replace(&mut self.0, true) {
            false => std::task::Poll::Pending,
            true => std::task::Poll::Ready(()),
        }
    }
}
