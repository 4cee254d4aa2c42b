//! Loops: what is known at their beginning holds at every turn.

use crate::env::Env;
use crate::patterns::Source;
use crate::places::Access;
use crate::tree::{Kind, Node};
use crate::types::{Ty, option};
use crate::writer::{Target, Value, Writer};

impl Writer {
    /// Runs with a new target for `break` and `continue`, and returns that target.
    fn turn<R>(
        &mut self,
        ty: Option<&Ty>,
        write: impl FnOnce(&mut Writer, &str) -> R,
    ) -> (R, Target) {
        let label = self.fresh("'l");
        let mark = self.env.locals.len();
        self.targets.push(Target {
            label: label.clone(),
            mark,
            is_loop: true,
            ty: ty.cloned(),
            entry: self.env.clone(),
            breaks: Vec::new(),
        });
        let cost = self.cost * 2;
        let result = self.with(
            |writer| &mut writer.cost,
            cost,
            |writer| {
                writer.with(
                    |writer| &mut writer.floor,
                    mark,
                    |writer| writer.terminating(|writer| write(writer, &label)),
                )
            },
        );
        (result, self.targets.pop().expect("it was just pushed"))
    }

    /// The statements of a body, and what makes the next turn possible.
    fn turn_body(&mut self, mark: usize, entry: &Env) -> Vec<Node> {
        let count = 1 + self.choices.below(3);
        let statements = self.statements(count);
        self.env.leave(mark);
        let repairs = self.repairs(entry);
        if repairs.is_empty() {
            return statements;
        }
        // In a block of its own the body hides no name.
        let mut all = vec![Node::item("{\n$}", vec![Node::list(statements)])];
        all.extend(repairs);
        all
    }

    /// `loop { … }`, whose value is that of a `break`.
    pub fn loop_(&mut self, ty: &Ty) -> Value {
        let turns = self.fresh("i");
        let most = self.choices.below(3);
        let entry = self.env.clone();
        let mark = entry.locals.len();
        let (node, target) = self.turn(Some(ty), |writer, label| {
            let before = writer.env.clone();
            let (value, mut end) = writer.way(&before, |writer| writer.block(ty).node);
            end.leave(mark);
            writer.targets.last_mut().expect("this loop").breaks.push(end);
            writer.env = before;
            let leave = Node::new(
                Kind::Fixed,
                format!("if count(&mut {turns}) > {most} {{ break {label} # }}"),
                vec![value],
            );
            let mut body = vec![leave];
            body.extend(writer.turn_body(mark, &entry));
            Node::expr(
                ty,
                format!("{{ let mut {turns} = 0; {label}: loop {{\n$}} }}"),
                vec![Node::list(body)],
            )
        });
        let none = Env { diverged: true, ..Env::default() };
        self.env = target.breaks.into_iter().fold(none, Env::merge);
        Value { node, loans: Vec::new() }
    }

    /// A loop without a value.
    pub fn unit_loop(&mut self) -> Node {
        match self.choices.below(10) {
            0..2 => self.while_(),
            2..4 => self.while_let(),
            4 => Node::item("$;", vec![self.loop_(&Ty::Unit).node]),
            _ => self.for_(),
        }
    }

    fn finish(&mut self, target: Target, skipped: Env) {
        let end = std::mem::take(&mut self.env);
        let end = end.merge(skipped);
        self.env = target.breaks.into_iter().fold(end, Env::merge);
    }

    fn while_(&mut self) -> Node {
        let turns = self.fresh("i");
        let entry = self.env.clone();
        let mark = entry.locals.len();
        let ((node, skipped), target) = self.turn(None, |writer, label| {
            let condition = writer.with(
                |writer| &mut writer.frozen,
                mark,
                |writer| {
                    writer.with(
                        |writer| &mut writer.tail,
                        usize::MAX,
                        |writer| writer.expr(&Ty::Bool).node,
                    )
                },
            );
            let skipped = writer.env.clone();
            let body = writer.turn_body(mark, &entry);
            let template = format!(
                "let mut {turns} = 0; {label}: while count(&mut {turns}) <= 2 && # {{\n$}}"
            );
            (Node::item(template, vec![condition, Node::list(body)]), skipped)
        });
        self.finish(target, skipped);
        node
    }

    fn while_let(&mut self) -> Node {
        let turns = self.fresh("i");
        let entry = self.env.clone();
        let mark = entry.locals.len();
        let vec = Ty::Vec(Ty::D.into());
        let popped = self.find(Access::Change, |ty| *ty == vec);
        let hides = self.hides.clone();
        let ((node, skipped), target) = self.turn(None, |writer, label| {
            let (ty, scrutinee) = match popped {
                Some(place) => {
                    writer.access(&place, Access::Change);
                    writer.hides.push(place.local);
                    (option(Ty::D), Node::fixed(format!("{}.pop()", place.receiver)))
                }
                None => {
                    let of = writer.some_scrutinee();
                    let value = writer.with(
                        |writer| &mut writer.frozen,
                        mark,
                        |writer| writer.expr(&of).node,
                    );
                    let name = of.name().expect("it can be written");
                    let template = format!("if flip() {{ Some($) }} else {{ None::<{name}> }}");
                    (option(of.clone()), Node::expr(&option(of), template, vec![value]))
                }
            };
            let skipped = writer.env.clone();
            let mut found = Vec::new();
            let Ty::Option(of) = ty else { unreachable!("both are options") };
            let inner = writer.pattern(&of, &Source::Value, true, &mut found);
            writer.bind(found);
            let leave = Node::new(
                Kind::Fixed,
                format!("if count(&mut {turns}) > 2 {{ break {label}; }}"),
                Vec::new(),
            );
            let mut exit = writer.env.clone();
            exit.leave(mark);
            writer.targets.last_mut().expect("this loop").breaks.push(exit);
            let mut body = vec![leave];
            body.extend(writer.turn_body(mark, &entry));
            let template = format!("let mut {turns} = 0; {label}: while let Some($) = # {{\n$}}");
            (Node::item(template, vec![inner, scrutinee, Node::list(body)]), skipped)
        });
        self.hides = hides;
        self.finish(target, skipped);
        node
    }

    fn for_(&mut self) -> Node {
        let vec = Ty::Vec(Ty::D.into());
        let array = Ty::Array(Ty::D.into());
        let shared = self.find(Access::Share, |ty| *ty == vec || *ty == array);
        let (items, of, source) = match (self.choices.below(8), shared) {
            (0..3, _) => (Node::fixed("0..2usize"), Ty::Int, Source::Value),
            (3, Some(place)) => {
                let value = self.borrow_of(&place, false);
                let source = Source::Through { loans: value.loans, exclusive: false };
                (value.node, Ty::D, source)
            }
            (4, Some(place)) if self.can(&place, Access::Change) => {
                let value = self.borrow_of(&place, true);
                let source = Source::Through { loans: value.loans, exclusive: true };
                (value.node, Ty::D, source)
            }
            (5, _) => (self.made(&option(Ty::Shape)).node, Ty::Shape, Source::Value),
            (6, _) => (self.made(&array).node, Ty::D, Source::Value),
            _ => (self.made(&vec).node, Ty::D, Source::Value),
        };
        let held = self.holds.len();
        if let Source::Through { loans, .. } = &source {
            self.holds.extend(loans.clone());
        }
        let skipped = self.env.clone();
        let mark = skipped.locals.len();
        let (node, target) = self.turn(None, |writer, label| {
            let entry = writer.env.clone();
            let mut found = Vec::new();
            let pattern = writer.pattern(&of, &source, false, &mut found);
            writer.bind(found);
            let body = writer.turn_body(mark, &entry);
            let template = format!("{label}: for $ in # {{\n$}}");
            Node::item(template, vec![pattern, items, Node::list(body)])
        });
        self.holds.truncate(held);
        self.finish(target, skipped);
        node
    }
}
