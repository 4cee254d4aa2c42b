//! The attribute `#[pinata::desugar]`.

use proc_macro::TokenStream;

/// Turns an `async fn` into an explicit state machine.
#[proc_macro_attribute]
pub fn desugar(_attribute: TokenStream, item: TokenStream) -> TokenStream {
    item
}
