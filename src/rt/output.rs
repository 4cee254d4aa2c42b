//! Outputs whose type has no name: `impl Trait` and `!`.

use core::future::Future;
use core::marker::PhantomData;
use core::pin::Pin;
use core::task::{Context, Poll};

use super::machine::{Bytes, Storage};
use super::{Code, Machine, Op, Type};

/// What a function returns. `<fn() -> ! as Returns>::Output` is a way to write `!`.
pub trait Returns {
    /// The type.
    type Output;
}

impl<T> Returns for fn() -> T {
    type Output = T;
}

/// What it is given. A call that returns `!` is the end, for rustc.
#[inline(always)]
pub fn given<T>(value: T) -> T {
    value
}

/// A machine that returns a `T`, which is part of its type. So a `T` that nothing but its
/// bounds is known of is known before the machine is.
pub struct Returning<M, T> {
    machine: M,
    _output: Type<T>,
}

impl<O, C, P: Code<Output = T>, T> Returning<Machine<O, C, P>, T> {
    /// As `Machine::new`. The output of the oracle is another type where it has closures in
    /// it, so that the arguments and what `poll` returns have to have their lifetimes.
    ///
    /// # Safety
    ///
    /// As for `Machine::new`.
    #[inline(always)]
    pub unsafe fn new(
        oracle: PhantomData<O>,
        _witness: PhantomData<C>,
        poll: P,
        output: Type<T>,
    ) -> Self
    where
        P: Fn(Storage, Op<'_, '_>) -> Poll<T>,
        O: Future,
    {
        // SAFETY: the caller's.
        let machine = unsafe { Machine::of_any_output(oracle, poll) };
        Returning { machine, _output: output }
    }
}

impl<O, C, P: Code, T> Returning<Machine<O, C, P>, T> {
    /// As `Machine::bytes`.
    #[inline(always)]
    pub fn bytes(&self) -> Bytes {
        self.machine.bytes()
    }
}

impl<M, T> Returning<M, T> {
    /// For dead code: this is what the function returns.
    pub fn dead(_: Type<T>) -> Self {
        unreachable!()
    }
}

impl<M: Future<Output = T>, T> Future for Returning<M, T> {
    type Output = T;

    #[inline(always)]
    #[track_caller]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T> {
        // SAFETY: the machine is pinned with what is around it.
        unsafe { self.map_unchecked_mut(|this| &mut this.machine) }.poll(cx)
    }
}
