//! Blocks and branches: ways part, and meet again.

use crate::env::Env;
use crate::patterns::Source;
use crate::places::Access;
use crate::tree::Node;
use crate::types::Ty;
use crate::writer::{Target, Value, Writer};

impl Writer {
    /// One of the expressions that have blocks.
    pub fn control(&mut self, ty: &Ty) -> Option<Value> {
        match self.choices.below(14) {
            0..2 => Some(self.block(ty)),
            2..7 => Some(self.if_else(ty)),
            7..11 => Some(self.match_(ty)),
            11 => Some(self.labeled(ty)),
            12 => Some(self.loop_(ty)),
            _ => {
                let Value { node, loans } = self.block(ty);
                Some(Value { node: Node::expr(ty, "unsafe $", vec![node]), loans })
            }
        }
    }

    /// A branch, which may leave, as long as another one does not.
    fn branch(&mut self, ty: &Ty) -> Value {
        if self.depth > 4 || !self.choices.chance(12) {
            return self.block(ty);
        }
        Value { node: self.leaving_block(), loans: Vec::new() }
    }

    /// `{ … }` with a value, or that leaves before it has one.
    pub fn block(&mut self, ty: &Ty) -> Value {
        let count = self.choices.below(3);
        let mark = self.env.locals.len();
        let statements = self.statements(count);
        let tail = if self.env.diverged {
            Node::fixed("")
        } else {
            let tail = self.tail.min(mark);
            self.with(
                |writer| &mut writer.tail,
                tail,
                |writer| {
                    writer.with(
                        |writer| &mut writer.to_temporary,
                        false,
                        |writer| writer.expr(ty).node,
                    )
                },
            )
        };
        self.env.leave(mark);
        let node = Node::expr(ty, "{\n$$}", vec![Node::list(statements), tail]);
        Value { node, loans: Vec::new() }
    }

    /// `{ … }` of statements.
    pub fn unit_block(&mut self, most: usize) -> Node {
        let mark = self.env.locals.len();
        let count = 1 + self.choices.below(most);
        let statements = self.statements(count);
        self.env.leave(mark);
        Node::expr(&Ty::Unit, "{\n$}", vec![Node::list(statements)])
    }

    /// Goes on from what is known at one point, and returns what is known in the end.
    pub fn way<R>(&mut self, entry: &Env, write: impl FnOnce(&mut Writer) -> R) -> (R, Env) {
        self.env = entry.clone();
        let result = write(self);
        (result, std::mem::take(&mut self.env))
    }

    /// The condition of an `if`: what it binds stays, where it fails is returned.
    pub fn condition(&mut self) -> (Node, Env) {
        let mark = self.env.locals.len();
        let lets = self.choices.chance(40);
        if !lets {
            let node = self.terminating(|writer| {
                writer.with(
                    |writer| &mut writer.tail,
                    usize::MAX,
                    |writer| writer.expr(&Ty::Bool).node,
                )
            });
            return (node, self.env.clone());
        }
        let chained = self.edition != "2021";
        let count = if chained { 1 + self.choices.below(3) } else { 1 };
        let mut nodes = Vec::new();
        let mut failed: Option<Env> = None;
        let mut held = 0;
        for index in 0..count {
            let is_let = index == 0 || self.choices.chance(40);
            let (node, found) = if is_let {
                let (scrutinee, ty, source) = self.scrutinee();
                if let Source::Through { loans, .. } = &source {
                    held += loans.len();
                    self.holds.extend(loans.clone());
                }
                let mut found = Vec::new();
                let pattern = self.pattern(&ty, &source, true, &mut found);
                (Node::expr(&Ty::Bool, "let $ = #", vec![pattern, scrutinee]), found)
            } else {
                (Node::expr(&Ty::Bool, "#", vec![self.expr(&Ty::Bool).node]), Vec::new())
            };
            let mut env = self.env.clone();
            env.leave(mark);
            failed = Some(match failed {
                Some(before) => before.merge(env),
                None => env,
            });
            self.bind(found);
            nodes.push(node);
        }
        self.holds.truncate(self.holds.len() - held);
        let template = vec!["$"; nodes.len()].join(" && ");
        let node = Node::expr(&Ty::Bool, template, nodes);
        (node, failed.expect("there is a condition"))
    }

    pub fn if_else(&mut self, ty: &Ty) -> Value {
        let mark = self.env.locals.len();
        let (condition, failed) = self.condition();
        let then = self.branch(ty).node;
        self.env.leave(mark);
        let first = std::mem::take(&mut self.env);
        let (otherwise, second) = self.way(&failed, |writer| writer.block(ty).node);
        self.env = first.merge(second);
        let children = vec![condition, then, otherwise];
        Value { node: Node::expr(ty, "if $ $ else $", children), loans: Vec::new() }
    }

    pub fn match_(&mut self, ty: &Ty) -> Value {
        let (scrutinee, of, source) = self.scrutinee();
        let holds = match &source {
            Source::Through { loans, .. } => loans.clone(),
            _ => Vec::new(),
        };
        let entry = self.env.clone();
        let mut ends: Option<Env> = None;
        let mut arms = Vec::new();
        let count = 1 + self.choices.below(3);
        for index in 0..=count {
            let last = index == count;
            let (arm, end) = self.way(&entry, |writer| writer.arm(&of, &source, &holds, ty, last));
            ends = Some(match ends {
                Some(before) => before.merge(end),
                None => end,
            });
            arms.push(arm);
        }
        self.env = ends.expect("there is an arm");
        let last = arms.pop().expect("there is an arm");
        let children = vec![scrutinee, Node::list(arms), last];
        Value { node: Node::expr(ty, "match # {\n$$}", children), loans: Vec::new() }
    }

    fn arm(
        &mut self,
        of: &Ty,
        source: &Source,
        holds: &[crate::env::Loan],
        ty: &Ty,
        last: bool,
    ) -> Node {
        let mark = self.env.locals.len();
        let mut found = Vec::new();
        let held = self.holds.len();
        self.holds.extend(holds.to_vec());
        let pattern = self.pattern(of, source, !last, &mut found);
        self.bind(found);
        let guard = (!last && self.choices.chance(35)).then(|| self.guard());
        self.holds.truncate(held);
        let body = if self.choices.chance(30) && !self.env.diverged {
            self.terminating(|writer| {
                writer.with(
                    |writer| &mut writer.to_temporary,
                    false,
                    |writer| {
                        let tail = writer.tail.min(mark);
                        writer.with(|w| &mut w.tail, tail, |writer| writer.expr(ty).node)
                    },
                )
            })
        } else if last {
            self.block(ty).node
        } else {
            self.branch(ty).node
        };
        self.env.leave(mark);
        match guard {
            Some(guard) => Node::item("$ if # => #,", vec![pattern, guard, body]),
            None => Node::item("$ => #,", vec![pattern, body]),
        }
    }

    /// A guard looks, and changes nothing.
    fn guard(&mut self) -> Node {
        let mark = self.env.locals.len();
        let awaits = self.choices.chance(3);
        let before = std::mem::take(&mut self.capture.floor);
        self.capture.floor = mark.max(before);
        let loans = self.capture.loans.len();
        let node = self.terminating(|writer| {
            writer.with(
                |writer| &mut writer.frozen,
                mark,
                |writer| {
                    let is_async = writer.is_async && awaits;
                    writer.with(
                        |writer| &mut writer.is_async,
                        is_async,
                        |writer| writer.with(|w| &mut w.tail, usize::MAX, |w| w.expr(&Ty::Bool)),
                    )
                },
            )
        });
        self.capture.floor = before;
        // Outside of a closure nothing is captured.
        if before == 0 {
            self.capture.loans.truncate(loans);
        }
        node.node
    }

    /// `'l: { … break 'l value; … }`
    fn labeled(&mut self, ty: &Ty) -> Value {
        let label = self.fresh("'l");
        let mark = self.env.locals.len();
        self.targets.push(Target {
            label: label.clone(),
            mark,
            is_loop: false,
            ty: Some(ty.clone()),
            entry: Env::default(),
            breaks: Vec::new(),
        });
        let block = self.block(ty).node;
        let target = self.targets.pop().expect("it was just pushed");
        let end = std::mem::take(&mut self.env);
        self.env = target.breaks.into_iter().fold(end, Env::merge);
        Value { node: Node::expr(ty, format!("{label}: $"), vec![block]), loans: Vec::new() }
    }

    /// What has to be given back before a loop begins anew.
    pub fn repairs(&mut self, entry: &Env) -> Vec<Node> {
        let mut repairs = Vec::new();
        for index in 0..entry.locals.len() {
            let local = &self.env.locals[index];
            if self.env.diverged || !local.state.is_worse_than(&entry.locals[index].state) {
                continue;
            }
            let (name, ty) = (local.name.clone(), local.ty.clone());
            let place = crate::places::Place {
                local: index,
                path: Vec::new(),
                ty: ty.clone(),
                text: name.clone(),
                receiver: name.clone(),
                mutable: true,
                owned: true,
                element: false,
            };
            let leaf = self.leaf(&ty).node;
            self.access(&place, Access::Assign);
            repairs.push(Node::item(format!("{name} = $;"), vec![leaf]));
        }
        repairs
    }
}
