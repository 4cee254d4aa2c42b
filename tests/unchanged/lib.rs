//! The attribute of the plain half of each twin.

use proc_macro::TokenStream;

/// Leaves an `async fn` as it is.
///
/// The twins are compiled twice from one source; in the plain copy the name
/// `desugar` stands for this attribute, in the other for `pinata::desugar`.
#[proc_macro_attribute]
pub fn desugar(_attribute: TokenStream, item: TokenStream) -> TokenStream {
    item
}
