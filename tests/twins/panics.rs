//! Panics that the code itself brings about, with their messages and places.

use super::*;
use crate::plain::panics as plain;

#[desugar]
async fn unwrapped(value: Option<D>) -> usize {
    let a = d("a");
    step(1).await;
    let value = later(value).await.unwrap();
    step(2).await;
    value.touch().len()
}
twin!(unwrapped, |driver| {
    driver.drive(|| super::unwrapped(None));
    driver.drive(|| super::unwrapped(Some(d("b"))));
});

#[desugar]
async fn expected(number: usize) -> usize {
    let a = d("a");
    later(fallible(number)).await.expect("it is even")
}
twin!(expected, |driver| {
    driver.drive(|| super::expected(1));
    driver.drive(|| super::expected(2));
});

#[desugar]
async fn out_of_bounds(values: Vec<usize>) -> usize {
    let number = later(1).await;
    let first = values[number];
    first + values[later(2).await]
}
twin!(out_of_bounds, |driver| {
    driver.drive(|| super::out_of_bounds(vec![1]));
    driver.drive(|| super::out_of_bounds(vec![1, 2]));
    driver.drive(|| super::out_of_bounds(vec![1, 2, 3]));
});

#[desugar]
async fn arithmetic(number: u8) -> u8 {
    let a = d("a");
    let sum = later(number).await + 250;
    step(1).await;
    sum / later(sum - 250).await
}
twin!(arithmetic, |driver| {
    for number in [0, 1, 6] {
        driver.drive(|| super::arithmetic(number));
    }
});

#[desugar]
async fn in_the_awaited(number: usize) -> usize {
    async fn fails(number: usize) -> usize {
        let b = d("b");
        step(1).await;
        assert!(number > 1, "{number} is too small");
        number
    }
    let a = d("a");
    fails(number).await
}
twin!(in_the_awaited, |driver| {
    driver.drive(|| super::in_the_awaited(1));
    driver.drive(|| super::in_the_awaited(2));
});

/// A panic that is caught in between is none for the machine.
#[desugar]
async fn caught(a: D) -> bool {
    let result = std::panic::catch_unwind(|| panic!("caught"));
    step(1).await;
    a.touch();
    later(result.is_err()).await
}
twin!(caught(d("a")));

/// A payload that is no text.
#[desugar]
async fn any_payload(a: D) {
    step(1).await;
    std::panic::panic_any(later(5).await);
}
twin!(any_payload(d("a")));

/// Panics when it is dropped, unless something panics already.
struct Fails(D);

impl Drop for Fails {
    fn drop(&mut self) {
        self.0.touch();
        if !std::thread::panicking() {
            panic!("drop of {:?}", self.0);
        }
    }
}

#[desugar]
async fn in_the_drop_of_a_local() {
    let a = d("a");
    let fails = Fails(d("b"));
    let c = d("c");
    step(1).await;
}
twin!(in_the_drop_of_a_local());

#[desugar]
async fn in_the_drop_of_a_parameter(a: D, fails: Fails, b: D) {
    step(1).await;
}
twin!(in_the_drop_of_a_parameter(d("a"), Fails(d("b")), d("c")));

/// The new value is in its place when the old one fails.
#[desugar]
async fn in_the_drop_of_an_old_value(a: D) {
    let mut value = Fails(d("old"));
    step(1).await;
    value = Fails(d("new"));
    step(2).await;
}
twin!(in_the_drop_of_an_old_value(d("a")));

#[desugar]
async fn in_the_drop_of_an_awaitee(a: D) -> usize {
    let fails = Fails(d("b"));
    async move {
        let fails = fails;
        later(1).await
    }
    .await
}
twin!(in_the_drop_of_an_awaitee(d("a")));

/// Where a call comes from, whatever stands around it.
#[desugar]
async fn callers(number: usize) -> Vec<(u32, u32)> {
    #[track_caller]
    fn place(_: usize) -> (u32, u32) {
        let place = std::panic::Location::caller();
        (place.line(), place.column())
    }
    struct Caller(D);
    impl Caller {
        #[track_caller]
        fn place(&self) -> (u32, u32) {
            place(1)
        }
        #[track_caller]
        fn last(self) -> (u32, u32) {
            place(2)
        }
    }
    let caller = Caller(d("a"));
    let first = place(later(number).await);
    let second = later(place(1)).await;
    let closure = || place(number);
    let mut places = vec![first, second, closure(), caller.place()];
    step(1).await;
    places.push(caller.place());
    places.push(match later(number).await {
        1 => place(0),
        _ => caller.last(),
    });
    places.extend([place(1), later(place(2)).await]);
    places
}
twin!(callers, |driver| {
    driver.drive(|| super::callers(1));
    driver.drive(|| super::callers(2));
});

/// Every operand panics in turn, in its own place.
#[desugar]
async fn operands(values: Vec<usize>, none: Option<usize>) -> usize {
    let a = d("a");
    let sum = later(values[0] - 1).await + values[1] * later(2).await;
    step(1).await;
    let difference = sum - later(values.len()).await;
    later(difference).await + none.expect("there is one")
}
twin!(operands, |driver| {
    driver.drive(|| super::operands(vec![], None));
    driver.drive(|| super::operands(vec![0], None));
    driver.drive(|| super::operands(vec![1], None));
    driver.drive(|| super::operands(vec![1, 0], None));
    driver.drive(|| super::operands(vec![1, 1], None));
    driver.drive(|| super::operands(vec![1, usize::MAX], None));
    driver.drive(|| super::operands(vec![1, 1], Some(1)));
});

/// Another calling convention.
#[desugar]
#[allow(improper_ctypes_definitions)]
async extern "C" fn external(number: usize) -> usize {
    later(number).await
}
twin!(external, |driver| {
    let pointer: extern "C" fn(usize) -> _ = super::external;
    driver.drive(|| pointer(1));
});
