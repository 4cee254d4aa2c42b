//! Which places may be used how, and what that does to the locals.

use crate::env::{Loan, State};
use crate::types::Ty;
use crate::writer::Writer;

/// A place that can be written as an expression.
#[derive(Clone, Debug)]
pub struct Place {
    pub local: usize,
    pub path: Vec<usize>,
    pub ty: Ty,
    /// As an operand, and as a receiver, where `*` is not written.
    pub text: String,
    pub receiver: String,
    pub mutable: bool,
    /// Not behind a reference.
    pub owned: bool,
    /// One element of what the path leads to.
    pub element: bool,
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Access {
    /// Copies the value.
    Read,
    Share,
    Change,
    Move,
    Assign,
}

impl Place {
    /// All places that begin with this one.
    fn push_all(self, depth: usize, all: &mut Vec<Place>) {
        if depth > 0 && !self.element {
            if let Ty::Array(of) | Ty::Vec(of) = &self.ty {
                let text = format!("{}[{}]", self.receiver, depth % 2);
                all.push(Place {
                    ty: (**of).clone(),
                    text: text.clone(),
                    receiver: text,
                    owned: false,
                    element: true,
                    ..self.clone()
                });
            }
            for (index, (name, ty)) in self.ty.parts().into_iter().enumerate() {
                let text = format!("{}.{name}", self.receiver);
                let path = [&self.path[..], &[index]].concat();
                let part = Place { path, ty, text: text.clone(), receiver: text, ..self.clone() };
                part.push_all(depth - 1, all);
            }
            if let Some(to) = self.ty.pointee() {
                let target = Place {
                    path: [&self.path[..], &[0]].concat(),
                    ty: to.clone(),
                    text: format!("(*{})", self.text),
                    mutable: match self.ty {
                        Ty::Ref(_) | Ty::Rc(_) => false,
                        Ty::RefMut(_) => true,
                        _ => self.mutable,
                    },
                    owned: self.owned && matches!(self.ty, Ty::Boxed(_)),
                    ..self.clone()
                };
                target.push_all(depth - 1, all);
            }
        }
        all.push(self);
    }

    pub fn part(&self, index: usize) -> Place {
        let (name, ty) = self.ty.parts().swap_remove(index);
        let text = format!("{}.{name}", self.receiver);
        let path = [&self.path[..], &[index]].concat();
        Place { path, ty, text: text.clone(), receiver: text, ..self.clone() }
    }
}

impl Writer {
    pub fn places(&self) -> Vec<Place> {
        let mut all = Vec::new();
        for (index, local) in self.env.locals.iter().enumerate() {
            if local.hidden || local.dead || self.hides.contains(&index) {
                continue;
            }
            let place = Place {
                local: index,
                path: Vec::new(),
                ty: local.ty.clone(),
                text: local.name.clone(),
                receiver: local.name.clone(),
                mutable: local.mutable,
                owned: true,
                element: false,
            };
            place.push_all(3, &mut all);
        }
        all
    }

    /// One of the places of a type that may be used like this; later ones are likelier.
    pub fn find(&mut self, access: Access, wanted: impl Fn(&Ty) -> bool) -> Option<Place> {
        let mut all = self.places();
        all.retain(|place| wanted(&place.ty) && self.can(place, access));
        if all.is_empty() {
            return None;
        }
        let index = self.choices.below(all.len()).max(self.choices.below(all.len()));
        Some(all.swap_remove(index))
    }

    pub fn can(&self, place: &Place, access: Access) -> bool {
        let local = &self.env.locals[place.local];
        let state = self.env.state(place.local, &place.path);
        let frozen = place.local < self.frozen;
        let looped = place.local < self.floor;
        let captured = place.local < self.capture.floor;
        let allowed = match access {
            Access::Read | Access::Share => state.is_here(),
            Access::Change => {
                state.is_here() && place.mutable && (!captured || self.capture.exclusive)
            }
            Access::Move => {
                // An `async` block takes more than the part that it moves.
                let whole = place.local >= self.borrowed || local.state.is_here();
                state.is_here()
                    && whole
                    && place.owned
                    && !frozen
                    && (!looped || (local.mutable && local.ty.has_leaf()))
            }
            Access::Assign => {
                let first = place.path.is_empty() && state == State::Never && !looped;
                let captured = place.local < self.borrowed && !state.is_here();
                let absent = place.element && !state.is_here();
                !frozen
                    && !captured
                    && !absent
                    && (place.mutable || first)
                    && self.has_whole_parents(place)
            }
        };
        allowed && self.conflicts_are_settled(place, access)
    }

    /// Whether a part can get a value: what it is part of is not gone as a whole.
    fn has_whole_parents(&self, place: &Place) -> bool {
        (0..place.path.len()).all(|length| {
            let state = self.env.state(place.local, &place.path[..length]);
            matches!(state, State::Here | State::Split(_))
        })
    }

    fn conflicts_are_settled(&self, place: &Place, access: Access) -> bool {
        let conflicts = |loan: &Loan| conflicts(loan, place, access);
        if self.holds.iter().chain(&self.temporaries).any(conflicts) {
            return false;
        }
        self.env.locals.iter().enumerate().all(|(index, owner)| {
            let alive = !owner.dead && owner.state != State::Gone;
            let killable = !owner.ty.drop_uses_borrows()
                && index >= self.floor.max(self.frozen).max(self.borrowed);
            !alive || killable || !owner.loans.iter().any(conflicts)
        })
    }

    /// Uses a place: borrows that are in the way end, and its state changes.
    pub fn access(&mut self, place: &Place, access: Access) {
        for owner in &mut self.env.locals {
            if owner.loans.iter().any(|loan| conflicts(loan, place, access)) {
                owner.dead = true;
            }
        }
        if place.local < self.capture.floor {
            let exclusive = access == Access::Change;
            self.capture.loans.push(Loan {
                local: place.local,
                path: Vec::new(),
                exclusive: exclusive && !matches!(self.env.locals[place.local].ty, Ty::Ref(_)),
            });
            self.capture.loans.extend(self.env.locals[place.local].loans.clone());
        }
        if place.local < self.borrowed && access == Access::Move && !place.ty.is_copy() {
            self.taken.push(place.local);
        }
        match access {
            Access::Move if !place.ty.is_copy() => {
                self.env.set_state(place.local, &place.path, State::Gone);
            }
            Access::Assign if !place.element => {
                self.env.set_state(place.local, &place.path, State::Here);
            }
            _ => {}
        }
    }

    /// The loans of a borrow of this place.
    pub fn loans_of(&self, place: &Place, exclusive: bool) -> Vec<Loan> {
        let own = Loan { local: place.local, path: place.path.clone(), exclusive };
        let mut loans = self.env.locals[place.local].loans.clone();
        loans.push(own);
        loans
    }

    /// Whether what borrows this lives long enough for where it goes.
    pub fn lives_long_enough(&self, loans: &[Loan]) -> bool {
        loans.iter().all(|loan| loan.local < self.limit)
    }
}

fn conflicts(loan: &Loan, place: &Place, access: Access) -> bool {
    let reads = matches!(access, Access::Read | Access::Share);
    loan.touches(place.local, &place.path) && (loan.exclusive || !reads)
}
