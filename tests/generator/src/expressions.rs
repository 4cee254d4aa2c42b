//! Expressions of a type.

use crate::operands::Arg;
use crate::places::Access;
use crate::tree::Node;
use crate::types::{Ty, option, pair, result};
use crate::writer::{Value, Writer};

pub type Way = fn(&mut Writer, &Ty) -> Option<Value>;

impl Writer {
    pub fn expr(&mut self, ty: &Ty) -> Value {
        if let Ty::Ref(to) | Ty::RefMut(to) = ty {
            let exclusive = matches!(ty, Ty::RefMut(_));
            return self.borrow(to, exclusive).expect("asked for only where there is one");
        }
        if self.is_tired() {
            return self.moved(ty).unwrap_or_else(|| self.leaf(ty));
        }
        self.depth += 1;
        self.fuel -= 1;
        let mut ways: Vec<(usize, Way)> = vec![
            (30, Writer::moved),
            (14, |writer, ty| Some(writer.leaf(ty))),
            (if self.may_await() { 24 } else { 0 }, Writer::awaited),
            (14, Writer::control),
            (8, Writer::asked),
            (24, Writer::specific),
        ];
        let value = loop {
            let weights: Vec<usize> = ways.iter().map(|(weight, _)| *weight).collect();
            let way = self.choices.weighted(&weights);
            match ways[way].1(self, ty) {
                Some(value) => break value,
                None => ways[way].0 = 0,
            }
        };
        self.depth -= 1;
        value
    }

    /// A value made of nothing.
    pub fn leaf(&mut self, ty: &Ty) -> Value {
        let text = self.leaf_text(ty);
        Value { node: Node::expr(ty, text, Vec::new()), loans: Vec::new() }
    }

    pub fn leaf_text(&mut self, ty: &Ty) -> String {
        match ty {
            Ty::Unit => "()".into(),
            Ty::Bool => "flip()".into(),
            Ty::Int => format!("{}usize", self.choices.below(4)),
            Ty::Str => format!("\"{}\"", self.fresh("s")),
            Ty::D => format!("d(\"{}\")", self.fresh("d")),
            Ty::Parts => format!("parts(\"{}\", \"{}\")", self.fresh("l"), self.fresh("r")),
            Ty::Shape => match self.choices.below(4) {
                0 => "Shape::Empty".into(),
                1 => format!("Shape::One({})", self.leaf_text(&Ty::D)),
                2 => format!("Shape::Two({}, {})", self.leaf_text(&Ty::D), self.leaf_text(&Ty::D)),
                _ => format!("Shape::Named {{ a: {}, n: 3 }}", self.leaf_text(&Ty::D)),
            },
            Ty::Pair(left, right) => {
                format!("({}, {})", self.leaf_text(left), self.leaf_text(right))
            }
            Ty::Option(of) if self.choices.chance(30) => {
                format!("None::<{}>", of.name().expect("a value has a type with a name"))
            }
            Ty::Option(of) => format!("Some({})", self.leaf_text(of)),
            Ty::Result(of) => {
                let name = of.name().expect("a value has a type with a name");
                if self.choices.chance(35) {
                    format!("Err::<{name}, Oops>(Oops(3))")
                } else {
                    format!("Ok::<{name}, Oops>({})", self.leaf_text(of))
                }
            }
            Ty::Vec(of) => format!("vec![{}, {}]", self.leaf_text(of), self.leaf_text(of)),
            Ty::Boxed(of) => format!("Box::new({})", self.leaf_text(of)),
            Ty::Rc(of) => format!("Rc::new({})", self.leaf_text(of)),
            Ty::Array(of) => format!("[{}, {}]", self.leaf_text(of), self.leaf_text(of)),
            Ty::Step(of) => format!("later({})", self.leaf_text(of)),
            _ => unreachable!("{ty:?} is only made by its own statement"),
        }
    }

    /// A place that is moved or copied.
    fn moved(&mut self, ty: &Ty) -> Option<Value> {
        let access = if ty.is_copy() { Access::Read } else { Access::Move };
        let place = self.find(access, |found| found == ty)?;
        self.access(&place, access);
        Some(Value { node: Node::expr(ty, place.text, Vec::new()), loans: Vec::new() })
    }

    /// `?`, where the function lets it.
    fn asked(&mut self, ty: &Ty) -> Option<Value> {
        let value = match &self.output {
            Ty::Result(_) if *ty == Ty::Int && self.choices.chance(50) => {
                self.operation(ty, "fallible($)?", &[Arg::Value(Ty::Int)])
            }
            Ty::Result(_) => self.operation(ty, "#?", &[Arg::Value(result(ty.clone()))]),
            Ty::Option(_) => self.operation(ty, "#?", &[Arg::Value(option(ty.clone()))]),
            _ => return None,
        };
        self.note_return();
        Some(value)
    }

    /// What there is for this type only.
    fn specific(&mut self, ty: &Ty) -> Option<Value> {
        use Arg::{Compared, Exclusive, ExclusiveReceiver, Shared, SharedReceiver, Value as Val};
        let int = || Val(Ty::Int);
        let choice = self.choices.below(22);
        Some(match ty {
            Ty::Int => match choice {
                0 | 1 => self.operation(ty, "#.touch().len()", &[SharedReceiver(Ty::D)]),
                2 => self.operation(ty, "#.finish()", &[Val(Ty::D)]),
                3 => self.operation(ty, "(# + #)", &[int(), int()]),
                4 => self.operation(ty, "#.max($)", &[int(), int()]),
                5 => self.operation(ty, "add($, $, $)", &[int(), int(), int()]),
                6 => self.operation(ty, "look($)", &[Shared(Ty::D)]),
                7 => self.operation(ty, "mix($, $, $)", &[Val(Ty::D), Shared(Ty::D), int()]),
                8 => self.operation(ty, "alter($, $)", &[Exclusive(Ty::D), int()]),
                9 => self.operation(ty, "bump($)", &[Exclusive(Ty::Int)]),
                10 => self.operation(ty, "#.grow($)", &[ExclusiveReceiver(Ty::Parts), int()]),
                11 => self.operation(ty, "#.count()", &[SharedReceiver(Ty::Parts)]),
                12 => self.operation(ty, "#.sides()", &[SharedReceiver(Ty::Shape)]),
                13 => self.operation(ty, "(# as u8 as usize)", &[int()]),
                14 => self.operation(ty, "[$, $][# % 2]", &[int(), int(), int()]),
                15 => self.operation(ty, "#.0", &[Val(pair(Ty::Int, Ty::D))]),
                16 => self.operation(ty, "#.n", &[Val(Ty::Parts)]),
                17 => self.operation(ty, "#.len()", &[SharedReceiver(Ty::Vec(Ty::D.into()))]),
                18 => {
                    self.operation(ty, "format!(\"{:?}{}\", $, $).len()", &[Shared(Ty::D), int()])
                }
                19 => {
                    self.operation(ty, "#.map_or($, |x| x.finish())", &[Val(option(Ty::D)), int()])
                }
                20 => self.operation(
                    ty,
                    "#[# % 2].touch().len()",
                    &[SharedReceiver(Ty::Array(Ty::D.into())), int()],
                ),
                _ => return self.called(ty),
            },
            Ty::Bool => match choice {
                0..3 => self.operation(ty, "(# < #)", &[int(), int()]),
                3..5 => self.operation(ty, "(# == #)", &[int(), int()]),
                5..7 => self.operation(ty, "!#", &[Val(Ty::Bool)]),
                7..12 => return Some(self.lazy()),
                12 => self.operation(ty, "#.is_some()", &[SharedReceiver(option(Ty::D))]),
                13 => self.operation(ty, "matches!($, Some(_))", &[Compared(option(Ty::D))]),
                14 => self.operation(ty, "matches!($, 0..=2)", &[int()]),
                15..17 => self.operation(ty, "(# == #)", &[Compared(Ty::D), Compared(Ty::D)]),
                17 => self.operation(ty, "($..=$).contains(&2)", &[int(), int()]),
                _ => self.operation(ty, "flip()", &[]),
            },
            Ty::D => match choice {
                0..3 => self.operation(ty, "#.clone()", &[Compared(Ty::D)]),
                3 => self.operation(ty, "#.unwrap_or($)", &[Val(option(Ty::D)), Val(Ty::D)]),
                4..6 => self.operation(ty, "#.left", &[Val(Ty::Parts)]),
                6 => self.operation(ty, "#.into_left()", &[Val(Ty::Parts)]),
                7 => self.operation(ty, "#.1", &[Val(pair(Ty::D, Ty::D))]),
                8..10 => {
                    self.operation(ty, "choose($, $, $)", &[Val(Ty::D), Val(Ty::D), Val(Ty::Bool)])
                }
                10..12 => {
                    self.operation(ty, "std::mem::replace($, $)", &[Exclusive(Ty::D), Val(Ty::D)])
                }
                12 => self.operation(ty, "*#", &[Val(Ty::Boxed(Ty::D.into()))]),
                13 => self.operation(
                    ty,
                    "#.rename($).clone()",
                    &[ExclusiveReceiver(Ty::D), Val(Ty::Str)],
                ),
                _ => return self.called(ty),
            },
            Ty::Parts => match choice {
                0..12 => self.operation(
                    ty,
                    "Parts { left: $, n: $, right: $ }",
                    &[Val(Ty::D), int(), Val(Ty::D)],
                ),
                _ => self.operation(ty, "Parts { right: $, ..$ }", &[Val(Ty::D), Val(Ty::Parts)]),
            },
            Ty::Shape => match choice {
                0..6 => self.operation(ty, "Shape::One($)", &[Val(Ty::D)]),
                6..13 => self.operation(ty, "Shape::Two($, $)", &[Val(Ty::D), Val(Ty::D)]),
                _ => self.operation(ty, "Shape::Named { n: $, a: $ }", &[int(), Val(Ty::D)]),
            },
            Ty::Option(of) => match choice {
                0..8 => self.operation(ty, "#.take()", &[ExclusiveReceiver(ty.clone())]),
                _ => self.operation(ty, "Some($)", &[Val((**of).clone())]),
            },
            Ty::Result(of) => {
                let template = format!("Ok::<{}, Oops>($)", of.name()?);
                self.operation(ty, &template, &[Val((**of).clone())])
            }
            Ty::Pair(left, right) => {
                self.operation(ty, "($, $)", &[Val((**left).clone()), Val((**right).clone())])
            }
            Ty::Vec(of) => {
                self.operation(ty, "vec![$, $]", &[Val((**of).clone()), Val((**of).clone())])
            }
            Ty::Array(of) => {
                self.operation(ty, "[$, $]", &[Val((**of).clone()), Val((**of).clone())])
            }
            Ty::Boxed(of) => self.operation(ty, "Box::new($)", &[Val((**of).clone())]),
            Ty::Rc(of) => self.operation(ty, "Rc::new($)", &[Val((**of).clone())]),
            Ty::Step(of) => self.operation(ty, "later($)", &[Val((**of).clone())]),
            Ty::Str if choice < 6 => {
                self.operation(ty, "#.rename($).touch()", &[ExclusiveReceiver(Ty::D), Val(Ty::Str)])
            }
            Ty::Str => self.operation(ty, "#.touch()", &[SharedReceiver(Ty::D)]),
            Ty::Unit => match choice {
                0..6 => self.operation(ty, "drop($)", &[Val(Ty::D)]),
                9..12 => return self.inline_capture(),
                6..9 => self.operation(ty, "event(format!(\"{:?}\", $))", &[Shared(Ty::Parts)]),
                _ => return None,
            },
            _ => return None,
        })
    }

    /// A local that is only mentioned in a string.
    fn inline_capture(&mut self) -> Option<Value> {
        let looks = |ty: &Ty| matches!(ty, Ty::D | Ty::Parts | Ty::Shape | Ty::Int | Ty::Vec(_));
        let place = self.find(Access::Share, looks)?;
        if !place.path.is_empty() || place.element {
            return None;
        }
        self.access(&place, Access::Share);
        let held = self.holds.len();
        let loans = self.loans_of(&place, false);
        self.holds.extend(loans);
        let template = format!("event(format!(\"{{}} {{{}:?}}\", $))", place.text);
        let value = self.operation(&Ty::Unit, &template, &[Arg::Value(Ty::Int)]);
        self.holds.truncate(held);
        Some(value)
    }

    /// `&&` and `||`: the right side may not happen.
    fn lazy(&mut self) -> Value {
        let template = *self.choices.pick(&["(# && #)", "(# || #)"]);
        let left = self.expr(&Ty::Bool).node;
        let skipped = self.env.clone();
        let right = self.terminating(|writer| writer.expr(&Ty::Bool)).node;
        let taken = std::mem::take(&mut self.env);
        self.env = taken.merge(skipped);
        Value { node: Node::expr(&Ty::Bool, template, vec![left, right]), loans: Vec::new() }
    }
}
