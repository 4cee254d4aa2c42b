//! Slots of the machine, and the handles by which the frame of `poll` reaches them.

use core::cell::Cell;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, needs_drop};
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll};

/// The place where a local lives, from its first write to its drop.
///
/// Nothing but room: who has a pointer to it knows what is in it.
#[repr(C)]
pub union Slot<T> {
    none: (),
    _value: ManuallyDrop<T>,
}

impl<T> Slot<T> {
    /// A slot without a value.
    #[inline(always)]
    pub const fn empty() -> Self {
        Slot { none: () }
    }

    /// Gives it its first value.
    ///
    /// # Safety
    ///
    /// Nothing else uses the slot.
    #[inline(always)]
    pub unsafe fn fill(slot: *mut Self, value: T) {
        // SAFETY: the caller's.
        unsafe { slot.cast::<T>().write(value) }
    }
}

/// Room for the one or for the other: they never live at the same time.
#[repr(C)]
pub union Or<A, B> {
    _one: ManuallyDrop<A>,
    _other: ManuallyDrop<B>,
}

/// Where the one lives.
#[inline(always)]
pub fn one<A, B>(room: *mut Or<A, B>) -> *mut A {
    room.cast()
}

/// Where the other lives.
#[inline(always)]
pub fn other<A, B>(room: *mut Or<A, B>) -> *mut B {
    room.cast()
}

/// Set while there is a value; the other bits stand for parts that were moved out.
const LIVE: u8 = 0x80;

/// How the value of a local is dropped.
pub trait DropRest<T> {
    /// Drops what is left of the value.
    ///
    /// # Safety
    ///
    /// `at` points to a value whose parts in `moved`, and no others, are gone.
    unsafe fn drop_rest(at: *mut T, moved: u8);
}

/// No part is ever moved out alone.
pub struct Whole;

impl<T> DropRest<T> for Whole {
    #[inline(always)]
    unsafe fn drop_rest(at: *mut T, _: u8) {
        // SAFETY: the caller has a whole value there.
        unsafe { at.drop_in_place() }
    }
}

/// `F` takes the value apart: it forgets what was moved, and drops the rest by its end.
pub struct Parts<F>(PhantomData<F>);

impl<T, F: Fn(T, u8)> DropRest<T> for Parts<F> {
    #[inline(always)]
    unsafe fn drop_rest(at: *mut T, moved: u8) {
        const { assert!(size_of::<F>() == 0, "the closure captures nothing") }
        if moved == 0 {
            // SAFETY: nothing was moved, so the caller has a whole value there.
            unsafe { at.drop_in_place() }
        } else {
            // SAFETY: a closure without captures has no bytes to point to, and one was made in
            // `rest`.
            let take_apart = unsafe { NonNull::<F>::dangling().as_ref() };
            // SAFETY: what was moved is read a second time, but only to be forgotten.
            take_apart(unsafe { at.read() }, moved);
        }
    }
}

/// The handle of a local in the frame of `poll`: where it lives, and whether it has a value.
///
/// When the frame ends, by `return`, by a panic or because the machine is dropped, what is
/// still live is dropped; what a suspension keeps is disarmed first.
pub struct Local<T, D: DropRest<T> = Whole> {
    at: *mut T,
    flags: Cell<u8>,
    rest: PhantomData<D>,
}

/// A handle for a local that is moved as a whole or not at all.
#[inline(always)]
pub const fn whole<T>(slot: *mut Slot<T>) -> Local<T, Whole> {
    Local { at: slot.cast(), flags: Cell::new(0), rest: PhantomData }
}

/// A handle for a local of which parts are moved.
#[inline(always)]
pub const fn parted<T, F: Fn(T, u8)>(slot: *mut Slot<T>) -> Local<T, Parts<F>> {
    Local { at: slot.cast(), flags: Cell::new(0), rest: PhantomData }
}

impl<T, F: Fn(T, u8)> Local<T, Parts<F>> {
    /// Says how what is left of the value is dropped.
    #[inline(always)]
    pub fn rest(&self, _: F) {}

    /// The machine kept what these flags say.
    #[inline(always)]
    pub fn resume_parts(&self, flags: u8) {
        self.flags.set(flags);
    }

    /// As `keep`; what is returned says what there is.
    #[inline(always)]
    pub fn keep_parts(&self) -> u8 {
        self.flags.replace(0)
    }
}

impl<T> Local<T, Whole> {
    /// The machine kept the value if the flag, which is one bit, is among `flags`.
    #[inline(always)]
    pub fn resume_if(&self, flags: u8, flag: u8) {
        self.flags.set(if flags & flag == 0 { 0 } else { LIVE });
    }

    /// As `keep`; the flag says whether there is a value.
    #[inline(always)]
    pub fn keep_if(&self, flag: u8) -> u8 {
        if self.flags.replace(0) == 0 { 0 } else { flag }
    }
}

impl<T, D: DropRest<T>> Local<T, D> {
    /// The machine kept the value.
    #[inline(always)]
    pub fn resume(&self) {
        self.flags.set(LIVE);
    }

    /// The machine keeps the value: the frame doesn't drop it.
    #[inline(always)]
    pub fn keep(&self) {
        self.flags.set(0);
    }

    /// Where the value is.
    #[inline(always)]
    pub fn get(&self) -> *mut T {
        self.at
    }

    /// The type of the value.
    #[inline(always)]
    pub fn type_of(&self) -> super::Type<T> {
        super::Type::new()
    }

    /// Gives the local a value.
    ///
    /// # Safety
    ///
    /// It has none.
    #[inline(always)]
    pub unsafe fn init(&self, value: T) {
        // SAFETY: nothing else uses the slot.
        unsafe { self.at.write(value) };
        self.flags.set(LIVE);
    }

    /// Gives the local a value, and drops the one that it had.
    ///
    /// # Safety
    ///
    /// None is needed but the truth of the handle.
    #[inline(always)]
    pub unsafe fn assign(&self, value: T) {
        // SAFETY: as for `end` and `init`. If the drop panics the new value still moves in,
        // as it does for a plain variable.
        unsafe {
            let arrive = Arrive { local: self, value: Some(value) };
            self.end();
            drop(arrive);
        }
    }

    /// Moves the value out, or copies it.
    ///
    /// # Safety
    ///
    /// There is one, and it is used again only if it is `Copy`.
    #[inline(always)]
    pub unsafe fn take(&self) -> T {
        self.flags.set(0);
        // SAFETY: the caller says that there is a value.
        unsafe { self.at.read() }
    }

    /// Moves a part out, or copies it.
    ///
    /// # Safety
    ///
    /// `part` points into the value, `moved` stands for it in the closure given to `rest`.
    #[inline(always)]
    pub unsafe fn take_part<P>(&self, part: *const P, moved: u8) -> P {
        self.flags.set(self.flags.get() | moved);
        // SAFETY: the caller says that the part is there.
        unsafe { part.read() }
    }

    /// Says that parts are moved.
    #[inline(always)]
    pub fn moved(&self, moved: u8) {
        self.flags.set(self.flags.get() | moved);
    }

    /// Gives a part a value, and drops what was there. The first argument tells the type of the
    /// part before the value is made, which may change where the part is.
    ///
    /// # Safety
    ///
    /// As for `take_part`.
    #[inline(always)]
    pub unsafe fn assign_part<P>(&self, _: Option<*mut P>, moved: u8, value: P, part: *mut P) {
        if self.flags.get() & moved == 0 {
            // SAFETY: the part is there.
            unsafe { *part = value };
        } else {
            // SAFETY: nothing is there to drop.
            unsafe { part.write(value) };
            self.flags.set(self.flags.get() & !moved);
        }
    }

    /// As `assign_part`, where parts of the part may be gone: `rest` drops what is left of it.
    ///
    /// # Safety
    ///
    /// As for `assign_part`, and `below` stands for these parts.
    #[inline(always)]
    pub unsafe fn assign_parted<P>(
        &self,
        at: Option<*mut P>,
        (moved, below): (u8, u8),
        value: P,
        part: *mut P,
        rest: impl FnOnce(P, u8),
    ) {
        let flags = self.flags.get();
        if flags & moved != 0 || flags & below == 0 {
            // SAFETY: the part is there as a whole or not at all.
            return unsafe { self.assign_part(at, moved, value, part) };
        }
        self.flags.set(flags & !below);
        let arrive = ArrivePart { part, value: Some(value) };
        // SAFETY: what is read is gone, or dropped by `rest`.
        rest(unsafe { part.read() }, flags & below);
        drop(arrive);
    }

    /// The end of the scope: drops what is live.
    ///
    /// # Safety
    ///
    /// The handle is truthful.
    #[inline(always)]
    pub unsafe fn end(&self) {
        let flags = self.flags.replace(0);
        if flags & LIVE != 0 {
            // SAFETY: there is a value but for the parts that the flags name.
            unsafe { D::drop_rest(self.at, flags & !LIVE) }
        }
    }

    /// Polls the future in the slot.
    ///
    /// # Safety
    ///
    /// There is one, in a slot of a pinned machine.
    #[inline(always)]
    pub unsafe fn poll(&self, cx: &mut Context<'_>) -> Poll<T::Output>
    where
        T: Future,
    {
        // SAFETY: the machine is pinned and slots never move.
        unsafe { Pin::new_unchecked(&mut *self.at) }.poll(cx)
    }
}

impl<T, D: DropRest<T>> Drop for Local<T, D> {
    /// So little that it is compiled in place wherever a frame may end; then the flags can live in
    /// registers.
    #[inline(always)]
    fn drop(&mut self) {
        let flags = self.flags.get();
        if needs_drop::<T>() && flags & LIVE != 0 {
            // SAFETY: the handle is truthful as long as the machine's code is.
            unsafe { drop_at::<T, D>(self.at, flags & !LIVE) }
        }
    }
}

/// Drops what a frame leaves behind.
///
/// # Safety
///
/// As for `DropRest::drop_rest`.
#[inline]
unsafe fn drop_at<T, D: DropRest<T>>(at: *mut T, moved: u8) {
    // SAFETY: the caller's.
    unsafe { D::drop_rest(at, moved) }
}

/// Moves a value in whatever happens.
struct Arrive<'a, T, D: DropRest<T>> {
    local: &'a Local<T, D>,
    value: Option<T>,
}

impl<T, D: DropRest<T>> Drop for Arrive<'_, T, D> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            // SAFETY: `assign` has dropped what was there.
            unsafe { self.local.init(value) }
        }
    }
}

/// The same for a part.
struct ArrivePart<P> {
    part: *mut P,
    value: Option<P>,
}

impl<P> Drop for ArrivePart<P> {
    #[inline(always)]
    fn drop(&mut self) {
        if let Some(value) = self.value.take() {
            // SAFETY: `assign_parted` has dropped what was there.
            unsafe { self.part.write(value) }
        }
    }
}

/// Ends a local when it is dropped: a tuple of these ends several in order, whatever panics.
pub struct Ending<'a, T, D: DropRest<T>>(pub &'a Local<T, D>);

impl<T, D: DropRest<T>> Drop for Ending<'_, T, D> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the handle is truthful.
        unsafe { self.0.end() }
    }
}
