//! The attribute `#[pinata::desugar]`: a door to `pinata-machine`, where the work is done.

use proc_macro::TokenStream;

mod edition;

/// Turns an `async fn` into an explicit state machine, with the same meaning.
///
/// ```text
/// #[pinata::desugar]
/// async fn request(host: &str) -> io::Result<String> { … }
/// ```
///
/// `#[pinata::desugar(diagram)]` adds the machine to the documentation of the function, as text.
/// `#[pinata::desugar(crate = path::to::pinata)]` is for those who re-export the crate.
#[proc_macro_attribute]
pub fn desugar(attribute: TokenStream, item: TokenStream) -> TokenStream {
    pinata_machine::desugar(attribute.into(), item.into(), edition::of_this_crate()).into()
}
