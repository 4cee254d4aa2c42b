//! Is a value of any more use when nobody names it again? Asked of the type checker.

use core::cell::Cell;
use core::ops::Range;
use core::{slice, str};

use super::{No, Slot, Type, Yes};

/// Does anything happen when a value is dropped? The more special answers come first.
pub struct Drops<T>(pub Type<T>);

impl<T: Copy> Drops<T> {
    /// What is `Copy` has no destructor.
    pub fn ask(self) -> No {
        No
    }
}

/// What is asked if nothing else is known.
pub trait AskLast {
    /// The answer.
    fn ask(&self) -> Yes {
        Yes
    }
}

/// What is asked before that.
pub trait AskFirst: Sized {
    /// The answer.
    fn ask(self) -> No {
        No
    }
}

impl<T> AskLast for Drops<T> {}

// What has no destructor, although it isn't `Copy`.
impl<T: ?Sized> AskFirst for Drops<&mut T> {}
impl<T: ?Sized> AskFirst for Drops<Option<&mut T>> {}
impl<T: Copy> AskFirst for Drops<Range<T>> {}
impl<T: Copy> AskFirst for Drops<Cell<T>> {}
impl<T> AskFirst for Drops<slice::Iter<'_, T>> {}
impl<T> AskFirst for Drops<slice::IterMut<'_, T>> {}
impl AskFirst for Drops<str::Chars<'_>> {}

/// Can a value hold a borrow?
pub struct Holds<T>(pub Type<T>);

impl<T: Free> AskFirst for Holds<T> {}
impl<T> AskLast for Holds<T> {}

/// Nothing in it refers to anything.
pub trait Free {}

macro_rules! free {
    ($($ty:ty),*) => {
        $(impl Free for $ty {})*
    };
}

free!(bool, char, (), u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64);

impl Free for <fn() -> ! as super::Returns>::Output {}
impl<T: Free> Free for Option<T> {}
impl<T: Free, E: Free> Free for Result<T, E> {}
impl<T: Free, const N: usize> Free for [T; N] {}
impl<A: Free, B: Free> Free for (A, B) {}
impl<A: Free, B: Free, C: Free> Free for (A, B, C) {}

impl No {
    /// Whether this or another is so.
    pub fn or<A>(self, other: A) -> A {
        other
    }

    /// There is no room in the slot.
    pub fn tell<T>(self, _: Type<T>, _: *mut Slot<()>) {}
}

impl Yes {
    /// Whether this or another is so.
    pub fn or<A>(self, _: A) -> Yes {
        self
    }

    /// There is room in the slot.
    pub fn tell<T>(self, _: Type<T>, _: *mut Slot<T>) {}
}
