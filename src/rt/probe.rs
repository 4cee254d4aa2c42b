//! Does `x.m(args)` take `x` by value, or borrow it? Asked of the type checker.
use core::marker::PhantomData;
use core::ops::{Deref, DerefMut};

/// A type, passed around as a value. Two `Type`s are linked by `tie`.
pub struct Type<T>(PhantomData<fn(T) -> T>);
impl<T> Clone for Type<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Type<T> {}
impl<T> Type<T> {
    #[allow(clippy::new_without_default)]
    pub const fn new() -> Self {
        Type(PhantomData)
    }
    pub fn of(_: &T) -> Self {
        Type::new()
    }
    pub fn same(self, _: Type<T>) {}
    /// A `T` for dead code only.
    pub fn dead(self) -> T {
        unreachable!()
    }
}
/// Links the type of an expression.
#[inline(always)]
pub fn tie<T>(_: Type<T>, value: T) -> T {
    value
}

/// What a local trait's method returns: nothing of the user's was found up to here.
pub struct Marker;
/// Stands for the result of a query that is not asked.
pub struct Skip;

// ---- Is X a reference? Then a method of `&X` is found last.
pub struct Ask<X>(pub Type<X>);
pub struct Reference;
pub struct Value;
impl<T: ?Sized> Ask<&T> {
    pub fn kind(&self) -> Reference {
        Reference
    }
}
impl<T: ?Sized> Ask<&mut T> {
    pub fn kind(&self) -> Reference {
        Reference
    }
}
pub trait Kind {
    fn kind(&self) -> Value {
        Value
    }
}
impl<X> Kind for Ask<X> {}

// ---- What only looks at what a reference refers to needs no more than the reference.
impl<T: ?Sized> Ask<&T> {
    pub fn looked_at(&self) -> Type<ByValue> {
        Type::new()
    }
}
impl<T: ?Sized> Ask<&mut T> {
    pub fn looked_at(&self) -> Type<ByValue> {
        Type::new()
    }
}
pub trait LookedAt {
    fn looked_at(&self) -> Type<Unique> {
        Type::new()
    }
}
impl<X> LookedAt for Ask<X> {}

impl Value {
    pub fn go_on<A, B>(&self, some: A, _: B) -> A {
        some
    }
}
impl Reference {
    pub fn go_on<A, B>(&self, _: A, none: B) -> B {
        none
    }
}

// ---- The answer to a query: the type of the plain call beside that of the query.
pub struct Answer<P, Q>(pub Type<P>, pub Type<Q>);
pub fn type_of<T>(_: T) -> Type<T> {
    Type::new()
}
/// A method was found and returns what the plain call does. First, so that `?T` becomes `P`.
pub struct Same;
/// The marker came back.
pub struct Fell;
/// A method was found, and it is another one than the plain call's.
pub struct Other;
impl<P> Answer<P, P> {
    pub fn ask(self) -> Same {
        Same
    }
}
pub trait Tier1: Sized {
    fn ask(self) -> Fell {
        Fell
    }
}
impl<P> Tier1 for Answer<P, Marker> {}
pub trait Tier2 {
    fn ask(&self) -> Other {
        Other
    }
}
impl<P, Q> Tier2 for Answer<P, Q> {}
impl Same {
    pub fn go_on<A, B>(&self, _: A, none: B) -> B {
        none
    }
}
impl Other {
    pub fn go_on<A, B>(&self, _: A, none: B) -> B {
        none
    }
}
impl Fell {
    pub fn go_on<A, B>(&self, some: A, _: B) -> A {
        some
    }
}

// ---- Does a borrow need `&mut`, at whatever depth? rustc asks for `DerefMut` only then.
pub struct Yes;
pub struct No;
/// Dereferences to `X`. The flags are inference variables that only these impls decide.
pub struct Watch<X, D, M>(Type<X>, PhantomData<(D, M)>);
pub struct Flag<F>(PhantomData<F>);
impl<X, D, M> Watch<X, D, M> {
    pub fn new(_: Type<X>, _: &Flag<D>, _: &Flag<M>) -> Self {
        unreachable!()
    }
}
impl<X, M> Deref for Watch<X, Yes, M> {
    type Target = X;
    fn deref(&self) -> &X {
        unreachable!()
    }
}
impl<X> DerefMut for Watch<X, Yes, Yes> {
    fn deref_mut(&mut self) -> &mut X {
        unreachable!()
    }
}
#[allow(clippy::new_without_default)]
impl<F> Flag<F> {
    pub fn new() -> Self {
        Flag(PhantomData)
    }
}
/// First, so that an undecided flag is `No`.
impl Flag<No> {
    pub fn choose<A, B>(&self, _: A, no: B) -> B {
        no
    }
}
pub trait Choose {
    fn choose<A, B>(&self, yes: A, _: B) -> A {
        yes
    }
}
impl Choose for Flag<Yes> {}

// ---- The verdict.
pub struct ByValue;
pub struct Shared;
pub struct Unique;
impl Same {
    pub fn verdict<S, B>(&self, _: &S, _: B) -> Shared {
        Shared
    }
}
impl Other {
    pub fn verdict<S, B>(&self, _: &S, _: B) -> ByValue {
        ByValue
    }
}
impl Fell {
    pub fn verdict<S: Second<B>, B>(&self, _: &S, _: B) -> S::Out {
        unreachable!()
    }
}
pub trait Second<B> {
    type Out;
}
impl<B> Second<B> for Fell {
    type Out = B;
}
impl<B> Second<B> for Same {
    type Out = ByValue;
}
impl<B> Second<B> for Other {
    type Out = ByValue;
}

impl Type<()> {
    /// What a body ends with that has no value.
    pub fn end(self) {}
}

/// A function with a value can't get to the end of a body without one. Found after the method of
/// the same name.
pub trait NoValue<T> {
    /// Isn't called.
    fn end(self) -> T;
}

impl<T> NoValue<T> for Type<T> {
    fn end(self) -> T {
        unreachable!("the end of a body without a value")
    }
}

/// `__probe!(x, out, m [T, ..] [G = T, ..] (a = ARG, b => CLOSURE, ..))`: the verdict on
/// `x.m::<T, ..>(ARG, CLOSURE, ..)`, where `x: Type<X>` is the receiver, `out: Type<R>` the result
/// (tied to the real call's result unless an argument contains a closure or an async block); `G`, `a`, `b` are fresh identifiers.
/// The second list is left empty if any `T` contains `_`.
#[macro_export]
macro_rules! __probe {
    ($x:expr, $out:expr, $m:ident [$($t:ty),* $(,)?] [$($g:ident = $q:ty),* $(,)?]
     ($($a:ident $(= $e:expr)? $(=> $c:expr)?),* $(,)?)) => {{
        let (x, out, verdict) = ($x, $out, $crate::rt::Type::new());
        #[allow(warnings, clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
        {
            // Never run, and (behind `loop {}`) never borrow-checked.
            if false { loop {} unsafe {
                // No name that the arguments could mean: items are not hygienic.
                use $crate::rt::{Choose as _, Kind as _, Tier1 as _, Tier2 as _};
                struct __PinataNothing;
                impl __PinataNothing { fn $m<$($g),*>(self, $($a: impl Sized),*) -> $crate::rt::Marker { loop {} } }
                // The plain call, without arguments' expressions: what do its parameters want?
                $(let mut $a = $crate::rt::Type::new().dead();)*
                out.same($crate::rt::type_of(x.dead().$m::<$($t),*>($($a),*)));
                // The arguments against that; then the closures, whose signatures need the rest.
                $($($a = $e;)?)*
                out.same($crate::rt::type_of(x.dead().$m::<$($t),*>($($crate::__probe!(@ $a $(=> $c)?)),*)));
                // A reference is never looked at where a method of what it refers to is meant.
                let (kind, skip) = ($crate::rt::Ask(x).kind(), $crate::rt::Type::<$crate::rt::Skip>::new());
                // A method on `&X`? If not, the trait is found at `&&X`.
                let first = {
                    trait __PinataProbe { fn $m<$($g),*>(&self, $($a: impl Sized),*) -> $crate::rt::Marker; }
                    impl<T> __PinataProbe for &T { fn $m<$($g),*>(&self, $($a: impl Sized),*) -> $crate::rt::Marker { loop {} } }
                    let receiver = kind.go_on(&x.dead(), __PinataNothing);
                    let out = kind.go_on(out, skip);
                    $crate::rt::Answer(out, $crate::rt::type_of(receiver.$m::<$($q),*>($($a),*))).ask()
                };
                // If not, one on `X`? If not, the trait is found at `&X`.
                let second = {
                    trait __PinataProbe { fn $m<$($g),*>(&self, $($a: impl Sized),*) -> $crate::rt::Marker; }
                    impl<T> __PinataProbe for T { fn $m<$($g),*>(&self, $($a: impl Sized),*) -> $crate::rt::Marker { loop {} } }
                    let receiver = first.go_on(x.dead(), __PinataNothing);
                    let out = first.go_on(out, skip);
                    $crate::rt::Answer(out, $crate::rt::type_of(receiver.$m::<$($q),*>($($a),*))).ask()
                };
                // If not, does the borrow have to be unique?
                let (deref, unique) = ($crate::rt::Flag::new(), $crate::rt::Flag::new());
                let receiver = $crate::rt::Watch::new(x, &deref, &unique);
                let mut receiver = second.go_on(first.go_on(receiver, __PinataNothing), __PinataNothing);
                let out = second.go_on(first.go_on(out, skip), skip);
                $crate::rt::Answer(out, $crate::rt::type_of(receiver.$m::<$($q),*>($($a),*))).ask();
                let borrow = deref.choose(unique.choose($crate::rt::Unique, $crate::rt::Shared), $crate::rt::Unique);
                verdict.same($crate::rt::type_of(first.verdict(&second, borrow)));
            } }
        }
        verdict
    }};
    (@ $a:ident) => { $a };
    // A closure sees its expected type through `break`, where `if` and `match` would hide it.
    (@ $a:ident => $c:expr) => { loop { break $c; break $a; } };
}
