//! What is asked of the type checker about parts that are moved: what can't be done right is an
//! error then.

use super::Type;

/// What is still there after it was bound or taken together with all the rest.
#[diagnostic::on_unimplemented(
    message = "pinata: this was moved together with other parts, and it gets a new value",
    label = "move it by its name before: `let part = ….part;`"
)]
pub trait Remains {
    /// Asks.
    fn remains(self);
}

#[diagnostic::do_not_recommend]
impl<T: Copy> Remains for Type<T> {
    fn remains(self) {}
}

/// Whether a closure may take a part although it captures the rest by reference: the part is
/// copied, or a reference that is lent on. The more special comes first.
#[diagnostic::on_unimplemented(
    message = "pinata: this captures a part of what is kept across an `.await`",
    label = "move the part into a local first: `let part = ….part;`"
)]
pub trait Lends {
    /// Asks.
    fn lends(self);
}

/// The part stays.
pub struct Stays;
/// The part goes.
pub struct Goes;

#[diagnostic::do_not_recommend]
impl Lends for Stays {
    fn lends(self) {}
}

impl<T: Copy> Type<T> {
    /// What is `Copy` stays.
    pub fn taken(self) -> Stays {
        Stays
    }
}

/// Found after the method of the same name.
pub trait TakenReference: Sized {
    /// A reference is lent on.
    fn taken(self) -> Stays {
        Stays
    }
}

impl<T: ?Sized> TakenReference for Type<&mut T> {}

/// Found last.
pub trait TakenPart: Sized {
    /// All else goes.
    fn taken(self) -> Goes {
        Goes
    }
}

impl<T> TakenPart for &Type<T> {}

/// Whether a pattern may take elements out of what is kept. Not out of an array, unless they are
/// copied: the order in which rustc drops the rest of it depends on where else it drops it.
#[diagnostic::on_unimplemented(
    message = "pinata: an array that is kept across an `.await` can't be moved out of in parts",
    label = "take it apart where it is made, or use a tuple"
)]
pub trait Stay {
    /// Asks.
    fn stay(self);
}

#[diagnostic::do_not_recommend]
impl Stay for Stays {
    fn stay(self) {}
}

/// The elements of an array.
pub struct Elements<T>(Type<T>);

#[diagnostic::do_not_recommend]
impl<T: Copy> Stay for Elements<T> {
    fn stay(self) {}
}

impl<T, const N: usize> Type<[T; N]> {
    /// It is an array.
    pub fn taken_apart(self) -> Elements<T> {
        Elements(Type::new())
    }
}

/// Found after the method of the same name.
pub trait TakenElements: Sized {
    /// All else is a slice behind a reference, which nothing is moved out of.
    fn taken_apart(self) -> Stays {
        Stays
    }
}

impl<T> TakenElements for Type<T> {}
