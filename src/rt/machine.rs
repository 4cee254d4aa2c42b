//! The machine as callers see it: a future whose type says nothing of what it holds.

use core::cell::UnsafeCell;
use core::future::Future;
use core::marker::{PhantomData, PhantomPinned};
use core::mem::MaybeUninit;
use core::panic::{RefUnwindSafe, UnwindSafe};
use core::pin::Pin;
use core::task::{Context, Poll};

/// What `poll` is asked to do.
pub enum Op<'a, 'b> {
    /// Go on.
    Poll(&'a mut Context<'b>),
    /// Drop what the state holds.
    Drop,
}

/// The bytes of a machine.
#[derive(Clone, Copy)]
pub struct Storage(*mut ());

/// The bytes of a machine, and how many there are.
pub struct Bytes {
    at: Storage,
    size: usize,
    align: usize,
}

/// What is in the bytes of a machine, as a type that travels as a value.
///
/// ```text
/// Layout { of: PhantomData, ..layout }
/// ```
///
/// is another value of the type of `layout`. A closure with this in it captures nothing, since no
/// field is read; and so it learns of a type that its own doesn't mention.
pub struct Layout<S> {
    /// The type.
    pub of: PhantomData<fn(S) -> S>,
}

impl<S> Layout<S> {
    /// The type that inference finds.
    #[inline(always)]
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Layout { of: PhantomData }
    }

    /// Where all of it is.
    #[inline(always)]
    pub fn at(self, Storage(at): Storage) -> *mut S {
        at.cast()
    }

    /// The same for a new machine: whether there is room for all of it is asked here, once, where
    /// both sides are constants. No machine is polled before.
    #[inline(always)]
    pub fn within(self, bytes: Bytes) -> *mut S {
        assert!(
            size_of::<S>() <= bytes.size && align_of::<S>() <= bytes.align,
            "pinata: the witness is smaller than the machine; this is a bug in pinata"
        );
        self.at(bytes.at)
    }

    /// For dead code: all of it.
    pub fn dead(self) -> S {
        unreachable!()
    }
}

/// The code of a machine: `poll`, and by the same code its drop.
pub trait Code {
    /// What the function returns.
    type Output;
    /// Runs the machine in `storage`.
    fn run(&self, storage: Storage, op: Op<'_, '_>) -> Poll<Self::Output>;
}

impl<P, T> Code for P
where
    P: Fn(Storage, Op<'_, '_>) -> Poll<T>,
{
    type Output = T;
    #[inline(always)]
    #[track_caller]
    fn run(&self, storage: Storage, op: Op<'_, '_>) -> Poll<T> {
        self(storage, op)
    }
}

/// The state machine of one `async fn`.
///
/// `O` is the type of the body as rustc compiles it: it decides what the machine *is*
/// (`Send`, `Sync`). `C` is the witness, whose only job is its size and alignment. `P` is
/// `poll`, a closure that captures nothing.
pub struct Machine<O, C, P: Code> {
    storage: UnsafeCell<MaybeUninit<C>>,
    poll: P,
    oracle: PhantomData<O>,
    _pinned: PhantomPinned,
}

// SAFETY: what a state holds is held by rustc's own machine at the same suspension, or is
// never looked at again; so if that one can be sent, so can this one.
unsafe impl<O: Send, C, P: Code> Send for Machine<O, C, P> {}
// SAFETY: as above; and a shared machine can't do anything.
unsafe impl<O: Sync, C, P: Code> Sync for Machine<O, C, P> {}

impl<O: UnwindSafe, C, P: Code> UnwindSafe for Machine<O, C, P> {}
impl<O: RefUnwindSafe, C, P: Code> RefUnwindSafe for Machine<O, C, P> {}

impl<O, C, P: Code> Machine<O, C, P> {
    /// A machine without a state; it has to be given its first one. What the oracle evaluates to
    /// is what `poll` does, to the last lifetime.
    ///
    /// # Safety
    ///
    /// `poll` is the code of the machine, and the storage gets its first state before the machine
    /// is polled or dropped.
    #[inline(always)]
    pub unsafe fn new<T>(oracle: PhantomData<O>, _witness: PhantomData<C>, poll: P) -> Self
    where
        P: Fn(Storage, Op<'_, '_>) -> Poll<T>,
        O: Future<Output = T>,
    {
        // SAFETY: the caller's.
        unsafe { Self::of_any_output(oracle, poll) }
    }

    /// As `new`, without a word on what the oracle evaluates to.
    ///
    /// # Safety
    ///
    /// As for `new`.
    #[inline(always)]
    pub(super) unsafe fn of_any_output(oracle: PhantomData<O>, poll: P) -> Self {
        const { assert!(size_of::<P>() == 0, "`poll` captures nothing") }
        let storage = UnsafeCell::new(MaybeUninit::uninit());
        Machine { storage, poll, oracle, _pinned: PhantomPinned }
    }

    #[inline(always)]
    fn storage(&self) -> Storage {
        Storage(self.storage.get().cast())
    }

    /// The bytes.
    #[inline(always)]
    pub fn bytes(&self) -> Bytes {
        Bytes { at: self.storage(), size: size_of::<C>(), align: align_of::<C>() }
    }
}

impl<O, C, P: Code> Future for Machine<O, C, P> {
    type Output = P::Output;

    #[inline]
    #[track_caller]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<P::Output> {
        self.poll.run(self.storage(), Op::Poll(cx))
    }
}

impl<O, C, P: Code> Drop for Machine<O, C, P> {
    #[inline]
    fn drop(&mut self) {
        let _ = self.poll.run(self.storage(), Op::Drop);
    }
}

/// A place for the type of the oracle, or of the witness.
#[inline(always)]
pub fn oracle<O>() -> PhantomData<O> {
    PhantomData
}

/// The type of the oracle, or of the witness. Never called.
pub fn is_oracle<O>(_: &PhantomData<O>, _: O) {}

/// What rustc's own machine says.
#[cold]
#[track_caller]
pub fn after_return() -> ! {
    panic!("`async fn` resumed after completion")
}

/// What rustc's own machine says.
#[cold]
#[track_caller]
pub fn after_panic() -> ! {
    panic!("`async fn` resumed after panicking")
}
