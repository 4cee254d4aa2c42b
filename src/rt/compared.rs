//! What is compared with something that comes later: `x.n < next(x).await`.
//!
//! Values of the types that rustc itself compares are copied before; all others are only borrowed,
//! and nothing changes them meanwhile. Whatever is `Copy` may be copied, then.

use core::ops::Deref;

/// A place that is compared.
pub struct Compared<'a, T: ?Sized>(pub &'a T);

/// The value that a place had.
pub struct Copied<T>(T);

/// A place that stays as it is.
pub struct Lent<T: ?Sized>(*const T);

impl<T: Copy> Compared<'_, T> {
    /// What is `Copy` is copied.
    #[inline(always)]
    pub fn before(self) -> Copied<T> {
        Copied(*self.0)
    }
}

/// Found after the method of the same name.
pub trait BeforeInPlace {
    /// What the place holds.
    type Value: ?Sized;

    /// All else stays where it is.
    ///
    /// # Safety
    ///
    /// The value stays in its place as long as what is returned is used.
    unsafe fn before(self) -> Lent<Self::Value>;
}

impl<T: ?Sized> BeforeInPlace for Compared<'_, T> {
    type Value = T;

    #[inline(always)]
    unsafe fn before(self) -> Lent<T> {
        Lent(self.0)
    }
}

impl<T> Deref for Copied<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: ?Sized> Deref for Lent<T> {
    type Target = T;

    #[inline(always)]
    fn deref(&self) -> &T {
        // SAFETY: who made it saw to it that the place stays.
        unsafe { &*self.0 }
    }
}
