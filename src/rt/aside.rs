//! What a call is made on, put aside while the arguments of the call suspend.
//!
//! What the call takes is an operand, and is dropped before the temporaries of the arguments; what it
//! borrows is a temporary itself, and older. Only the types of the call tell, which come later: so
//! there is a place for each of the two, and one of them is empty.

use super::keep::{Owned, Place};
use super::probe::{ByValue, Shared, Type, Unique};

/// Where a verdict puts what the call is made on.
pub trait Verdict<X> {
    /// What is an operand.
    type Taken;
    /// What is a temporary.
    type Kept;
    /// Puts it there.
    fn put_aside(value: X) -> (Self::Taken, Self::Kept);
}

impl<X> Verdict<X> for ByValue {
    type Taken = X;
    type Kept = ();
    #[inline(always)]
    fn put_aside(value: X) -> (X, ()) {
        (value, ())
    }
}

/// What is borrowed stays, however it is borrowed.
macro_rules! keeps {
    ($($verdict:ty)*) => {$(
        impl<X> Verdict<X> for $verdict {
            type Taken = ();
            type Kept = X;
            #[inline(always)]
            fn put_aside(value: X) -> ((), X) {
                ((), value)
            }
        }
    )*};
}

keeps!(Shared Unique);

/// What the call takes, if it takes it.
#[repr(transparent)]
pub struct Taken<X, V: Verdict<X>>(V::Taken);

/// What the call borrows, if it borrows it.
#[repr(transparent)]
pub struct Kept<X, V: Verdict<X>>(V::Kept);

/// Puts a value where the verdict will want it.
#[inline(always)]
pub fn put_aside<X, V: Verdict<X>>(value: X) -> (Taken<X, V>, Kept<X, V>) {
    let (taken, kept) = V::put_aside(value);
    (Taken(taken), Kept(kept))
}

/// The type of what was put aside.
#[inline(always)]
pub fn put_there<X, V: Verdict<X>>(_: *const Kept<X, V>) -> Type<X> {
    Type::new()
}

impl Type<ByValue> {
    /// The call takes the value.
    ///
    /// # Safety
    ///
    /// None is needed.
    #[inline(always)]
    pub unsafe fn pick_up<X>(self, value: Taken<X, ByValue>, _: *mut Kept<X, ByValue>) -> Owned<X> {
        Owned { place: value.0 }
    }
}

impl Type<Shared> {
    /// The call looks at the value.
    ///
    /// # Safety
    ///
    /// It stays as long as what is returned is used.
    #[inline(always)]
    pub unsafe fn pick_up<'r, X>(
        self,
        _: Taken<X, Shared>,
        value: *mut Kept<X, Shared>,
    ) -> &'r Place<X> {
        // SAFETY: the caller's; a `Kept` and a `Place` are nothing but the value.
        unsafe { &*value.cast() }
    }
}

impl Type<Unique> {
    /// The call changes the value.
    ///
    /// # Safety
    ///
    /// It stays as long as what is returned is used.
    #[inline(always)]
    pub unsafe fn pick_up<'r, X>(
        self,
        _: Taken<X, Unique>,
        value: *mut Kept<X, Unique>,
    ) -> &'r mut Place<X> {
        // SAFETY: the caller's; a `Kept` and a `Place` are nothing but the value.
        unsafe { &mut *value.cast() }
    }
}
