//! The receiver of a method call, where the verdict of the probe wants it.
//!
//! The call is always `kept.place.method(…)`: rustc resolves it as it does `x.method(…)`.

use core::marker::PhantomData;

use super::parts::{Goes, Stays};
use super::probe::{ByValue, Shared, Type, Unique};
use super::{Handle, Parted};

/// A value to be moved. It is packed, so that borrowing it is an error (E0793) unless its
/// alignment is 1: a wrong "by value" doesn't compile.
#[repr(C, packed)]
pub struct Owned<X> {
    /// The value.
    pub place: X,
}

/// A value that stays. Moving out of it is an error (E0507): a wrong "in place" doesn't
/// compile.
#[repr(transparent)]
pub struct Place<X> {
    /// The value.
    pub place: X,
}

/// A temporary with its verdict.
pub struct Temporary<X, V>(X, PhantomData<V>);

/// Gives a temporary its verdict.
#[inline(always)]
pub fn hold<X, V>(_: Type<X>, value: X, _: Type<V>) -> Temporary<X, V> {
    Temporary(value, PhantomData)
}

impl<X> Temporary<X, ByValue> {
    /// The call takes the value: nothing is kept.
    ///
    /// # Safety
    ///
    /// None is needed.
    #[inline(always)]
    pub unsafe fn keep(self, _: &impl Handle<Value = ()>) -> Owned<X> {
        Owned { place: self.0 }
    }
}

impl<X> Temporary<X, Shared> {
    /// Keeps the value for the statement.
    ///
    /// # Safety
    ///
    /// The local has no value, and outlives what is returned.
    #[inline(always)]
    pub unsafe fn keep<'r>(self, local: &impl Handle<Value = X>) -> &'r Place<X> {
        // SAFETY: the caller's; a `Place` is nothing but its value.
        unsafe {
            local.init(self.0);
            &*local.at().cast()
        }
    }
}

impl<X> Temporary<X, Unique> {
    /// Keeps the value for the statement.
    ///
    /// # Safety
    ///
    /// The local has no value, and outlives what is returned.
    #[inline(always)]
    pub unsafe fn keep<'r>(self, local: &impl Handle<Value = X>) -> &'r mut Place<X> {
        // SAFETY: the caller's; a `Place` is nothing but its value.
        unsafe {
            local.init(self.0);
            &mut *local.at().cast()
        }
    }
}

impl Type<ByValue> {
    /// The call takes the value out of its slot.
    ///
    /// # Safety
    ///
    /// There is a value, which is not used again.
    #[inline(always)]
    pub unsafe fn pick<H: Handle>(self, local: &H) -> Owned<H::Value> {
        // SAFETY: the caller's.
        Owned { place: unsafe { local.take() } }
    }
}

impl Type<Shared> {
    /// The call looks at the value in its slot.
    ///
    /// # Safety
    ///
    /// There is a value, which stays as long as what is returned is used.
    #[inline(always)]
    pub unsafe fn pick<'r, H: Handle>(self, local: &H) -> &'r Place<H::Value>
    where
        H::Value: 'r,
    {
        // SAFETY: the caller's.
        unsafe { &*local.at().cast() }
    }
}

impl Type<Unique> {
    /// The call changes the value in its slot.
    ///
    /// # Safety
    ///
    /// There is a value, which stays as long as what is returned is used.
    #[inline(always)]
    pub unsafe fn pick<'r, H: Handle>(self, local: &H) -> &'r mut Place<H::Value>
    where
        H::Value: 'r,
    {
        // SAFETY: the caller's.
        unsafe { &mut *local.at().cast() }
    }
}

impl Type<ByValue> {
    /// The call takes a part of the value.
    ///
    /// # Safety
    ///
    /// As for `take_part`.
    #[inline(always)]
    pub unsafe fn pick_part<X, F: Fn(X, u8), P>(
        self,
        part: *mut P,
        moved: u8,
        local: &Parted<X, F>,
    ) -> Owned<P> {
        // SAFETY: the caller's.
        Owned { place: unsafe { local.take_part(part, moved) } }
    }
}

impl Type<Shared> {
    /// The call looks at a part of the value.
    ///
    /// # Safety
    ///
    /// `part` points into a value that stays as long as what is returned is used.
    #[inline(always)]
    pub unsafe fn pick_part<'r, X, F: Fn(X, u8), P>(
        self,
        part: *mut P,
        _: u8,
        _: &Parted<X, F>,
    ) -> &'r Place<P> {
        // SAFETY: the caller's.
        unsafe { &*part.cast() }
    }
}

impl Type<Unique> {
    /// The call changes a part of the value.
    ///
    /// # Safety
    ///
    /// `part` points into a value that stays as long as what is returned is used.
    #[inline(always)]
    pub unsafe fn pick_part<'r, X, F: Fn(X, u8), P>(
        self,
        part: *mut P,
        _: u8,
        _: &Parted<X, F>,
    ) -> &'r mut Place<P> {
        // SAFETY: the caller's.
        unsafe { &mut *part.cast() }
    }
}

/// What a closure that isn't `move` captures, although it takes the value.
#[repr(transparent)]
pub struct Captured<X> {
    /// The value.
    pub place: X,
}

impl Stays {
    /// What patterns only copy parts of is captured by reference.
    #[inline(always)]
    pub fn capture(self) -> Type<Unique> {
        Type::new()
    }
}

impl Goes {
    /// What patterns move a part of is captured by value.
    #[inline(always)]
    pub fn capture(self) -> Type<ByValue> {
        Type::new()
    }
}

impl<X: Copy> Type<X> {
    /// What is `Copy` is captured by reference.
    #[inline(always)]
    pub fn capture(&self) -> Type<Unique> {
        Type::new()
    }
}

/// What isn't `Copy` is captured by value. Found after the method of the same name.
pub trait CaptureByValue {
    /// How the value is captured.
    #[inline(always)]
    fn capture(&self) -> Type<ByValue> {
        Type::new()
    }
}

impl<X> CaptureByValue for Type<X> {}

impl Type<ByValue> {
    /// Takes the value out of its slot.
    ///
    /// # Safety
    ///
    /// There is a value, which is not used again.
    #[inline(always)]
    pub unsafe fn pick_captured<H: Handle>(self, local: &H) -> Captured<H::Value> {
        // SAFETY: the caller's.
        Captured { place: unsafe { local.take() } }
    }
}

impl Type<Unique> {
    /// Borrows the value in its slot.
    ///
    /// # Safety
    ///
    /// There is a value, which stays as long as what is returned is used.
    #[inline(always)]
    pub unsafe fn pick_captured<'r, H: Handle>(self, local: &H) -> &'r mut Captured<H::Value>
    where
        H::Value: 'r,
    {
        // SAFETY: the caller's; a `Captured` is nothing but its value.
        unsafe { &mut *local.at().cast() }
    }
}
