//! The types that a body may have values of.

/// A type; `Closure` and `Future` have no name in Rust.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    Unit,
    Bool,
    Int,
    Str,
    /// The droppable value of the harness.
    D,
    Parts,
    Shape,
    Pair(Box<Ty>, Box<Ty>),
    Option(Box<Ty>),
    Result(Box<Ty>),
    Vec(Box<Ty>),
    Boxed(Box<Ty>),
    /// Not `Send`.
    Rc(Box<Ty>),
    Array(Box<Ty>),
    Ref(Box<Ty>),
    RefMut(Box<Ty>),
    Step(Box<Ty>),
    /// Takes a number, any number of times.
    Closure(Box<Ty>),
    /// Takes a number, once.
    Once(Box<Ty>),
    Future(Box<Ty>),
    /// Only behind a reference.
    Slice,
}

pub fn pair(left: Ty, right: Ty) -> Ty {
    Ty::Pair(left.into(), right.into())
}

pub fn option(of: Ty) -> Ty {
    Ty::Option(of.into())
}

pub fn result(of: Ty) -> Ty {
    Ty::Result(of.into())
}

pub fn reference(to: Ty) -> Ty {
    Ty::Ref(to.into())
}

pub fn exclusive(to: Ty) -> Ty {
    Ty::RefMut(to.into())
}

impl Ty {
    pub fn is_copy(&self) -> bool {
        match self {
            Ty::Unit | Ty::Bool | Ty::Int | Ty::Str | Ty::Ref(_) => true,
            Ty::Option(of) | Ty::Array(of) => of.is_copy(),
            Ty::Pair(left, right) => left.is_copy() && right.is_copy(),
            _ => false,
        }
    }

    pub fn has_refs(&self) -> bool {
        match self {
            Ty::Ref(_) | Ty::RefMut(_) => true,
            Ty::Pair(left, right) => left.has_refs() || right.has_refs(),
            Ty::Option(of) | Ty::Result(of) | Ty::Vec(of) | Ty::Boxed(of) => of.has_refs(),
            Ty::Array(of) | Ty::Step(of) => of.has_refs(),
            _ => false,
        }
    }

    /// Whether a value that borrows uses what it borrows once more when it is dropped.
    pub fn drop_uses_borrows(&self) -> bool {
        match self {
            Ty::Step(_) | Ty::Future(_) | Ty::Closure(_) | Ty::Once(_) => true,
            Ty::Option(of) | Ty::Boxed(of) | Ty::Vec(of) => of.drop_uses_borrows(),
            Ty::Pair(left, right) => left.drop_uses_borrows() || right.drop_uses_borrows(),
            _ => false,
        }
    }

    /// Whether a value can be made of nothing, to be put back after a move.
    pub fn has_leaf(&self) -> bool {
        self.name().is_some() && !self.has_refs()
    }

    /// As it is written in a signature.
    pub fn name(&self) -> Option<String> {
        Some(match self {
            Ty::Unit => "()".into(),
            Ty::Bool => "bool".into(),
            Ty::Int => "usize".into(),
            Ty::Str => "&'static str".into(),
            Ty::D => "D".into(),
            Ty::Parts => "Parts".into(),
            Ty::Shape => "Shape".into(),
            Ty::Pair(left, right) => format!("({}, {})", left.name()?, right.name()?),
            Ty::Option(of) => format!("Option<{}>", of.name()?),
            Ty::Result(of) => format!("Result<{}, Oops>", of.name()?),
            Ty::Vec(of) => format!("Vec<{}>", of.name()?),
            Ty::Boxed(of) => format!("Box<{}>", of.name()?),
            Ty::Rc(of) => format!("Rc<{}>", of.name()?),
            Ty::Array(of) => format!("[{}; 2]", of.name()?),
            Ty::Ref(to) => format!("&{}", to.name()?),
            Ty::RefMut(to) => format!("&mut {}", to.name()?),
            Ty::Step(of) => format!("Step<{}>", of.name()?),
            Ty::Slice | Ty::Closure(_) | Ty::Once(_) | Ty::Future(_) => return None,
        })
    }

    /// The parts that can be named and moved on their own.
    pub fn parts(&self) -> Vec<(&'static str, Ty)> {
        match self {
            Ty::Pair(left, right) => vec![("0", (**left).clone()), ("1", (**right).clone())],
            Ty::Parts => vec![("left", Ty::D), ("right", Ty::D), ("n", Ty::Int)],
            _ => Vec::new(),
        }
    }

    /// What `*` leads to.
    pub fn pointee(&self) -> Option<&Ty> {
        match self {
            Ty::Boxed(to) | Ty::Rc(to) | Ty::Ref(to) | Ty::RefMut(to) => Some(to),
            _ => None,
        }
    }

    /// The simplest value, to shrink to.
    pub fn simplest(&self) -> Option<String> {
        Some(match self {
            Ty::Unit => "()".into(),
            Ty::Bool => "true".into(),
            Ty::Int => "1".into(),
            Ty::Str => "\"s\"".into(),
            Ty::D => "d(\"s\")".into(),
            Ty::Parts => "parts(\"s\", \"t\")".into(),
            Ty::Shape => "Shape::One(d(\"s\"))".into(),
            Ty::Pair(left, right) => format!("({}, {})", left.simplest()?, right.simplest()?),
            Ty::Option(of) => format!("Some({})", of.simplest()?),
            Ty::Result(of) => format!("Ok::<{}, Oops>({})", of.name()?, of.simplest()?),
            Ty::Vec(of) => format!("vec![{}]", of.simplest()?),
            Ty::Boxed(of) => format!("Box::new({})", of.simplest()?),
            Ty::Rc(of) => format!("Rc::new({})", of.simplest()?),
            Ty::Array(of) => format!("[{0}, {0}]", of.simplest()?),
            Ty::Step(of) => format!("now({})", of.simplest()?),
            _ => return None,
        })
    }
}
