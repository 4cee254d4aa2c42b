//! Awaits, `async` blocks and closures.

use crate::env::{Env, Loan, State};
use crate::operands::Arg;
use crate::places::Access;
use crate::tree::Node;
use crate::types::Ty;
use crate::writer::{Capture, Value, Writer};

impl Writer {
    /// A value that is awaited.
    pub fn awaited(&mut self, ty: &Ty) -> Option<Value> {
        if !self.may_await() {
            return None;
        }
        self.spend_await();
        let choice = self.choices.below(30);
        let value = |ty: &Ty| [Arg::Value(ty.clone())];
        if *ty == Ty::Unit {
            let times = self.choices.below(3);
            return Some(self.operation(ty, &format!("step({times}).await"), &[]));
        }
        Some(match choice {
            0..12 => self.operation(ty, "later($).await", &value(ty)),
            12..15 => self.operation(ty, "now($).await", &value(ty)),
            15..17 => self.operation(ty, "pass($).await", &value(ty)),
            17 => self.operation(ty, "Box::pin(later($)).await", &value(ty)),
            26 => self.operation(ty, "std::pin::pin!(later($)).await", &value(ty)),
            18 => self.operation(ty, "(&mut later($)).await", &value(ty)),
            19 if *ty == Ty::Int => self.operation(ty, "Order($).await", &value(ty)),
            19..22 => self.operation(ty, "#.await", &[Arg::Value(Ty::Step(ty.clone().into()))]),
            22..25 => return Some(self.async_block(ty)),
            25 => {
                // It stays where it is, but can't be awaited again.
                let future = Ty::Step(ty.clone().into());
                let place = self.find(Access::Move, |found| *found == future)?;
                if !self.can(&place, Access::Change) {
                    return None;
                }
                self.access(&place, Access::Move);
                let node = Node::expr(ty, format!("(&mut {}).await", place.text), Vec::new());
                Value { node, loans: Vec::new() }
            }
            _ => {
                let future = Ty::Future(ty.clone().into());
                let place = self.find(Access::Move, |found| *found == future)?;
                self.access(&place, Access::Move);
                let node = Node::expr(ty, format!("{}.await", place.text), Vec::new());
                Value { node, loans: Vec::new() }
            }
        })
    }

    /// `async { … }.await`, which takes from its surroundings what it needs.
    fn async_block(&mut self, ty: &Ty) -> Value {
        let floor = self.env.locals.len();
        let mark = self.returns.len();
        let taken = self.taken.len();
        let before = self.return_mark.replace(floor);
        let body = self.in_function(ty, true, |writer| {
            writer.with(|writer| &mut writer.borrowed, floor, |writer| writer.block(ty))
        });
        self.return_mark = before;
        let ended = std::mem::take(&mut self.env);
        self.env = self.returns.split_off(mark).into_iter().fold(ended, Env::merge);
        // What is moved anywhere in the block is moved into it, and does not come back.
        for &local in &self.taken[taken..] {
            if local < floor {
                self.env.set_state(local, &[], State::Gone);
            }
        }
        Value { node: Node::expr(ty, "async $.await", vec![body.node]), loans: Vec::new() }
    }

    /// Writes the body of a closure or an `async` block: `return` leads out of that.
    fn in_function<R>(
        &mut self,
        output: &Ty,
        is_async: bool,
        write: impl FnOnce(&mut Writer) -> R,
    ) -> R {
        let targets = std::mem::take(&mut self.targets);
        let before = std::mem::replace(&mut self.output, output.clone());
        let result = self.with(
            |writer| &mut writer.is_async,
            is_async,
            |writer| {
                writer.with(
                    |writer| &mut writer.is_troubled,
                    false,
                    |writer| writer.terminating(write),
                )
            },
        );
        self.output = before;
        self.targets = targets;
        result
    }

    /// `let f = || …;` or `let future = async …;`
    pub fn let_closure(&mut self) -> Option<Node> {
        let is_async = self.may_await() && self.choices.chance(50);
        let takes = self.choices.chance(40);
        let result = self.choices.pick(&[Ty::Int, Ty::D, Ty::Bool]).clone();
        if is_async {
            self.spend_await();
        }
        let mark = self.env.locals.len();
        let (body, loans) = if takes {
            let captured = self.find(Access::Move, |ty| ty.has_leaf() && !ty.is_copy())?;
            if !captured.path.is_empty() {
                return None;
            }
            self.capturing(captured.local, &result, is_async)
        } else {
            let exclusive = self.choices.chance(40);
            self.borrowing(mark, exclusive, &result, is_async)
        };
        self.env.leave(mark);
        let name = self.fresh("f");
        let keyword = if takes { "move " } else { "" };
        let (ty, template) = match (is_async, takes) {
            (true, _) => (Ty::Future(result.into()), format!("let {name} = async {keyword}$;")),
            (false, true) => {
                let output = result.name()?;
                (Ty::Once(result.into()), format!("let {name} = move |_k: usize| -> {output} $;"))
            }
            (false, false) => {
                let output = result.name()?;
                (Ty::Closure(result.into()), format!("let mut {name} = |_k: usize| -> {output} $;"))
            }
        };
        self.declare(name, ty, true, State::Here, loans);
        Some(Node::item(template, vec![body]))
    }

    /// A body that owns one local, and sees no other.
    fn capturing(&mut self, captured: usize, result: &Ty, is_async: bool) -> (Node, Vec<Loan>) {
        let local = self.env.locals[captured].clone();
        let place = self
            .places()
            .into_iter()
            .find(|place| place.local == captured && place.path.is_empty())
            .expect("it was found there");
        self.access(&place, Access::Move);
        let outer = self.env.clone();
        let mark = outer.locals.len();
        let hides = std::mem::replace(&mut self.hides, (0..mark).collect());
        let return_mark = self.return_mark.take();
        self.declare(local.name, local.ty, local.mutable, State::Here, local.loans.clone());
        let body = self.with(
            |writer| &mut writer.floor,
            mark,
            |writer| writer.in_function(result, is_async, |writer| writer.block(result)),
        );
        self.hides = hides;
        self.return_mark = return_mark;
        self.env = outer;
        (body.node, local.loans)
    }

    /// A body that borrows what it mentions.
    fn borrowing(
        &mut self,
        mark: usize,
        exclusive: bool,
        result: &Ty,
        is_async: bool,
    ) -> (Node, Vec<Loan>) {
        let capture = Capture { floor: mark, exclusive, loans: Vec::new() };
        let outer_capture = std::mem::replace(&mut self.capture, capture);
        let before = self.env.clone();
        let return_mark = self.return_mark.take();
        let body = self.with(
            |writer| &mut writer.frozen,
            mark,
            |writer| writer.in_function(result, is_async, |writer| writer.block(result)),
        );
        let capture = std::mem::replace(&mut self.capture, outer_capture);
        self.env = before;
        self.return_mark = return_mark;
        // What the closure borrows from here on, nothing else may.
        let loans = capture.loans;
        self.capture
            .loans
            .extend(loans.iter().filter(|loan| loan.local < self.capture.floor).cloned());
        (body.node, loans)
    }

    /// A call of a closure.
    pub fn called(&mut self, ty: &Ty) -> Option<Value> {
        let many = Ty::Closure(ty.clone().into());
        let once = Ty::Once(ty.clone().into());
        let place = self
            .find(Access::Change, |found| *found == many)
            .or_else(|| self.find(Access::Move, |found| *found == once))?;
        let access = if place.ty == many { Access::Change } else { Access::Move };
        self.access(&place, access);
        if access == Access::Change {
            self.holds.extend(self.loans_of(&place, true));
        }
        let mark = self.holds.len();
        let value = self.operation(ty, &format!("{}($)", place.text), &[Arg::Value(Ty::Int)]);
        self.holds.truncate(mark.min(self.holds.len()));
        if access == Access::Change {
            let count = self.loans_of(&place, true).len();
            self.holds.truncate(mark - count);
        }
        Some(value)
    }
}
