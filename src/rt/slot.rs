//! Slots of the machine, and the handles by which the frame of `poll` reaches them.

use core::cell::Cell;
use core::future::Future;
use core::marker::PhantomData;
use core::mem::{ManuallyDrop, needs_drop};
use core::pin::Pin;
use core::ptr::NonNull;
use core::task::{Context, Poll};

use super::Type;

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

/// Where the one lives, and where the other.
#[inline(always)]
pub fn halves<A, B>(room: *mut Or<A, B>) -> (*mut A, *mut B) {
    (room.cast(), room.cast())
}

/// Set while there is a value; the other bits stand for parts that were moved out.
const IS_LIVE: u8 = 0x80;

/// What a handle is set to when the machine kept the value. A field that is given a constant costs
/// rustc far less to check than a call, and there are many.
#[allow(clippy::declare_interior_mutable_const)]
pub const LIVE: Cell<u8> = Cell::new(IS_LIVE);

/// What a handle is set to when the machine keeps the value: the frame doesn't drop it.
#[allow(clippy::declare_interior_mutable_const)]
pub const GONE: Cell<u8> = Cell::new(0);

/// A handle: how the frame of `poll` reaches a local.
pub trait Handle {
    /// The type of the local.
    type Value;
    /// Where the value is.
    fn at(&self) -> *mut Self::Value;
    /// Moves the value out, or copies it.
    ///
    /// # Safety
    ///
    /// There is one, and it is used again only if it is `Copy`.
    unsafe fn take(&self) -> Self::Value;
    /// Gives the local a value.
    ///
    /// # Safety
    ///
    /// It has none.
    unsafe fn init(&self, value: Self::Value);
    /// The end of the scope: drops what is live.
    ///
    /// # Safety
    ///
    /// The handle is truthful.
    unsafe fn end(&self);
}

/// Handles have their methods themselves, so that their names need no trait in scope.
macro_rules! handle {
    ([$($parameters:tt)*] $handle:ty) => {
        impl<$($parameters)*> $handle {
            /// Where the value is.
            #[inline(always)]
            pub fn get(&self) -> *mut T {
                self.at
            }

            /// The type of the value.
            #[inline(always)]
            pub fn type_of(&self) -> Type<T> {
                Type::new()
            }
        }

        impl<$($parameters)*> Handle for $handle {
            type Value = T;
            #[inline(always)]
            fn at(&self) -> *mut T {
                self.at
            }
            #[inline(always)]
            unsafe fn take(&self) -> T {
                // SAFETY: the caller's.
                unsafe { self.take() }
            }
            #[inline(always)]
            unsafe fn init(&self, value: T) {
                // SAFETY: the caller's.
                unsafe { self.init(value) }
            }
            #[inline(always)]
            unsafe fn end(&self) {
                // SAFETY: the caller's.
                unsafe { self.end() }
            }
        }
    };
}

/// What handles with flags have in common.
macro_rules! flagged {
    ([$($parameters:tt)*] $handle:ty) => {
        impl<$($parameters)*> $handle {
            /// As `Handle::take`.
            ///
            /// # Safety
            ///
            /// As there.
            #[inline(always)]
            pub unsafe fn take(&self) -> T {
                self.flags.set(0);
                // SAFETY: the caller says that there is a value.
                unsafe { self.at.read() }
            }

            /// As `Handle::init`.
            ///
            /// # Safety
            ///
            /// As there.
            #[inline(always)]
            pub unsafe fn init(&self, value: T) {
                // SAFETY: nothing else uses the slot.
                unsafe { self.at.write(value) };
                self.flags.set(IS_LIVE);
            }
        }
    };
}

handle!([T] Plain<T>);
handle!([T] Local<T>);
handle!([T, F: Fn(T, u8)] Parted<T, F>);

flagged!([T] Local<T>);
flagged!([T, F: Fn(T, u8)] Parted<T, F>);

/// The handle of a local that has no destructor.
pub struct Plain<T> {
    /// Where the value is.
    pub at: *mut T,
}

/// A handle for a local that has no destructor.
#[inline(always)]
pub const fn plain<T>(slot: *mut Slot<T>) -> Plain<T> {
    Plain { at: slot.cast() }
}

impl<T> Plain<T> {
    /// As `Handle::take`.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    pub unsafe fn take(&self) -> T {
        // SAFETY: the caller says that there is a value.
        unsafe { self.at.read() }
    }

    /// As `Handle::init`.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    pub unsafe fn init(&self, value: T) {
        // SAFETY: nothing else uses the slot.
        unsafe { self.at.write(value) }
    }

    /// There is nothing to drop.
    ///
    /// # Safety
    ///
    /// None is needed.
    #[inline(always)]
    pub unsafe fn end(&self) {}

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

/// The handle of a local that is moved as a whole or not at all: where it lives, and whether it has
/// a value.
///
/// When the frame ends, by `return`, by a panic or because the machine is dropped, what is still live
/// is dropped; what a suspension keeps is disarmed first.
pub struct Local<T> {
    /// Where the value is.
    pub at: *mut T,
    /// `LIVE` or `GONE`.
    pub flags: Cell<u8>,
}

/// A handle for a local that is moved as a whole or not at all.
#[inline(always)]
pub const fn whole<T>(slot: *mut Slot<T>) -> Local<T> {
    Local { at: slot.cast(), flags: GONE }
}

impl<T> Local<T> {
    /// The machine kept the value if the flag, which is one bit, is among `flags`.
    #[inline(always)]
    pub fn resume_if(&self, flags: u8, flag: u8) {
        self.flags.set(if flags & flag == 0 { 0 } else { IS_LIVE });
    }

    /// The machine keeps the value, if there is one: the flag says so.
    #[inline(always)]
    pub fn keep_if(&self, flag: u8) -> u8 {
        if self.flags.replace(0) == 0 { 0 } else { flag }
    }

    /// As `Handle::end`.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    pub unsafe fn end(&self) {
        if self.flags.replace(0) != 0 {
            // SAFETY: there is a value.
            unsafe { self.at.drop_in_place() }
        }
    }

    /// Polls the future in the slot, and drops it when it is ready.
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
        let output = unsafe { Pin::new_unchecked(&mut *self.at) }.poll(cx);
        if output.is_ready() {
            // SAFETY: the handle is truthful.
            unsafe { self.end() }
        }
        output
    }
}

impl<T> Drop for Local<T> {
    /// So little that it is compiled in place wherever a frame may end; then the flags can live in
    /// registers.
    #[inline(always)]
    fn drop(&mut self) {
        if needs_drop::<T>() && self.flags.get() != 0 {
            // SAFETY: the handle is truthful as long as the machine's code is.
            unsafe { drop_at(self.at) }
        }
    }
}

/// The handle of a local of which parts are moved. `F` takes the value apart: it forgets what was
/// moved, and drops the rest by its end.
pub struct Parted<T, F: Fn(T, u8)> {
    /// Where the value is.
    pub at: *mut T,
    /// `GONE`, or `LIVE` with a bit for each part that is gone.
    pub flags: Cell<u8>,
    rest: PhantomData<F>,
}

/// A handle for a local of which parts are moved.
#[inline(always)]
pub const fn parted<T, F: Fn(T, u8)>(slot: *mut Slot<T>) -> Parted<T, F> {
    Parted { at: slot.cast(), flags: GONE, rest: PhantomData }
}

/// The slot if there is room in it, else the frame: what doesn't need the one never rests.
#[inline(always)]
pub const fn either<K, T>(slot: *mut Slot<K>, frame: *mut Slot<T>) -> *mut Slot<T> {
    let has_room = size_of::<K>() == size_of::<T>() && align_of::<K>() == align_of::<T>();
    if has_room { slot.cast() } else { frame }
}

impl<T, F: Fn(T, u8)> Parted<T, F> {
    /// Says how what is left of the value is dropped.
    #[inline(always)]
    pub fn rest(&self, _: F) {}

    /// The machine kept what these flags say.
    #[inline(always)]
    pub fn resume_parts(&self, flags: u8) {
        self.flags.set(flags);
    }

    /// The machine keeps what there is; what is returned says what that is.
    #[inline(always)]
    pub fn keep_parts(&self) -> u8 {
        self.flags.replace(0)
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

    /// As `Handle::end`.
    ///
    /// # Safety
    ///
    /// As there.
    #[inline(always)]
    pub unsafe fn end(&self) {
        let flags = self.flags.replace(0);
        // What has no destructor may be gone.
        if needs_drop::<T>() && flags & IS_LIVE != 0 {
            // SAFETY: there is a value but for the parts that the flags name.
            unsafe { drop_rest::<T, F>(self.at, flags & !IS_LIVE) }
        }
    }
}

impl<T, F: Fn(T, u8)> Drop for Parted<T, F> {
    /// As for a `Local`.
    #[inline(always)]
    fn drop(&mut self) {
        let flags = self.flags.get();
        if needs_drop::<T>() && flags & IS_LIVE != 0 {
            // SAFETY: the handle is truthful as long as the machine's code is.
            unsafe { drop_rest::<T, F>(self.at, flags & !IS_LIVE) }
        }
    }
}

/// Drops what a frame leaves behind.
///
/// # Safety
///
/// There is a value.
#[inline]
unsafe fn drop_at<T>(at: *mut T) {
    // SAFETY: the caller's.
    unsafe { at.drop_in_place() }
}

/// Drops what is left of a value.
///
/// # Safety
///
/// `at` points to a value whose parts in `moved`, and no others, are gone.
#[inline]
unsafe fn drop_rest<T, F: Fn(T, u8)>(at: *mut T, moved: u8) {
    if moved == 0 {
        // SAFETY: nothing was moved, so the caller has a whole value there.
        unsafe { at.drop_in_place() }
    } else {
        // SAFETY: one was made in `rest`.
        let take_apart = unsafe { without_captures::<F>() };
        // SAFETY: what was moved is read a second time, but only to be forgotten.
        take_apart(unsafe { at.read() }, moved);
    }
}

/// A closure that captures nothing, by its type alone.
///
/// # Safety
///
/// There was one.
#[inline(always)]
pub(super) unsafe fn without_captures<'a, F>() -> &'a F {
    const { assert!(size_of::<F>() == 0, "the closure captures nothing") }
    // SAFETY: it has no bytes to point to, and is as good as the one that there was.
    unsafe { NonNull::dangling().as_ref() }
}

/// Gives a local a value, and drops the one that it had. The type comes first, for the value to fit.
/// The handle comes last: the value may well change what it leads to.
///
/// # Safety
///
/// None is needed but the truth of the handle.
#[inline(always)]
pub unsafe fn assign<T, H: Handle<Value = T>>(_: Type<T>, value: T, local: &H) {
    // If the drop panics the new value still moves in, as it does for a plain variable.
    let arrive = Arrive { local, value: Some(value) };
    // SAFETY: the handle is truthful.
    unsafe { local.end() };
    drop(arrive);
}

/// Gives a part a value, and drops what was there. The first argument tells the type of the
/// part before the value is made, which may change where the part is.
///
/// # Safety
///
/// As for `take_part`.
#[inline(always)]
pub unsafe fn assign_part<P, T, F: Fn(T, u8)>(
    _: Option<*mut P>,
    moved: u8,
    value: P,
    part: *mut P,
    local: &Parted<T, F>,
) {
    let flags = local.flags.get();
    if flags & moved == 0 {
        // SAFETY: the part is there.
        unsafe { *part = value };
    } else {
        // SAFETY: nothing is there to drop.
        unsafe { part.write(value) };
        local.flags.set(flags & !moved);
    }
}

/// As `assign_part`, where parts of the part may be gone: `rest` drops what is left of it.
///
/// # Safety
///
/// As for `assign_part`, and `below` stands for these parts.
#[inline(always)]
pub unsafe fn assign_parted<P, T, F: Fn(T, u8)>(
    at: Option<*mut P>,
    (moved, below): (u8, u8),
    value: P,
    part: *mut P,
    rest: impl FnOnce(P, u8),
    local: &Parted<T, F>,
) {
    let flags = local.flags.get();
    if flags & moved != 0 || flags & below == 0 {
        // SAFETY: the part is there as a whole or not at all.
        return unsafe { assign_part(at, moved, value, part, local) };
    }
    local.flags.set(flags & !below);
    let arrive = ArrivePart { part, value: Some(value) };
    // SAFETY: what is read is gone, or dropped by `rest`.
    rest(unsafe { part.read() }, flags & below);
    drop(arrive);
}

/// Moves a value in whatever happens.
struct Arrive<'a, H: Handle> {
    local: &'a H,
    value: Option<H::Value>,
}

impl<H: Handle> Drop for Arrive<'_, H> {
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
pub struct Ending<'a, H: Handle>(pub &'a H);

impl<H: Handle> Drop for Ending<'_, H> {
    #[inline(always)]
    fn drop(&mut self) {
        // SAFETY: the handle is truthful.
        unsafe { self.0.end() }
    }
}
