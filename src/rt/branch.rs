//! `?`, which leaves the function and not `poll`.

use core::convert::Infallible;
use core::future::Future;
use core::ops::ControlFlow;
use core::pin::pin;
use core::task::{Context, Poll, Waker};

/// The types that `?` works on.
pub trait Branch {
    /// What `?` evaluates to.
    type Value;
    /// What `?` returns with.
    type Residual;
    /// Decides.
    fn branch(self) -> ControlFlow<Self::Residual, Self::Value>;
}

/// The types that a function with `?` returns.
pub trait FromBranch<R> {
    /// Builds the result from what `?` returns with.
    fn from_branch(residual: R) -> Self;
}

/// Decides whether `?` goes on.
#[inline(always)]
pub fn branch<B: Branch>(value: B) -> ControlFlow<B::Residual, B::Value> {
    value.branch()
}

/// Builds the result of the function.
#[inline(always)]
#[track_caller]
pub fn from_branch<R, F: FromBranch<R>>(residual: R) -> F {
    F::from_branch(residual)
}

impl<T, E> Branch for Result<T, E> {
    type Value = T;
    type Residual = Result<Infallible, E>;
    #[inline(always)]
    fn branch(self) -> ControlFlow<Self::Residual, T> {
        match self {
            Ok(value) => ControlFlow::Continue(value),
            Err(error) => ControlFlow::Break(Err(error)),
        }
    }
}

impl<T, E, F: From<E>> FromBranch<Result<Infallible, E>> for Result<T, F> {
    #[inline(always)]
    #[track_caller]
    fn from_branch(Err(error): Result<Infallible, E>) -> Self {
        Err(F::from(error))
    }
}

impl<T> Branch for Option<T> {
    type Value = T;
    type Residual = Option<Infallible>;
    #[inline(always)]
    fn branch(self) -> ControlFlow<Self::Residual, T> {
        match self {
            Some(value) => ControlFlow::Continue(value),
            None => ControlFlow::Break(None),
        }
    }
}

impl<T> FromBranch<Option<Infallible>> for Option<T> {
    #[inline(always)]
    fn from_branch(_: Option<Infallible>) -> Self {
        None
    }
}

impl<B, T> Branch for ControlFlow<B, T> {
    type Value = T;
    type Residual = ControlFlow<B, Infallible>;
    #[inline(always)]
    fn branch(self) -> ControlFlow<Self::Residual, T> {
        match self {
            ControlFlow::Continue(value) => ControlFlow::Continue(value),
            ControlFlow::Break(value) => ControlFlow::Break(ControlFlow::Break(value)),
        }
    }
}

impl<B, T> FromBranch<ControlFlow<B, Infallible>> for ControlFlow<B, T> {
    #[inline(always)]
    fn from_branch(residual: ControlFlow<B, Infallible>) -> Self {
        match residual {
            ControlFlow::Break(value) => ControlFlow::Break(value),
        }
    }
}

impl<T, E> Branch for Poll<Result<T, E>> {
    type Value = Poll<T>;
    type Residual = Result<Infallible, E>;
    #[inline(always)]
    fn branch(self) -> ControlFlow<Self::Residual, Poll<T>> {
        match self {
            Poll::Ready(Ok(value)) => ControlFlow::Continue(Poll::Ready(value)),
            Poll::Ready(Err(error)) => ControlFlow::Break(Err(error)),
            Poll::Pending => ControlFlow::Continue(Poll::Pending),
        }
    }
}

impl<T, E, F: From<E>> FromBranch<Result<Infallible, E>> for Poll<Result<T, F>> {
    #[inline(always)]
    fn from_branch(Err(error): Result<Infallible, E>) -> Self {
        Poll::Ready(Err(F::from(error)))
    }
}

impl<T, E> Branch for Poll<Option<Result<T, E>>> {
    type Value = Poll<Option<T>>;
    type Residual = Result<Infallible, E>;
    #[inline(always)]
    fn branch(self) -> ControlFlow<Self::Residual, Poll<Option<T>>> {
        match self {
            Poll::Ready(Some(Ok(value))) => ControlFlow::Continue(Poll::Ready(Some(value))),
            Poll::Ready(Some(Err(error))) => ControlFlow::Break(Err(error)),
            Poll::Ready(None) => ControlFlow::Continue(Poll::Ready(None)),
            Poll::Pending => ControlFlow::Continue(Poll::Pending),
        }
    }
}

impl<T, E, F: From<E>> FromBranch<Result<Infallible, E>> for Poll<Option<Result<T, F>>> {
    #[inline(always)]
    fn from_branch(Err(error): Result<Infallible, E>) -> Self {
        Poll::Ready(Some(Err(F::from(error))))
    }
}

/// What a block returned with, if it did: otherwise it waits forever.
#[inline(always)]
pub fn returned<F: Future>(block: F) -> Option<F::Output> {
    let mut context = Context::from_waker(Waker::noop());
    match pin!(block).poll(&mut context) {
        Poll::Ready(output) => Some(output),
        Poll::Pending => None,
    }
}
