//! Matching on a value in its slot, where patterns bind by value.
//!
//! The patterns of the source are matched against a reference, so that nothing moves; what
//! they bind is then a reference to what they would have bound, or the same if the value is
//! a reference itself. The type of the binding, known from dead code, tells which.

use super::{Handle, Type};

/// A value to look into.
pub struct Look<T>(pub *mut T);

/// How deep the look goes; the more special comes first.
pub trait LookInside<T> {
    /// A reference to the value.
    ///
    /// # Safety
    ///
    /// There is a value, for as long as what is returned is used.
    unsafe fn look<'a>(&self) -> &'a T
    where
        T: 'a;
    /// The same, to be changed.
    ///
    /// # Safety
    ///
    /// As above, and nothing else looks at it.
    unsafe fn look_mut<'a>(&self) -> &'a mut T
    where
        T: 'a;
}

impl<T> LookInside<T> for Look<T> {
    #[inline(always)]
    unsafe fn look<'a>(&self) -> &'a T
    where
        T: 'a,
    {
        // SAFETY: the caller's.
        unsafe { &*self.0 }
    }
    #[inline(always)]
    unsafe fn look_mut<'a>(&self) -> &'a mut T
    where
        T: 'a,
    {
        // SAFETY: the caller's.
        unsafe { &mut *self.0 }
    }
}

impl<'a, T: ?Sized> Look<&'a T> {
    /// The reference itself.
    ///
    /// # Safety
    ///
    /// There is one.
    #[inline(always)]
    pub unsafe fn look(&self) -> &'a T {
        // SAFETY: the caller's.
        unsafe { *self.0 }
    }
    /// The reference itself.
    ///
    /// # Safety
    ///
    /// There is one.
    #[inline(always)]
    pub unsafe fn look_mut(&self) -> &'a T {
        // SAFETY: the caller's.
        unsafe { *self.0 }
    }
}

impl<'a, T: ?Sized> Look<&'a mut T> {
    /// The reference itself.
    ///
    /// # Safety
    ///
    /// There is one, and it isn't used otherwise.
    #[inline(always)]
    pub unsafe fn look(&self) -> &'a mut T {
        // SAFETY: the caller's.
        unsafe { &mut *self.0.read() }
    }
    /// The reference itself.
    ///
    /// # Safety
    ///
    /// There is one, and it isn't used otherwise.
    #[inline(always)]
    pub unsafe fn look_mut(&self) -> &'a mut T {
        // SAFETY: the caller's.
        unsafe { &mut *self.0.read() }
    }
}

/// A binding given what the pattern found.
pub trait Bind<T, B> {
    /// What is bound.
    ///
    /// # Safety
    ///
    /// What `found` refers to is moved by this, if that is what the pattern binds.
    unsafe fn bound(&self, found: B) -> T;
    /// The binding as a guard sees it.
    fn seen<'a>(&self, found: &'a B) -> &'a T;
}

impl<T: Copy> Type<T> {
    /// What is `Copy` stays where it was found.
    #[inline(always)]
    pub fn moves(&self) -> bool {
        false
    }
}

/// What isn't `Copy` is moved. Found after the method of the same name.
pub trait Moves {
    /// Whether a binding takes what it was found in.
    #[inline(always)]
    fn moves(&self) -> bool {
        true
    }
}

impl<T> Moves for Type<T> {}

/// What is bound, to be stored once everything that the pattern found is out of its place.
///
/// # Safety
///
/// What `found` refers to is moved by this, if that is what the pattern binds.
#[inline(always)]
pub unsafe fn bound<H: Handle, B>(_: &H, found: B) -> H::Value
where
    Type<H::Value>: Bind<H::Value, B>,
{
    // SAFETY: the caller's.
    unsafe { Type::new().bound(found) }
}

/// What a pattern found, for as long as its place is there, whatever else the match looks at.
///
/// # Safety
///
/// Nothing else uses what is found.
#[inline(always)]
pub unsafe fn free<'a, T: ?Sized>(found: &mut T) -> &'a mut T {
    // SAFETY: the caller's.
    unsafe { &mut *core::ptr::from_mut(found) }
}

/// The same for a guard, which only looks.
///
/// # Safety
///
/// What is found is used only as long as its place is there.
#[inline(always)]
pub unsafe fn freed<'a, 'b, T: ?Sized>(found: &'b &mut T) -> &'b &'a mut T {
    // SAFETY: references with different lifetimes look the same, and the caller minds the longer.
    unsafe { &*core::ptr::from_ref(found).cast() }
}

/// What a pattern bound by itself.
#[derive(Debug)]
pub struct Found<T>(pub T);

impl<T: ?Sized> Found<&mut T> {
    /// The reference, for as long as its place is there.
    ///
    /// # Safety
    ///
    /// Nothing else uses what is found.
    #[inline(always)]
    pub unsafe fn loosen<'a>(self) -> &'a mut T {
        // SAFETY: the caller's.
        unsafe { free(self.0) }
    }
}

impl<T: ?Sized> Found<&T> {
    /// The reference, for as long as its place is there.
    ///
    /// # Safety
    ///
    /// Nothing changes what is found.
    #[inline(always)]
    pub unsafe fn loosen<'a>(self) -> &'a T {
        // SAFETY: the caller's.
        unsafe { &*core::ptr::from_ref(self.0) }
    }
}

/// What isn't a reference stays as it is. Found after the methods of the same name.
pub trait Tight<T> {
    /// The value itself.
    fn loosen(self) -> T;
}

impl<T> Tight<T> for Found<T> {
    #[inline(always)]
    fn loosen(self) -> T {
        self.0
    }
}

/// The binding as a guard sees it.
#[inline(always)]
pub fn seen<'a, H: Handle, B>(_: &H, found: &'a B) -> &'a H::Value
where
    Type<H::Value>: Bind<H::Value, B>,
{
    Type::new().seen(found)
}

impl<T> Bind<T, T> for Type<T> {
    #[inline(always)]
    unsafe fn bound(&self, found: T) -> T {
        found
    }
    #[inline(always)]
    fn seen<'a>(&self, found: &'a T) -> &'a T {
        found
    }
}

impl<T> Bind<T, &T> for Type<T> {
    #[inline(always)]
    unsafe fn bound(&self, found: &T) -> T {
        // SAFETY: the caller's: the value moves from where it was found.
        unsafe { core::ptr::read(found) }
    }
    #[inline(always)]
    fn seen<'a>(&self, found: &'a &T) -> &'a T {
        found
    }
}

/// Beside a `ref mut`, a `ref` finds a reference that could change what it binds.
impl<'a, T: ?Sized> Bind<&'a T, &'a mut T> for Type<&'a T> {
    #[inline(always)]
    unsafe fn bound(&self, found: &'a mut T) -> &'a T {
        found
    }
    #[inline(always)]
    fn seen<'b>(&self, found: &'b &'a mut T) -> &'b &'a T {
        // SAFETY: a reference is a reference, and the one that is returned only looks.
        unsafe { &*core::ptr::from_ref(found).cast() }
    }
}

impl<T> Bind<T, &mut T> for Type<T> {
    #[inline(always)]
    unsafe fn bound(&self, found: &mut T) -> T {
        // SAFETY: the caller's: the value moves from where it was found.
        unsafe { core::ptr::read(found) }
    }
    #[inline(always)]
    fn seen<'a>(&self, found: &'a &mut T) -> &'a T {
        found
    }
}
