//! The witness: an `async` block that is never run, and lends the machine its size and its name.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::Index;

use super::{Emit, own};

/// How many states one byte tells apart.
const BYTE: usize = 256;

impl Emit<'_> {
    /// It holds what the storage has beside the state across an await, so it is as large: its own
    /// state pays for ours, as long as that is one byte.
    ///
    /// ```text
    /// || async {
    ///     let storage = layout.nowhere();
    ///     let held = (room(&raw mut (*storage).1), …);
    ///     pending().await;
    ///     forget(held);
    /// }
    /// ```
    ///
    /// Each part is held on its own, so that rustc can put our state where a byte is free. For
    /// parts without padding between them in the order of their alignment, which is how rustc lays
    /// out the storage, it makes no difference to the size that here the state comes first.
    pub fn witness(&self) -> TokenStream {
        let (rt, storage) = (&self.rt, own("storage"));
        let layout = self.layout_at_hand();
        let states = self.states.iter().flatten().count() + 2;
        let first = usize::from(states <= BYTE);
        let parts = first..self.layout.rooms.len() + 2;
        let held: Vec<Ident> = parts.clone().map(|part| own(&format!("held_{part}"))).collect();
        let parts = parts.map(Index::from);
        quote! {
            || async {
                let #storage = #layout.nowhere();
                #(let #held = #rt::room(&raw mut (*#storage).#parts);)*
                ::core::future::pending::<()>().await;
                ::core::mem::forget((#(#held,)*));
            }
        }
    }
}
