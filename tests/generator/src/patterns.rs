//! Patterns, and what they bind.

use crate::env::{Loan, State};
use crate::places::{Access, Place};
use crate::tree::{Kind, Node};
use crate::types::{Ty, exclusive, pair, reference};
use crate::writer::Writer;

/// Where the value is that a pattern looks at.
#[derive(Clone)]
pub enum Source {
    /// Nowhere: the value has just been made.
    Value,
    Place(Place),
    /// In a variant, whose parts have no names of their own.
    Inside(Place),
    /// Behind a reference.
    Through {
        loans: Vec<Loan>,
        exclusive: bool,
    },
}

/// What a pattern binds, and how it uses the place.
#[derive(Clone)]
pub struct Binding {
    name: String,
    ty: Ty,
    mutable: bool,
    loans: Vec<Loan>,
    access: Option<(Place, Access)>,
}

impl Source {
    fn part(&self, index: usize) -> Source {
        match self {
            Source::Place(place) => Source::Place(place.part(index)),
            other => other.clone(),
        }
    }

    fn variant(&self) -> Source {
        match self {
            Source::Place(place) => Source::Inside(place.clone()),
            other => other.clone(),
        }
    }
}

fn pat(text: impl Into<String>, children: Vec<Node>) -> Node {
    Node::new(Kind::Pattern, text, children)
}

impl Writer {
    pub fn pattern(
        &mut self,
        ty: &Ty,
        source: &Source,
        refutable: bool,
        found: &mut Vec<Binding>,
    ) -> Node {
        if self.fuel == 0 || self.choices.chance(35) {
            return self.flat(ty, source, found);
        }
        self.fuel -= 1;
        if refutable && self.choices.chance(8) && !matches!(source, Source::Through { .. }) {
            let shapes: &[&str] = match ty {
                Ty::Option(_) => &["Some(_)", "None"],
                Ty::Shape => &["Shape::Two(..)", "(Shape::One(_) | Shape::Named { n: 3, .. })"],
                _ => &[],
            };
            if !shapes.is_empty() {
                let shape = *self.choices.pick(shapes);
                let whole = self.flat(ty, source, found);
                if whole.template != "_" {
                    return pat(format!("$ @ {shape}"), vec![whole]);
                }
            }
        }
        let choice = self.choices.below(10);
        match ty {
            Ty::Slice => {
                let first = self.pattern(&Ty::D, source, refutable, found);
                if !refutable {
                    *found = Vec::new();
                    return pat("_", vec![]);
                }
                match choice {
                    0..4 => pat("[$, ..]", vec![first]),
                    4..6 => pat("[.., $]", vec![first]),
                    _ => {
                        let last = self.pattern(&Ty::D, source, refutable, found);
                        pat("[$, .., $]", vec![first, last])
                    }
                }
            }
            Ty::Pair(left, right) => {
                let first = self.pattern(left, &source.part(0), refutable, found);
                match choice {
                    0..2 => pat("($, ..)", vec![first]),
                    _ => {
                        let second = self.pattern(right, &source.part(1), refutable, found);
                        pat("($, $)", vec![first, second])
                    }
                }
            }
            Ty::Parts => {
                let left = self.pattern(&Ty::D, &source.part(0), refutable, found);
                match choice {
                    0..4 => pat("Parts { left: $, .. }", vec![left]),
                    4..7 => {
                        let right = self.pattern(&Ty::D, &source.part(1), refutable, found);
                        pat("Parts { left: $, right: $, .. }", vec![left, right])
                    }
                    _ => {
                        let n = self.pattern(&Ty::Int, &source.part(2), refutable, found);
                        pat("Parts { n: $, left: $, right: _ }", vec![n, left])
                    }
                }
            }
            Ty::Array(of) => {
                let inner = self.pattern(of, &source.variant(), refutable, found);
                match choice {
                    0..3 => pat("[$, _]", vec![inner]),
                    3..5 => pat("[.., $]", vec![inner]),
                    _ => {
                        let other = self.pattern(of, &source.variant(), refutable, found);
                        pat("[$, $]", vec![inner, other])
                    }
                }
            }
            _ if !refutable => self.flat(ty, source, found),
            Ty::Option(of) if choice < 7 => {
                let inner = self.pattern(of, &source.variant(), refutable, found);
                pat("Some($)", vec![inner])
            }
            Ty::Option(_) => pat("None", vec![]),
            Ty::Result(of) => match choice {
                0..6 => {
                    let inner = self.pattern(of, &source.variant(), refutable, found);
                    pat("Ok($)", vec![inner])
                }
                6 => pat("Err(_)", vec![]),
                _ => {
                    let inner = self.pattern(&Ty::Int, &source.variant(), refutable, found);
                    pat("Err(Oops($))", vec![inner])
                }
            },
            Ty::Shape => self.shape(source, choice, found),
            Ty::Int => match choice {
                0..2 => pat("1", vec![]),
                2..4 => pat("0..=1", vec![]),
                4..6 => pat("2..", vec![]),
                6 => pat("(0 | 2)", vec![]),
                _ => {
                    let binding = self.flat_copy(ty, source, found);
                    pat(format!("{binding} @ 0..=2"), vec![])
                }
            },
            Ty::Bool => pat(if choice < 5 { "true" } else { "false" }, vec![]),
            _ => self.flat(ty, source, found),
        }
    }

    fn shape(&mut self, source: &Source, choice: usize, found: &mut Vec<Binding>) -> Node {
        let inside = source.variant();
        match choice {
            0..2 => {
                let one = self.pattern(&Ty::D, &inside, true, found);
                pat("Shape::One($)", vec![one])
            }
            2..5 => {
                let first = self.pattern(&Ty::D, &inside, true, found);
                let second = self.pattern(&Ty::D, &inside, true, found);
                pat("Shape::Two($, $)", vec![first, second])
            }
            5..7 => {
                let n = self.pattern(&Ty::Int, &inside, true, found);
                let a = self.pattern(&Ty::D, &inside, true, found);
                pat("Shape::Named { n: $, a: $ }", vec![n, a])
            }
            7 => pat("(Shape::Empty | Shape::Two(..))", vec![]),
            8 => {
                let one = self.flat(&Ty::D, &inside, found);
                let text = match self.choices.below(2) {
                    0 => "Shape::One($) | Shape::Two(_, $)",
                    _ => "Shape::Named { a: $, n: 2.. } | Shape::Two($, _)",
                };
                pat("($)", vec![pat(text, vec![one.clone(), one])])
            }
            _ => pat("Shape::Named { .. }", vec![]),
        }
    }

    /// A binding of a number.
    fn flat_copy(&mut self, ty: &Ty, source: &Source, found: &mut Vec<Binding>) -> String {
        let taken: Vec<String> = found.iter().map(|binding| binding.name.clone()).collect();
        let name = self.new_name(&taken);
        let (ty, loans, access) = match source {
            Source::Value => (ty.clone(), Vec::new(), None),
            Source::Place(place) | Source::Inside(place) => {
                (ty.clone(), Vec::new(), Some((place.clone(), Access::Read)))
            }
            Source::Through { loans, exclusive: false } => {
                (reference(ty.clone()), loans.clone(), None)
            }
            Source::Through { loans, exclusive: true } => {
                (exclusive(ty.clone()), loans.clone(), None)
            }
        };
        found.push(Binding { name: name.clone(), ty, mutable: false, loans, access });
        name
    }

    /// `_`, or a name for the whole.
    fn flat(&mut self, ty: &Ty, source: &Source, found: &mut Vec<Binding>) -> Node {
        if self.choices.chance(18) {
            return pat("_", vec![]);
        }
        let taken: Vec<String> = found.iter().map(|binding| binding.name.clone()).collect();
        let name = self.new_name(&taken);
        let way = self.choices.below(100);
        let (prefix, ty, mutable, loans, access) = match source {
            Source::Through { loans, exclusive: false } => {
                ("", reference(ty.clone()), false, loans.clone(), None)
            }
            Source::Through { loans, exclusive: true } => {
                ("", exclusive(ty.clone()), false, loans.clone(), None)
            }
            Source::Value => match way {
                0..10 => ("ref ", reference(ty.clone()), false, Vec::new(), None),
                10..16 => ("ref mut ", exclusive(ty.clone()), false, Vec::new(), None),
                16..35 => ("mut ", ty.clone(), true, Vec::new(), None),
                _ => ("", ty.clone(), false, Vec::new(), None),
            },
            Source::Place(place) | Source::Inside(place) => {
                let taking = if ty.is_copy() { Access::Read } else { Access::Move };
                let access = match way {
                    0..20 => Access::Share,
                    20..30 => Access::Change,
                    _ => taking,
                };
                let possible = [access, taking, Access::Share]
                    .into_iter()
                    .find(|&access| self.can(place, access));
                let Some(access) = possible else {
                    return pat("_", vec![]);
                };
                let used = Some((place.clone(), access));
                match access {
                    Access::Share => {
                        let loans = self.loans_of(place, false);
                        ("ref ", reference(ty.clone()), false, loans, used)
                    }
                    Access::Change => {
                        let loans = self.loans_of(place, true);
                        ("ref mut ", exclusive(ty.clone()), false, loans, used)
                    }
                    _ if way.is_multiple_of(4) => ("mut ", ty.clone(), true, Vec::new(), used),
                    _ => ("", ty.clone(), false, Vec::new(), used),
                }
            }
        };
        found.push(Binding { name: name.clone(), ty, mutable, loans, access });
        pat(format!("{prefix}{name}"), vec![])
    }

    /// The pattern has matched: what it binds is there, what it moved is gone.
    pub fn bind(&mut self, found: Vec<Binding>) {
        for binding in &found {
            if let Some((place, access)) = &binding.access {
                self.access(place, *access);
            }
        }
        for binding in found {
            let Binding { name, ty, mutable, loans, .. } = binding;
            self.declare(name, ty, mutable, State::Here, loans);
        }
    }

    /// What a `match` or a `let` looks at: a value, a place, or something behind a reference.
    pub fn scrutinee(&mut self) -> (Node, Ty, Source) {
        let choice = self.choices.below(100);
        if choice < 50 {
            let wanted = |ty: &Ty| is_matched(ty);
            if choice < 4
                && let Some(place) = self.find(Access::Share, |ty| matches!(ty, Ty::Vec(_)))
            {
                let value = self.borrow_of(&place, false);
                let source = Source::Through { loans: value.loans, exclusive: false };
                let text = format!("&{}[..]", place.receiver);
                return (Node::expr(&Ty::Slice, text, Vec::new()), Ty::Slice, source);
            }
            if let Some(place) = self.find(Access::Share, wanted) {
                if choice < 12 {
                    let value = self.borrow_of(&place, false);
                    let source = Source::Through { loans: value.loans, exclusive: false };
                    return (value.node, place.ty, source);
                }
                if choice < 18 && self.can(&place, Access::Change) {
                    let value = self.borrow_of(&place, true);
                    let source = Source::Through { loans: value.loans, exclusive: true };
                    return (value.node, place.ty, source);
                }
                let node = Node::expr(&place.ty, place.text.clone(), Vec::new());
                return (node, place.ty.clone(), Source::Place(place));
            }
        }
        let ty = self.some_scrutinee();
        let value = self.with(|writer| &mut writer.to_temporary, true, |writer| writer.made(&ty));
        (value.node, ty, Source::Value)
    }

    pub fn some_scrutinee(&mut self) -> Ty {
        let all = [
            Ty::Shape,
            Ty::Shape,
            Ty::Option(Ty::D.into()),
            Ty::Option(Ty::D.into()),
            Ty::Option(pair(Ty::D, Ty::Int).into()),
            Ty::Option(Ty::Shape.into()),
            Ty::Result(Ty::D.into()),
            Ty::Result(Ty::Int.into()),
            pair(Ty::D, Ty::Int),
            pair(Ty::Shape, Ty::D),
            pair(Ty::D, Ty::Option(Ty::D.into())),
            Ty::Parts,
            Ty::Int,
        ];
        self.choices.pick(&all).clone()
    }
}

fn is_matched(ty: &Ty) -> bool {
    match ty {
        Ty::Shape | Ty::Parts | Ty::Option(_) | Ty::Result(_) | Ty::Pair(..) => !ty.has_refs(),
        Ty::Array(_) => true,
        _ => false,
    }
}
