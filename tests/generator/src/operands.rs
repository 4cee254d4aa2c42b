//! Operands, one after the other: what an earlier one borrows stays borrowed.

use crate::places::{Access, Place};
use crate::tree::Node;
use crate::types::Ty;
use crate::writer::{Value, Writer};

/// What an operation needs.
pub enum Arg {
    Value(Ty),
    /// `&` and `&mut`, of a place or of a temporary.
    Shared(Ty),
    Exclusive(Ty),
    /// The same, as the receiver of a method that borrows.
    SharedReceiver(Ty),
    ExclusiveReceiver(Ty),
    /// An operand that is only looked at.
    Compared(Ty),
}

impl Writer {
    /// An operation whose result borrows nothing.
    pub fn operation(&mut self, ty: &Ty, template: &str, args: &[Arg]) -> Value {
        let mark = self.holds.len();
        let nodes = self.with(
            |writer| &mut writer.limit,
            usize::MAX,
            |writer| {
                writer.with(
                    |writer| &mut writer.to_temporary,
                    true,
                    |writer| args.iter().map(|arg| writer.operand(arg)).collect(),
                )
            },
        );
        self.holds.truncate(mark);
        Value { node: Node::expr(ty, template, nodes), loans: Vec::new() }
    }

    fn operand(&mut self, arg: &Arg) -> Node {
        let value = match arg {
            Arg::Value(ty) => self.expr(ty),
            Arg::Shared(to) => self.borrow(to, false).expect("a temporary may be borrowed"),
            Arg::Exclusive(to) => self.borrow(to, true).expect("a temporary may be borrowed"),
            Arg::SharedReceiver(ty) => self.receiver(ty, Access::Share, true),
            Arg::ExclusiveReceiver(ty) => self.receiver(ty, Access::Change, true),
            Arg::Compared(ty) => self.receiver(ty, Access::Share, false),
        };
        self.holds.extend(value.loans);
        value.node
    }

    /// A place that a method borrows by itself, or a temporary.
    fn receiver(&mut self, ty: &Ty, access: Access, derefs: bool) -> Value {
        if self.choices.chance(65)
            && let Some(place) = self.find(access, |found| found == ty)
        {
            self.access(&place, access);
            let loans = self.loans_of(&place, access == Access::Change);
            let text = if derefs { place.receiver } else { place.text };
            return Value { node: Node::expr(ty, text, Vec::new()), loans };
        }
        self.made(ty)
    }

    /// A value that is no place: moved out of it, if need be.
    pub fn made(&mut self, ty: &Ty) -> Value {
        let Value { node, loans } = self.expr(ty);
        let node = if node.is_place() { Node::expr(ty, "{ $ }", vec![node]) } else { node };
        Value { node, loans }
    }

    /// `&` or `&mut`: of a place that lives long enough, or else of a temporary.
    pub fn borrow(&mut self, to: &Ty, exclusive: bool) -> Option<Value> {
        let ty = if exclusive { Ty::RefMut(to.clone().into()) } else { Ty::Ref(to.clone().into()) };
        if self.may_await() && !self.is_tired() && self.choices.chance(15) {
            self.depth += 1;
            self.fuel = self.fuel.saturating_sub(1);
            self.spend_await();
            let future = *self.choices.pick(&["later($).await", "now($).await", "pass($).await"]);
            let inner = self.borrow(to, exclusive);
            self.depth -= 1;
            let Value { node, loans } = inner?;
            return Some(Value { node: Node::expr(&ty, future, vec![node]), loans });
        }
        if *to == Ty::D && !exclusive && self.choices.chance(8) {
            return self.peeked(&ty);
        }
        if self.choices.chance(25) {
            let found = self
                .find(if exclusive { Access::Move } else { Access::Read }, |found| *found == ty);
            if let Some(place) = found
                && self.lives_long_enough(&self.env.locals[place.local].loans)
            {
                let loans = self.env.locals[place.local].loans.clone();
                self.access(&place, if exclusive { Access::Move } else { Access::Read });
                return Some(Value { node: Node::expr(&ty, place.text, Vec::new()), loans });
            }
        }
        if !self.to_temporary || self.choices.chance(75) {
            let access = if exclusive { Access::Change } else { Access::Share };
            if let Some(place) = self.find(access, |found| found == to)
                && self.lives_long_enough(&self.loans_of(&place, exclusive))
            {
                return Some(self.borrow_of(&place, exclusive));
            }
        }
        if !self.to_temporary {
            return None;
        }
        let Value { node, .. } = self.made(to);
        let template = if exclusive { "&mut #" } else { "&#" };
        Some(Value { node: Node::expr(&ty, template, vec![node]), loans: Vec::new() })
    }

    /// `&place` or `&mut place`.
    pub fn borrow_of(&mut self, place: &Place, exclusive: bool) -> Value {
        let to = Box::new(place.ty.clone());
        let (ty, sign, access) = if exclusive {
            (Ty::RefMut(to), "&mut ", Access::Change)
        } else {
            (Ty::Ref(to), "&", Access::Share)
        };
        self.access(place, access);
        let loans = self.loans_of(place, exclusive);
        Value { node: Node::expr(&ty, format!("{sign}{}", place.text), Vec::new()), loans }
    }

    /// `&*peek(&x)`: a temporary that has a destructor and borrows.
    fn peeked(&mut self, ty: &Ty) -> Option<Value> {
        if !self.to_temporary {
            return None;
        }
        let place = self.find(Access::Share, |found| *found == Ty::D);
        let Some(place) = place else {
            let Value { node, .. } = self.made(&Ty::D);
            return Some(Value {
                node: Node::expr(ty, "&*peek(&#)", vec![node]),
                loans: Vec::new(),
            });
        };
        if place.local >= self.tail {
            return Some(self.borrow_of(&place, false));
        }
        let Value { node, loans } = self.borrow_of(&place, false);
        self.temporaries.extend(loans.clone());
        Some(Value { node: Node::expr(ty, "&*peek($)", vec![node]), loans })
    }
}
