//! The states, and the storage where their slots lie.
//!
//! ```text
//! enum FState { Unresumed, Returned, Panicked, AwaitA, AwaitB }
//!
//! let layout = Layout::<(Slot<FState>, [u8; 1], Slot<X>, Or<Slot<_>, Slot<_>>)>::new();
//!
//! let storage = layout.at(storage);
//! let state = &raw mut (*storage).0;
//! let (room_1, room_2) = halves(&raw mut (*storage).3);
//! let __x = whole(&raw mut (*storage).2);
//! let __y = plain(room_1);
//! ```

use std::collections::HashMap;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::Index;

use super::{Emit, own};
use crate::flow::LocalId;
use crate::layout::Room;

/// The ways to the slots.
pub struct Ways {
    /// What has to be said before.
    pub lets: TokenStream,
    /// By local: a pointer to its slot.
    pub to: HashMap<LocalId, TokenStream>,
}

impl Emit<'_> {
    /// The enum of the states.
    pub fn states(&self) -> TokenStream {
        let (name, states) = (&self.state_type, self.states.iter().flatten());
        let states = states.filter(|state| *state != "Unresumed");
        quote!(enum #name { Unresumed, Returned, Panicked, #(#states),* })
    }

    /// The type of the storage. What no signature says is for `poll` to tell.
    pub fn layout(&self) -> TokenStream {
        let (rt, state, layout) = (&self.rt, &self.state_type, own("layout"));
        let flags = self.layout.flags.bytes;
        let rooms = self.layout.rooms.iter().map(|room| self.room_type(room));
        quote!(let #layout = #rt::Layout::<(#rt::Slot<#state>, [u8; #flags], #(#rooms,)*)>::new();)
    }

    fn room_type(&self, room: &Room<LocalId>) -> TokenStream {
        let rt = &self.rt;
        match room {
            Room::Slot(local) => {
                let ty = match self.resolved.parameters.get(*local) {
                    Some(parameter) => parameter.ty.to_token_stream(),
                    None => quote!(_),
                };
                quote!(#rt::Slot<#ty>)
            }
            Room::Together(rooms) => {
                let rooms = rooms.iter().map(|room| self.room_type(room));
                quote!((#(#rooms,)*))
            }
            Room::InTurn(rooms) => self.or(rooms),
        }
    }

    /// Two halves, and in each the same again, so that no way is long.
    fn or(&self, rooms: &[Room<LocalId>]) -> TokenStream {
        if let [room] = rooms {
            return self.room_type(room);
        }
        let (rt, (one, other)) = (&self.rt, rooms.split_at(rooms.len() / 2));
        let (one, other) = (self.or(one), self.or(other));
        quote!(#rt::Or<#one, #other>)
    }

    /// The storage of a layout that is at hand, although nothing captures it.
    pub fn layout_at_hand(&self) -> TokenStream {
        let (rt, layout) = (&self.rt, own("layout"));
        quote!(#rt::Layout { of: ::core::marker::PhantomData, ..#layout })
    }

    /// The ways from `storage` to the slots of these locals.
    pub fn ways(&self, wanted: impl Fn(LocalId) -> bool) -> Ways {
        let storage = own("storage");
        let mut walk = Walk {
            emit: self,
            wanted: &wanted,
            rooms: 0,
            ways: Ways { lets: TokenStream::new(), to: HashMap::new() },
        };
        for (index, room) in self.layout.rooms.iter().enumerate() {
            let index = Index::from(index + 2);
            walk.room(room, &quote!(&raw mut (*#storage).#index));
        }
        walk.ways
    }

    /// The first state, with the arguments in it.
    pub fn unresumed(&self) -> TokenStream {
        let (rt, state) = (&self.rt, &self.state_type);
        let (layout, machine, storage) = (own("layout"), own("machine"), own("storage"));
        let Ways { lets, to } = self.ways(|local| local < self.flow.parameters);
        let fills = self.resolved.parameters.iter().enumerate().map(|(local, parameter)| {
            let (to, argument) = (to.get(&local), self.argument_used(parameter));
            quote!(#rt::Slot::fill(#to, #argument);)
        });
        // In a closure, rustc doesn't ask whether the type behind the pointer may fall back to `!`.
        quote! {
            (|#storage: #rt::Bytes| {
                let #storage = #layout.within(#storage);
                #lets
                #rt::Slot::fill(&raw mut (*#storage).0, #state::Unresumed);
                #(#fills)*
            })(#machine.bytes());
        }
    }
}

struct Walk<'a, 'b> {
    emit: &'a Emit<'b>,
    wanted: &'a dyn Fn(LocalId) -> bool,
    rooms: usize,
    ways: Ways,
}

impl Walk<'_, '_> {
    fn is_wanted(&self, room: &Room<LocalId>) -> bool {
        match room {
            Room::Slot(local) => (self.wanted)(*local),
            Room::Together(rooms) | Room::InTurn(rooms) => {
                rooms.iter().any(|room| self.is_wanted(room))
            }
        }
    }

    /// A name for the way to some rooms, if one of them is wanted.
    fn name(&mut self, rooms: &[Room<LocalId>]) -> TokenStream {
        if !rooms.iter().any(|room| self.is_wanted(room)) {
            return quote!(_);
        }
        self.rooms += 1;
        own(&format!("room_{}", self.rooms)).to_token_stream()
    }

    fn room(&mut self, room: &Room<LocalId>, at: &TokenStream) {
        if !self.is_wanted(room) {
            return;
        }
        match room {
            Room::Slot(local) => {
                self.ways.to.insert(*local, at.clone());
            }
            Room::Together(rooms) => {
                let name = self.name(rooms);
                self.ways.lets.extend(quote!(let #name = #at;));
                for (index, room) in rooms.iter().enumerate() {
                    let index = Index::from(index);
                    self.room(room, &quote!(&raw mut (*#name).#index));
                }
            }
            Room::InTurn(rooms) => self.in_turn(rooms, at),
        }
    }

    fn in_turn(&mut self, rooms: &[Room<LocalId>], at: &TokenStream) {
        if let [room] = rooms {
            return self.room(room, at);
        }
        if !rooms.iter().any(|room| self.is_wanted(room)) {
            return;
        }
        let rt = &self.emit.rt;
        let (one, other) = rooms.split_at(rooms.len() / 2);
        let (to_one, to_other) = (self.name(one), self.name(other));
        self.ways.lets.extend(quote!(let (#to_one, #to_other) = #rt::halves(#at);));
        self.in_turn(one, &to_one);
        self.in_turn(other, &to_other);
    }
}
