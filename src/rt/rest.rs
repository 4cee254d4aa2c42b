//! What a struct literal leaves of its base.

use core::cell::UnsafeCell;
use core::marker::PhantomData;
use core::mem::ManuallyDrop;

use super::slot::without_captures;

/// All of the base. `F` forgets what the literal took, and drops the rest by its end.
pub struct Rest<T, F: Fn(T)> {
    base: ManuallyDrop<T>,
    forget_taken: PhantomData<F>,
}

/// A base, and how to forget what is taken of it.
#[inline(always)]
pub fn rest<T, F: Fn(T)>(base: T, _: F) -> Rest<T, F> {
    Rest { base: ManuallyDrop::new(base), forget_taken: PhantomData }
}

impl<T, F: Fn(T)> Rest<T, F> {
    /// What the literal makes of the base: at first, the same bits.
    ///
    /// # Safety
    ///
    /// Only what `F` forgets is used of them.
    #[inline(always)]
    pub unsafe fn made(&self) -> Made<T> {
        // SAFETY: the caller's.
        Made(UnsafeCell::new(unsafe { (&raw const self.base).read() }))
    }
}

impl<T, F: Fn(T)> Drop for Rest<T, F> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: one was made in `rest`.
        let forget_taken = unsafe { without_captures::<F>() };
        // SAFETY: what was taken is read a second time, but only to be forgotten.
        forget_taken(unsafe { ManuallyDrop::take(&mut self.base) });
    }
}

/// What a literal makes of a base that has a name: at first, the same bits.
///
/// # Safety
///
/// Only what is there is used of them, and it is gone from the base.
#[inline(always)]
pub unsafe fn made_of<T>(base: *const T) -> Made<T> {
    // SAFETY: the caller's.
    Made(UnsafeCell::new(unsafe { base.cast::<ManuallyDrop<T>>().read_unaligned() }))
}

/// The value of a field; the place where it would be tells its type first, for the value to fit.
#[inline(always)]
pub fn field<T>(_: Option<*const T>, value: T) -> T {
    value
}

/// A value that is put together.
pub struct Made<T>(UnsafeCell<ManuallyDrop<T>>);

impl<T> Made<T> {
    /// Where it is.
    #[inline(always)]
    pub fn get(&self) -> *mut T {
        self.0.get().cast()
    }

    /// The value.
    #[inline(always)]
    pub fn take(self) -> T {
        ManuallyDrop::into_inner(self.0.into_inner())
    }
}
