//! Does `f(args)` take `f`? Asked of the type checker.

use core::marker::PhantomData;

use super::Handle;
use super::keep::{Owned, Place};
use super::parts::{Goes, Stays};
use super::probe::{ByValue, Shared, Type, Unique};

/// The type of a value without a name that is called, those of the arguments, and what comes of it.
pub struct Called<X, A, R>(pub Type<X>, pub A, pub Type<R>);

/// What is `FnOnce` and no more is taken. Found after the method of the same name.
pub trait CalledOnce {
    /// How the value is called.
    #[inline(always)]
    fn called(&self) -> Type<ByValue> {
        Type::new()
    }
}

impl<X, A, R> CalledOnce for Called<X, A, R> {}

/// All else is called through a reference, and stays a temporary of the statement.
macro_rules! calls_in_place {
    ($($($arg:ident)*;)*) => {$(
        impl<X: FnMut($($arg),*) -> R, R, $($arg),*> Called<X, ($(Type<$arg>,)*), R> {
            /// How the value is called.
            #[inline(always)]
            pub fn called(&self) -> Type<Unique> {
                Type::new()
            }
        }
    )*};
}

calls_in_place! {
    ;
    A;
    A B;
    A B C;
    A B C D;
    A B C D E;
    A B C D E F;
    A B C D E F G;
    A B C D E F G H;
    A B C D E F G H I;
    A B C D E F G H I J;
    A B C D E F G H I J K;
    A B C D E F G H I J K L;
}

/// A closure that is called once, and whether the call takes it.
#[repr(transparent)]
pub struct Callee<F, V> {
    closure: F,
    verdict: PhantomData<V>,
}

impl Stays {
    /// Whether this goes, or another does.
    #[inline(always)]
    pub fn or<V>(self, other: V) -> V {
        other
    }

    /// The call looks at what it calls.
    #[inline(always)]
    pub fn callee<F>(self, closure: F) -> Callee<F, Stays> {
        Callee { closure, verdict: PhantomData }
    }
}

impl Goes {
    /// Whether this goes, or another does.
    #[inline(always)]
    pub fn or<V>(self, _: V) -> Goes {
        self
    }

    /// The call takes what it calls.
    #[inline(always)]
    pub fn callee<F>(self, closure: F) -> Callee<F, Goes> {
        Callee { closure, verdict: PhantomData }
    }
}

impl Type<ByValue> {
    /// A method takes what goes.
    #[inline(always)]
    pub fn takes<V>(self, taken: V) -> V {
        taken
    }
}

impl Type<Shared> {
    /// A method looks at what stays then.
    #[inline(always)]
    pub fn takes<V>(self, _: V) -> Stays {
        Stays
    }
}

impl Type<Unique> {
    /// A method changes what stays then.
    #[inline(always)]
    pub fn takes<V>(self, _: V) -> Stays {
        Stays
    }
}

impl<F> Type<Callee<F, Goes>> {
    /// Takes the closure out of its slot.
    ///
    /// # Safety
    ///
    /// There is a value, which is not used again.
    #[inline(always)]
    pub unsafe fn pick_callee(self, local: &impl Handle<Value = Callee<F, Goes>>) -> Owned<F> {
        // SAFETY: the caller's.
        Owned { place: unsafe { local.take() }.closure }
    }
}

impl<F> Type<Callee<F, Stays>> {
    /// Looks at the closure in its slot.
    ///
    /// # Safety
    ///
    /// There is a value, which stays as long as what is returned is used.
    #[inline(always)]
    pub unsafe fn pick_callee<'r>(
        self,
        local: &impl Handle<Value = Callee<F, Stays>>,
    ) -> &'r mut Place<F>
    where
        F: 'r,
    {
        // SAFETY: the caller's; a `Callee` and a `Place` are nothing but the closure.
        unsafe { &mut *local.at().cast() }
    }
}
