//! Slots that have room only where types want it.
//!
//! Such a local has a place in the frame of `poll` as well. Where its slot is as large as its
//! value, it lives there; else in the frame, and no state holds it.
//!
//! ```text
//! let __a = whole(either(&raw mut (*storage).3, &raw mut frame_1));
//! …
//! { let drops_1 = Drops(__a.type_of()).ask(); No.or(drops_1).tell(__a.type_of(), …) }
//! ```

use std::collections::BTreeSet;

use proc_macro2::{Ident, TokenStream};
use quote::quote;

use super::storage::Ways;
use super::{Emit, own};
use crate::flow::LocalId;
use crate::held::{For, Home};

impl Emit<'_> {
    /// Whether types decide if a local needs its slot.
    pub fn is_in_doubt(&self, local: LocalId) -> bool {
        self.home(local) == Home::Slot && self.analysis.doubts[local].is_some()
    }

    /// Dead code that tells how large the slots of these are, when all else is known.
    pub fn doubts(&self, ways: &Ways) -> Option<TokenStream> {
        let rt = &self.rt;
        let doubts = self.analysis.doubts.iter().enumerate();
        let doubts = doubts.filter(|(local, _)| self.is_in_doubt(*local));
        let doubts: Vec<(LocalId, &BTreeSet<For>)> =
            doubts.filter_map(|(local, why)| Some((local, why.as_ref()?))).collect();
        let questions: BTreeSet<For> =
            doubts.iter().flat_map(|(_, why)| why.iter().copied()).collect();
        let asks = questions.iter().map(|why| {
            let (answer, handle) = (answer(*why), self.handle(why.local()));
            let question = match why {
                For::Drop(_) => quote!(Drops),
                For::Use(_) => quote!(Holds),
            };
            quote!(let #answer = #rt::#question(#handle.type_of()).ask();)
        });
        let tells = doubts.iter().map(|(local, why)| {
            let answers = why.iter().map(|why| answer(*why));
            let (handle, at) = (self.handle(*local), &ways.to[local]);
            quote!(#rt::No #(.or(#answers))*.tell(#handle.type_of(), #at);)
        });
        (!doubts.is_empty()).then(|| {
            quote! {{
                use #rt::{AskFirst as _, AskLast as _};
                #(#asks)*
                #(#tells)*
            };}
        })
    }
}

/// The name of an answer.
fn answer(why: For) -> Ident {
    match why {
        For::Drop(local) => own(&format!("drops_{local}")),
        For::Use(local) => own(&format!("holds_{local}")),
    }
}
