//! Futures that a macro of the user's polls, while they live in the machine.

use core::future::{Future, IntoFuture};
use core::pin::Pin;
use core::task::{Context, Poll};

/// Puts a future where it may be lent from.
#[inline(always)]
pub fn stow<F: IntoFuture>(future: F) -> Option<F::IntoFuture> {
    Some(future.into_future())
}

/// A future that lives elsewhere. It is dropped there, when whoever borrowed it drops this.
pub struct Lent<'a, F>(&'a mut Option<F>);

/// Lends a future.
///
/// # Safety
///
/// There is a future, and it stays where it is.
#[inline(always)]
pub unsafe fn lend<F: Future>(stowed: &mut Option<F>) -> Lent<'_, F> {
    Lent(stowed)
}

impl<F: Future> Future for Lent<'_, F> {
    type Output = F::Output;

    #[inline]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        match self.get_mut().0 {
            // SAFETY: it stays where it is, says who lent it, until it is dropped there.
            Some(future) => unsafe { Pin::new_unchecked(future) }.poll(cx),
            None => unreachable!("what is lent is there"),
        }
    }
}

impl<F> Drop for Lent<'_, F> {
    #[inline]
    fn drop(&mut self) {
        *self.0 = None;
    }
}
