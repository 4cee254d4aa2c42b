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

/// The bytes of a machine, and how many there are.
#[derive(Clone, Copy)]
pub struct Storage {
    at: *mut (),
    size: usize,
    align: usize,
}

impl Storage {
    /// The bytes as the enum `E`.
    #[inline(always)]
    pub fn cast<E>(self) -> *mut E {
        // Both sides are constants once `poll` is inlined.
        assert!(
            size_of::<E>() <= self.size && align_of::<E>() <= self.align,
            "pinata: the witness is smaller than the machine; this is a bug in pinata"
        );
        self.at.cast()
    }
}

/// The tags that every machine has; suspensions count from 3.
const RETURNED: u8 = 1;
const PANICKED: u8 = 2;

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
    /// A machine that was never polled; `unresumed` is the enum in that state. What the
    /// oracle evaluates to is what `poll` does, to the last lifetime.
    ///
    /// # Safety
    ///
    /// `poll` is the code of the machine whose first state is `unresumed`.
    #[inline(always)]
    pub unsafe fn new<E, T>(
        oracle: PhantomData<O>,
        _witness: impl FnOnce() -> C,
        poll: P,
        unresumed: E,
    ) -> Self
    where
        P: Fn(Storage, Op<'_, '_>) -> Poll<T>,
        O: Future<Output = T>,
    {
        // SAFETY: the caller's.
        unsafe { Self::of_any_output(oracle, poll, unresumed) }
    }

    /// As `new`, without a word on what the oracle evaluates to.
    ///
    /// # Safety
    ///
    /// As for `new`.
    #[inline(always)]
    pub(super) unsafe fn of_any_output<E>(oracle: PhantomData<O>, poll: P, unresumed: E) -> Self {
        const { assert!(size_of::<P>() == 0, "`poll` captures nothing") }
        let mut storage = MaybeUninit::<C>::uninit();
        // SAFETY: `cast` checks the size. The type parameters of the slots that
        // `unresumed` doesn't have make no difference to where those are that it has.
        unsafe { bytes(storage.as_mut_ptr()).cast::<E>().write(unresumed) };
        Machine { storage: UnsafeCell::new(storage), poll, oracle, _pinned: PhantomPinned }
    }
}

#[inline(always)]
fn bytes<C>(at: *mut C) -> Storage {
    Storage { at: at.cast(), size: size_of::<C>(), align: align_of::<C>() }
}

/// Marks the machine as panicked unless it is told that all went well.
struct Poison(*mut u8);

impl Drop for Poison {
    fn drop(&mut self) {
        // SAFETY: the tag is the first byte of the machine that is being polled. One that
        // has returned stays so: its panic is only the answer to one poll too many.
        unsafe {
            if self.0.read() != RETURNED {
                self.0.write(PANICKED);
            }
        }
    }
}

impl<O, C, P: Code> Future for Machine<O, C, P> {
    type Output = P::Output;

    #[inline]
    #[track_caller]
    fn poll(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<P::Output> {
        // SAFETY: nothing is moved.
        let this: *mut Self = unsafe { self.get_unchecked_mut() };
        // SAFETY: both point into the machine; the slots in it are cells.
        let (poll, at) = unsafe { (&raw const (*this).poll, (*this).storage.get().cast::<C>()) };
        let tag = at.cast::<u8>();
        let poison = Poison(tag);
        // SAFETY: `poll` is a value, of no bytes.
        let polled = unsafe { (*poll).run(bytes(at), Op::Poll(cx)) };
        core::mem::forget(poison);
        if polled.is_ready() {
            // SAFETY: the tag is the first byte.
            unsafe { tag.write(RETURNED) };
        }
        polled
    }
}

impl<O, C, P: Code> Drop for Machine<O, C, P> {
    #[inline]
    fn drop(&mut self) {
        let _ = self.poll.run(bytes(self.storage.get().cast::<C>()), Op::Drop);
    }
}

/// A place for the type of the oracle.
#[inline(always)]
pub fn oracle<O>() -> PhantomData<O> {
    PhantomData
}

/// The type of the oracle. Never called.
pub fn is_oracle<O>(_: &PhantomData<O>, _: O) {}

/// Gives a closure the signature of `poll`. Never called.
pub fn template<P, T>(_: P)
where
    P: Fn(Storage, Op<'_, '_>) -> Poll<T>,
{
}

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
