//! Does `f(args)` take `f`, where `f` is a value without a name? Asked of the type checker.

use super::probe::{ByValue, Type, Unique};

/// A type that is called, those of the arguments, and what comes of it.
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
