//! Futures that a macro of the user's polls: made in the frame of `poll`, and handed to the block in
//! which the macro stands.

use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};

use super::slot::{Local, Plain};

/// A value that waits in the frame for the block that takes it up.
pub struct Hand<T>(*mut T);

impl<T> Hand<T> {
    /// Takes the value up.
    ///
    /// # Safety
    ///
    /// The frame is still there, and nobody took it up before.
    #[inline(always)]
    pub unsafe fn take(self) -> T {
        // SAFETY: the caller says that the value is there.
        unsafe { self.0.read() }
    }
}

impl<T> Local<T> {
    /// Leaves the value to who takes it up.
    #[inline(always)]
    pub fn hand(&self) -> Hand<T> {
        self.flags.set(0);
        Hand(self.at)
    }
}

impl<T> Plain<T> {
    /// Leaves the value to who takes it up.
    #[inline(always)]
    pub fn hand(&self) -> Hand<T> {
        Hand(self.at)
    }
}

/// A future for a `select!` that is taken for tokio's. That of the futures crate wants a
/// `FusedFuture`, which this is not: it would leave a future that has a name where it is.
pub struct ToTokio<F>(F);

/// Makes sure that a `select!` is tokio's.
#[inline(always)]
pub fn to_tokio<F: IntoFuture>(future: F) -> ToTokio<F::IntoFuture> {
    ToTokio(future.into_future())
}

impl<F: Future> Future for ToTokio<F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        // SAFETY: the future moves only together with what it is in.
        unsafe { self.map_unchecked_mut(|this| &mut this.0) }.poll(cx)
    }
}
