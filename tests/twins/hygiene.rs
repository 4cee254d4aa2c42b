//! Names that the attribute's own code might stumble over.

use super::*;
use crate::plain::hygiene as plain;

/// Everything that one could take for what it is elsewhere.
#[allow(dead_code)]
mod shadows {
    pub mod core {}
    pub mod alloc {}
    pub mod pinata {}
    pub mod rt {}
    #[derive(Debug)]
    pub struct Option;
    #[derive(Debug)]
    pub enum Result {
        Ok,
        Err,
    }
    pub struct Poll;
    pub struct Slot;
    pub struct Machine;
    pub struct Flagged;
    pub struct Future;
    pub struct IntoFuture;
    pub struct Send;
    pub struct Output;
    pub struct Fields;
    pub struct Fields0;
    pub struct O;
    pub struct C;
    pub struct P;
    pub struct F0;
    pub struct T0;
    pub struct Unresumed;
    pub struct Returned;
    pub struct AwaitStep;
    pub trait Clone {}
    pub trait Copy {}
    pub trait Drop {}
    pub fn drop(number: usize) -> usize {
        number + 1
    }
    pub fn link(number: usize) -> usize {
        number + 2
    }
    pub fn expected(number: usize) -> usize {
        number + 3
    }
    pub fn oracle() -> usize {
        4
    }
    macro_rules! unreachable {
        () => {
            compile_error!("the wrong macro")
        };
    }
    pub(crate) use unreachable;
    macro_rules! panic {
        () => {
            compile_error!("the wrong macro")
        };
    }
    pub(crate) use panic;
}

mod shadowed {
    use super::super::desugar;
    use super::shadows::*;
    use super::{later, step};

    #[desugar]
    pub(crate) async fn types(number: usize) -> Result {
        let option: Option = Option;
        let fields = Fields;
        let fields0 = Fields0;
        let slot = Slot;
        let poll = Poll;
        step(1).await;
        let (o, c, p, f0, t0) = (O, C, P, F0, T0);
        let (returned, unresumed, await_step) = (Returned, Unresumed, AwaitStep);
        step(number).await;
        let _: (&Slot, &Poll, &Fields, &Fields0) = (&slot, &poll, &fields, &fields0);
        let _: (&O, &C, &P, &F0, &T0) = (&o, &c, &p, &f0, &t0);
        let _: (&Returned, &Unresumed, &AwaitStep) = (&returned, &unresumed, &await_step);
        let _: &Option = &option;
        if later(number).await == 1 { Result::Ok } else { Result::Err }
    }

    #[desugar]
    pub(crate) async fn values(number: usize) -> usize {
        let first = drop(link(expected(later(number).await)));
        step(1).await;
        first + oracle()
    }

    #[desugar]
    pub(crate) async fn unnamed(number: usize) -> impl Fn(usize) -> usize {
        let first = drop(link(expected(later(number).await)));
        step(1).await;
        move |number| first + number + oracle()
    }
}
twin!(types, |driver| {
    driver.drive(|| super::shadowed::types(1));
    driver.drive(|| super::shadowed::types(2));
});
twin!(values, |driver| driver.drive(|| super::shadowed::values(1)));
twin!(unnamed, |driver| {
    driver.drive(|| async { (super::shadowed::unnamed(1).await)(2) });
});

/// Locals with the names of what is around them.
#[desugar]
async fn locals(storage: D, op: D, state: D, machine: D) -> usize {
    let step_ = later(d("step")).await;
    let cx = later(d("cx")).await;
    let (output, awaitee, oracle, witness) = (d("output"), d("awaitee"), d("oracle"), d("witness"));
    step(1).await;
    let (value, residual, wanted, types, unit, this) =
        (call(1), call(2), call(3), call(4), call(5), call(6));
    let poll = later(value + residual + wanted + types + unit + this).await;
    let r#loop = later(poll).await;
    output.touch();
    step(r#loop - 20).await;
    poll
}
twin!(locals(d("storage"), d("op"), d("state"), d("machine")));

/// Locals that look like types, and like constants.
#[desugar]
#[allow(non_snake_case)]
async fn capitals(Foo: D, N: usize, (A, mut B): (usize, D)) -> (usize, usize) {
    let X = later(N).await;
    let Some(y) = later(Some(X)).await else { return (0, 0) };
    let Bar = d("Bar");
    step(1).await;
    Foo.touch();
    B = d("b2");
    for Item in 0..2 {
        let Double = later(Item * 2).await;
        call(Double + Item);
    }
    let apply = |Z: usize| Z + X + A;
    step(1).await;
    Bar.touch();
    let Sum = apply(y);
    let Sum = later(Sum + X).await;
    call(format!("{Sum} {X} {Foo:?}"));
    (Sum, A)
}
twin!(capitals(d("Foo"), 3, (4, d("B"))));

#[derive(Debug)]
struct Unit;
#[derive(Debug)]
#[allow(non_snake_case)]
struct Capital {
    X: usize,
    Y: D,
}
const LIMIT: usize = 3;

/// What is no local stays what it is.
#[desugar]
#[allow(non_snake_case)]
async fn no_locals(number: usize, Unit: Unit) -> usize {
    let Unit = Unit;
    step(1).await;
    let Capital { X, Y } = later(Capital { X: number, Y: d("Y") }).await;
    step(1).await;
    Y.touch();
    match later(X).await {
        LIMIT => later(LIMIT).await,
        usize::MAX => 0,
        other => other,
    }
}
twin!(no_locals, |driver| {
    driver.drive(|| super::no_locals(3, super::Unit));
    driver.drive(|| super::no_locals(4, super::Unit));
});

#[desugar]
async fn größe(länge: usize, 数: D) -> usize {
    let breite = later(länge).await;
    let ähnlich = d("ä");
    step(1).await;
    数.touch();
    breite * länge
}
twin!(größe(3, d("数")));

#[desugar]
async fn r#match(r#type: D, r#fn: usize) -> D {
    let r#struct = later(r#fn).await;
    let r#use = d("use");
    step(r#struct).await;
    r#use.touch();
    r#type
}
twin!(raw, |driver| driver.drive(|| super::r#match(d("type"), 1)));

#[desugar]
async fn poll(poll: D) -> D {
    later(poll).await
}
twin!(poll(d("a")));

#[desugar]
async fn main(main: usize) -> usize {
    if main == 0 { 0 } else { Box::pin(self::main(main - 1)).await + 1 }
}
twin!(main(2));

/// States and steps with the same names as the function.
#[desugar]
async fn returned(flag: bool) {
    async fn unresumed() {
        step(1).await;
    }
    async fn panicked() {
        step(2).await;
    }
    async fn then() {
        step(1).await;
    }
    if flag {
        then().await;
    }
    unresumed().await;
    panicked().await;
    loop {
        then().await;
        break;
    }
}
twin!(returned(true));

struct New(D);

impl New {
    #[desugar]
    async fn new(new: D) -> Self {
        step(1).await;
        Self(new)
    }
    #[desugar]
    async fn poll(self, poll: usize) -> usize {
        step(poll).await;
        self.0.touch().len()
    }
}
twin!(new, |driver| driver.drive(|| async { super::New::new(d("new")).await.poll(2).await }));

/// Variants with the names of others, of a type with a destructor.
#[derive(Debug)]
enum Guard {
    Some(usize),
    Ok(usize, usize),
    None,
}

impl Drop for Guard {
    fn drop(&mut self) {
        // What is lost in a panic is no matter here.
        if !std::thread::panicking() {
            event(format!("drop {self:?}"));
        }
    }
}

#[desugar]
async fn variants(guard: Guard) -> usize {
    let sum = match guard {
        Guard::Some(number) => later(number).await,
        Guard::Ok(left, right) => {
            let a = d("a");
            later(left + right).await
        }
        Guard::None => 0,
    };
    let b = d("b");
    step(1).await;
    if let Guard::Some(number) = guard {
        step(number).await;
    }
    sum
}
twin!(variants, |driver| {
    driver.drive(|| super::variants(super::Guard::Some(1)));
    driver.drive(|| super::variants(super::Guard::Ok(1, 2)));
    driver.drive(|| super::variants(super::Guard::None));
});

#[desugar]
async fn variants_of_a_temporary(number: usize) -> usize {
    let taken = match later(Guard::Some(number)).await {
        Guard::Some(number) => later(number).await,
        _ => 0,
    };
    if let Guard::Some(number) = later(Guard::Some(number)).await {
        step(1).await;
        return number;
    }
    taken
}
twin!(variants_of_a_temporary(1));
