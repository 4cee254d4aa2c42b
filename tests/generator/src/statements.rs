//! Statements.

use crate::env::State;
use crate::patterns::Source;
use crate::places::{Access, Place};
use crate::tree::Node;
use crate::types::{Ty, option};
use crate::writer::{Value, Writer};

type Way = fn(&mut Writer) -> Option<Node>;

impl Writer {
    /// A number of statements, or fewer when one of them leaves.
    pub fn statements(&mut self, count: usize) -> Vec<Node> {
        let mut all = Vec::new();
        for _ in 0..count {
            if self.fuel == 0 || self.env.diverged {
                break;
            }
            self.fuel -= 1;
            let statement = self.terminating(|writer| {
                writer.with(
                    |w| &mut w.to_temporary,
                    false,
                    |writer| {
                        writer.with(
                            |w| &mut w.limit,
                            usize::MAX,
                            |writer| writer.with(|w| &mut w.tail, usize::MAX, Writer::statement),
                        )
                    },
                )
            });
            all.push(statement);
        }
        all
    }

    fn statement(&mut self) -> Node {
        let deep = self.depth > 4;
        let branching = |weight| if deep { 0 } else { weight };
        let mut ways: Vec<(usize, Way)> = vec![
            (26, |writer| Some(writer.let_value())),
            (12, Writer::let_pattern),
            (5, Writer::let_deferred),
            (6, |writer| Some(writer.let_extended())),
            (10, Writer::let_reference),
            (branching(5), Writer::let_else),
            (branching(8), Writer::let_closure),
            (12, Writer::assign),
            (5, Writer::compound),
            (4, Writer::destructure),
            (8, |writer| Some(Node::item("$;", vec![writer.expr(&Ty::Unit).node]))),
            (branching(12), |writer| Some(writer.if_statement())),
            (branching(8), |writer| Some(Node::item("$", vec![writer.match_(&Ty::Unit).node]))),
            (branching(9), |writer| Some(writer.unit_loop())),
            (branching(3), |writer| Some(Node::item("$", vec![writer.unit_block(3)]))),
            (7, Writer::drop_),
            (9, Writer::rest),
            (branching(8), |writer| Some(writer.leave_if())),
            (3, |writer| Some(writer.assertion())),
            (5, |writer| Some(writer.discard())),
        ];
        self.depth += 1;
        let node = loop {
            let weights: Vec<usize> = ways.iter().map(|(weight, _)| *weight).collect();
            let way = self.choices.weighted(&weights);
            match ways[way].1(self) {
                Some(node) => break node,
                None => ways[way].0 = 0,
            }
        };
        self.depth -= 1;
        node
    }

    fn let_value(&mut self) -> Node {
        let ty = match self.choices.chance(6) {
            true => Ty::Step(Ty::D.into()),
            false => self.some_type(),
        };
        let value = self.expr(&ty);
        let mutable = self.choices.chance(55);
        let name = self.new_name(&[]);
        let keyword = if mutable { "mut " } else { "" };
        let annotation = match ty.name() {
            Some(written) if self.choices.chance(30) => format!(": {written}"),
            _ => String::new(),
        };
        let template = format!("let {keyword}{name}{annotation} = $;");
        self.declare(name, ty, mutable, State::Here, value.loans);
        Node::item(template, vec![value.node])
    }

    fn let_pattern(&mut self) -> Option<Node> {
        let (scrutinee, ty, source) = match self.choices.below(10) {
            0..5 => {
                let taken =
                    |ty: &Ty| matches!(ty, Ty::Pair(..) | Ty::Parts) || matches!(ty, Ty::Array(_));
                let place = self.find(Access::Share, taken)?;
                let node = Node::expr(&place.ty, place.text.clone(), Vec::new());
                (node, place.ty.clone(), Source::Place(place))
            }
            5..7 => {
                let place =
                    self.find(Access::Share, |ty| matches!(ty, Ty::Pair(..) | Ty::Parts))?;
                let value = self.borrow_of(&place, false);
                let source = Source::Through { loans: value.loans, exclusive: false };
                (value.node, place.ty, source)
            }
            _ => {
                let all = [
                    Ty::Parts,
                    crate::types::pair(Ty::D, Ty::D),
                    crate::types::pair(Ty::Parts, Ty::D),
                    Ty::Array(Ty::D.into()),
                ];
                let ty = self.choices.pick(&all).clone();
                (self.made(&ty).node, ty, Source::Value)
            }
        };
        let mut found = Vec::new();
        let pattern = self.pattern(&ty, &source, false, &mut found);
        self.bind(found);
        Some(Node::item("let $ = $;", vec![pattern, scrutinee]))
    }

    fn let_deferred(&mut self) -> Option<Node> {
        let ty = self.some_type();
        let mutable = self.choices.chance(40);
        let name = self.new_name(&[]);
        let keyword = if mutable { "mut " } else { "" };
        let template = format!("let {keyword}{name}: {};", ty.name()?);
        self.declare(name, ty, mutable, State::Never, Vec::new());
        Some(Node::item(template, Vec::new()))
    }

    /// `let x = &…;`, of a value that lives on for it.
    fn let_extended(&mut self) -> Node {
        let to = self.choices.pick(&[Ty::D, Ty::Parts, Ty::Shape]).clone();
        let value = self.made(&to);
        let name = self.new_name(&[]);
        let (sign, ty) = match self.choices.chance(35) {
            true => ("&mut ", Ty::RefMut(to.into())),
            false => ("&", Ty::Ref(to.into())),
        };
        let template = format!("let {name} = {sign}#;");
        self.declare(name, ty, false, State::Here, Vec::new());
        Node::item(template, vec![value.node])
    }

    fn let_reference(&mut self) -> Option<Node> {
        let to = self.choices.pick(&[Ty::D, Ty::D, Ty::Parts, Ty::Shape, Ty::Int]).clone();
        let exclusive = self.choices.chance(40);
        let Value { node, loans } = match self.depth < 5 && self.choices.chance(20) {
            true => self.reference_of_either(&to, exclusive),
            false => self.borrow(&to, exclusive)?,
        };
        let name = self.new_name(&[]);
        let ty = if exclusive { Ty::RefMut(to.into()) } else { Ty::Ref(to.into()) };
        let template = format!("let {name} = $;");
        self.declare(name, ty, false, State::Here, loans);
        Some(Node::item(template, vec![node]))
    }

    /// `if … { &a } else { &b }`
    fn reference_of_either(&mut self, to: &Ty, exclusive: bool) -> Value {
        let mark = self.env.locals.len();
        let (condition, failed) = self.condition();
        let mut then = self.reference_at_the_end(mark, to, exclusive);
        self.env.leave(mark);
        let first = std::mem::take(&mut self.env);
        let (otherwise, second) =
            self.way(&failed, |writer| writer.reference_at_the_end(mark, to, exclusive));
        self.env = first.merge(second);
        then.loans.extend(otherwise.loans);
        let kind = then.node.kind.clone();
        let children = vec![condition, then.node, otherwise.node];
        Value { node: Node::new(kind, "if $ $ else $", children), loans: then.loans }
    }

    /// A block that borrows what outlives it, or leaves.
    fn reference_at_the_end(&mut self, mark: usize, to: &Ty, exclusive: bool) -> Value {
        let count = self.choices.below(2);
        let statements = self.statements(count);
        let limit = self.limit.min(mark);
        let tail = match self.env.diverged {
            true => None,
            false => self.with(|w| &mut w.limit, limit, |writer| writer.borrow(to, exclusive)),
        };
        let Some(Value { node, loans }) = tail else {
            let leaving = self.leaving_block();
            let list = [statements, vec![leaving]].concat();
            self.env.leave(mark);
            let node = Node::expr(&Ty::Unit, "{\n$}", vec![Node::list(list)]);
            return Value { node, loans: Vec::new() };
        };
        self.env.leave(mark);
        let ty = node.kind.clone();
        let node = Node::new(ty, "{\n$$}", vec![Node::list(statements), node]);
        Value { node, loans }
    }

    fn let_else(&mut self) -> Option<Node> {
        let place = self.find(Access::Share, |ty| matches!(ty, Ty::Shape | Ty::Option(_)));
        let (scrutinee, ty, source) = match place {
            Some(place) if self.choices.chance(60) => {
                let node = Node::expr(&place.ty, place.text.clone(), Vec::new());
                (node, place.ty.clone(), Source::Place(place))
            }
            _ => {
                let ty = self.choices.pick(&[Ty::Shape, option(Ty::D), option(Ty::Shape)]).clone();
                (self.made(&ty).node, ty, Source::Value)
            }
        };
        let failed = self.env.clone();
        let mut found = Vec::new();
        let pattern = self.pattern(&ty, &source, true, &mut found);
        let (otherwise, _) = self.way(&failed, |writer| writer.leaving_block());
        self.env = failed;
        self.bind(found);
        Some(Node::item("let $ = # else $;", vec![pattern, scrutinee, otherwise]))
    }

    /// Something gets a new value; the value is made first.
    fn assign(&mut self) -> Option<Node> {
        let wanted = |ty: &Ty| ty.has_leaf() && *ty != Ty::Unit;
        let ty = self.find(Access::Assign, wanted)?.ty;
        let value = self.expr(&ty).node;
        Some(match self.find(Access::Assign, |found| *found == ty) {
            Some(place) => {
                self.access(&place, Access::Assign);
                Node::item(format!("{} = $;", place.text), vec![value])
            }
            None => Node::item("let _ = $;", vec![value]),
        })
    }

    fn compound(&mut self) -> Option<Node> {
        self.find(Access::Change, |ty| *ty == Ty::Int)?;
        let value = self.expr(&Ty::Int).node;
        Some(match self.find(Access::Change, |ty| *ty == Ty::Int) {
            Some(place) => {
                self.access(&place, Access::Change);
                Node::item(format!("{} += $;", place.text), vec![value])
            }
            None => Node::item("let _ = $;", vec![value]),
        })
    }

    fn destructure(&mut self) -> Option<Node> {
        let wanted = |ty: &Ty| matches!(ty, Ty::D | Ty::Int);
        let first = self.find(Access::Assign, wanted)?.ty;
        let second = self.find(Access::Assign, wanted)?.ty;
        let value = self.expr(&crate::types::pair(first.clone(), second.clone())).node;
        let text = |writer: &mut Writer, ty: &Ty, not: Option<usize>| {
            let place: Option<Place> = writer.find(Access::Assign, |found| found == ty);
            match place {
                Some(place) if Some(place.local) != not => {
                    writer.access(&place, Access::Assign);
                    (place.text, Some(place.local))
                }
                _ => ("_".into(), None),
            }
        };
        let (left, used) = text(self, &first, None);
        let (right, _) = text(self, &second, used);
        Some(Node::item(format!("({left}, {right}) = $;"), vec![value]))
    }

    fn if_statement(&mut self) -> Node {
        let mark = self.env.locals.len();
        let (condition, failed) = self.condition();
        let then = self.unit_block(3);
        self.env.leave(mark);
        let first = std::mem::take(&mut self.env);
        if self.choices.chance(55) {
            self.env = first.merge(failed);
            return Node::item("if $ $", vec![condition, then]);
        }
        let (otherwise, second) = self.way(&failed, |writer| writer.unit_block(3));
        self.env = first.merge(second);
        Node::item("if $ $ else $", vec![condition, then, otherwise])
    }

    fn drop_(&mut self) -> Option<Node> {
        let place = self.find(Access::Move, |ty| !ty.is_copy())?;
        self.access(&place, Access::Move);
        Some(Node::item(format!("drop({});", place.text), Vec::new()))
    }

    /// Waits for nothing in particular.
    fn rest(&mut self) -> Option<Node> {
        if !self.may_await() {
            return None;
        }
        self.spend_await();
        let times = self.choices.below(3);
        Some(Node::item(format!("step({times}).await;"), Vec::new()))
    }

    fn assertion(&mut self) -> Node {
        let condition = self.expr(&Ty::Bool).node;
        let template = *self.choices.pick(&[
            "assert!($ || true);",
            "assert!($, \"a message\");",
            "assert_eq!($, true);",
            "assert_ne!($, flip(), \"a message\");",
        ]);
        Node::item(template.replace('$', "#"), vec![condition])
    }

    fn discard(&mut self) -> Node {
        let ty = self.some_type();
        let value = self.expr(&ty).node;
        let template = *self.choices.pick(&["#;", "let _ = $;", "drop($);"]);
        Node::item(template, vec![value])
    }
}
