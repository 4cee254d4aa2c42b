//! Ways out: `return`, `break` and `continue`.

use crate::operands::Arg;
use crate::tree::Node;
use crate::types::Ty;
use crate::writer::{Value, Writer};

impl Writer {
    /// `if … { return … }`, or another way out.
    pub fn leave_if(&mut self) -> Node {
        let mark = self.env.locals.len();
        let (condition, failed) = self.condition();
        let then = self.leaving_block();
        self.env.leave(mark);
        let left = std::mem::take(&mut self.env);
        self.env = left.merge(failed);
        Node::item("if $ $", vec![condition, then])
    }

    /// A block that doesn't end.
    pub fn leaving_block(&mut self) -> Node {
        let mark = self.env.locals.len();
        let mut statements = self.scope_statements();
        if !self.env.diverged {
            statements.extend(self.leave());
        }
        self.env.leave(mark);
        Node::expr(&Ty::Unit, "{\n$}", vec![Node::list(statements)])
    }

    fn scope_statements(&mut self) -> Vec<Node> {
        let count = self.choices.below(2);
        self.statements(count)
    }

    /// Statements, the last of which leads away.
    fn leave(&mut self) -> Vec<Node> {
        let nodes = match self.choices.below(10) {
            0..6 if !self.targets.is_empty() => {
                let index = self.choices.below(self.targets.len());
                let index = index.max(self.choices.below(self.targets.len()));
                if self.targets[index].is_loop && self.choices.chance(40) {
                    self.continue_(index)
                } else {
                    vec![self.break_(index)]
                }
            }
            9 if self.choices.chance(30) => vec![Node::item("panic!(\"on purpose\");", Vec::new())],
            _ => {
                let value = self.terminating(|writer| {
                    writer.with(|w| &mut w.tail, usize::MAX, Writer::returned)
                });
                self.note_return();
                vec![Node::item("return $;", vec![value])]
            }
        };
        self.env.diverged = true;
        nodes
    }

    fn break_(&mut self, index: usize) -> Node {
        let label = self.targets[index].label.clone();
        let ty = self.targets[index].ty.clone();
        let node = match ty {
            Some(ty) => {
                let value = self.terminating(|writer| {
                    writer.with(
                        |w| &mut w.tail,
                        usize::MAX,
                        |writer| {
                            writer.with(|w| &mut w.to_temporary, false, |writer| writer.expr(&ty))
                        },
                    )
                });
                let value = value.node;
                Node::item(format!("break {label} #;"), vec![value])
            }
            None => Node::item(format!("break {label};"), Vec::new()),
        };
        let mut env = self.env.clone();
        env.leave(self.targets[index].mark);
        self.targets[index].breaks.push(env);
        node
    }

    fn continue_(&mut self, index: usize) -> Vec<Node> {
        let target = &self.targets[index];
        let (label, entry) = (target.label.clone(), target.entry.clone());
        let hidden = self.env.locals.iter().zip(&entry.locals).any(|(now, before)| {
            now.hidden && !before.hidden && now.state.is_worse_than(&before.state)
        });
        if hidden {
            return vec![self.break_(index)];
        }
        let mut nodes = self.repairs(&entry);
        nodes.push(Node::item(format!("continue {label};"), Vec::new()));
        let mut env = self.env.clone();
        env.leave(self.targets[index].mark);
        self.targets[index].breaks.push(env);
        nodes
    }

    /// What the function returns.
    pub fn returned(&mut self) -> Node {
        self.with(
            |writer| &mut writer.to_temporary,
            false,
            |writer| {
                let output = writer.output.clone();
                let Ty::Result(of) = &output else {
                    return writer.expr(&output).node;
                };
                if !writer.is_troubled {
                    return writer.expr(&output).node;
                }
                let Value { node, .. } = match writer.choices.below(10) {
                    0 => writer.operation(&output, "Err(Trouble($))", &[Arg::Value(Ty::Int)]),
                    1..4 => writer.operation(&output, "Ok(#?)", &[Arg::Value(output.clone())]),
                    _ => writer.operation(&output, "Ok($)", &[Arg::Value((**of).clone())]),
                };
                // A result with another error can't take its place.
                Node { kind: crate::tree::Kind::Fixed, ..node }
            },
        )
    }
}
