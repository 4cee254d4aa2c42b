//! The witness: an `async` block that is never run, and lends the machine its size and its name.

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::{Emit, own};

/// How many states one byte tells apart.
const BYTE: usize = 256;

impl Emit<'_> {
    /// It holds what the storage has beside the state across an await, so it is as large: its own
    /// state pays for ours, as long as that is one byte.
    ///
    /// ```text
    /// let witness = oracle();
    /// if false {
    ///     is_oracle(&witness, async {
    ///         let (_, held_1, held_2, …) = layout.dead();
    ///         pending().await;
    ///         (held_1, held_2, …);
    ///     });
    ///     loop {}
    /// }
    /// ```
    ///
    /// Each part is held on its own, so that rustc can put our state where a byte is free. For
    /// parts without padding between them in the order of their alignment, which is how rustc lays
    /// out the storage, it makes no difference to the size that here the state comes first.
    pub fn witness(&self) -> TokenStream {
        let (rt, witness) = (&self.rt, own("witness"));
        let layout = self.layout_at_hand();
        let states = self.states.iter().flatten().count() + 2;
        let first = usize::from(states <= BYTE);
        let state = (first == 1).then(|| quote!(_,));
        let parts = first..self.layout.rooms.len() + 2;
        let held: Vec<Ident> = parts.map(|part| own(&format!("held_{part}"))).collect();
        quote! {
            let #witness = #rt::oracle();
            if false {
                #rt::is_oracle(&#witness, async {
                    let (#state #(#held,)*) = #layout.dead();
                    ::core::future::pending::<()>().await;
                    (#(#held,)*);
                });
                loop {}
            }
        }
    }
}
