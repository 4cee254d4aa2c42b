//! Assignments: the old value is dropped, the right side mostly comes first.

use super::*;
use crate::plain::assignments as plain;
use std::fmt::Debug;
use std::ops::AddAssign;

#[desugar]
async fn reassigned(mut a: D) {
    step(1).await;
    a = later(d("b")).await;
    step(2).await;
    a = d("c");
    step(3).await;
}
twin!(reassigned(d("a")));

#[desugar]
async fn reassigned_after_a_move(mut a: D) {
    step(1).await;
    a.finish();
    step(2).await;
    a = d("b");
    step(3).await;
}
twin!(reassigned_after_a_move(d("a")));

#[desugar]
async fn deferred(flag: bool) -> usize {
    let a;
    step(1).await;
    if flag {
        a = d("yes");
        step(2).await;
    } else {
        a = later(d("no")).await;
    }
    step(3).await;
    a.touch().len()
}
twin!(deferred, |driver| {
    driver.drive(|| super::deferred(true));
    driver.drive(|| super::deferred(false));
});

/// A local that is not initialised on every path is dropped where it is.
#[desugar]
async fn sometimes_initialised(flag: bool) {
    let a;
    let b = d("b");
    if flag {
        a = d("a");
        step(1).await;
        a.touch();
    }
    step(2).await;
}
twin!(sometimes_initialised, |driver| {
    driver.drive(|| super::sometimes_initialised(true));
    driver.drive(|| super::sometimes_initialised(false));
});

#[desugar]
async fn deferred_in_a_loop() {
    let mut last;
    let mut round = 0;
    loop {
        last = later(d("a")).await;
        round += 1;
        if round == 2 {
            break;
        }
    }
    step(2).await;
    last.rename("b");
}
twin!(deferred_in_a_loop());

/// With two numbers, the right side of `+=` is evaluated before the place, with any other
/// types after it. So where one of them awaits, the place needs a name.
#[desugar]
async fn compound_of_numbers(mut numbers: [usize; 2]) -> [usize; 2] {
    let place = &mut numbers[call(0)];
    *place += later(10).await;
    let place = &mut numbers[later(1).await];
    *place *= call(3);
    let place = &mut numbers[later(0).await];
    *place -= later(1).await;
    numbers
}
twin!(compound_of_numbers([1, 2]));

#[derive(Debug)]
struct Total(usize);

impl AddAssign<usize> for Total {
    fn add_assign(&mut self, other: usize) {
        event(format!("{} += {other}", self.0));
        self.0 += other;
    }
}

#[desugar]
async fn compound_of_other_types(mut totals: Vec<Total>) -> Vec<Total> {
    let place = &mut totals[call(0)];
    *place += later(10).await;
    step(1).await;
    totals[call(1)] += call(3);
    totals
}
twin!(compound_of_other_types(vec![Total(1), Total(2)]));

#[desugar]
async fn compound_of_a_local(mut sum: usize, text: &str) -> (usize, String) {
    let mut all = String::from(text);
    sum += later(1).await;
    sum <<= later(2).await;
    all += later("b").await;
    step(1).await;
    sum += sum * later(3).await;
    (sum, all)
}
twin!(compound_of_a_local(1, "a"));

#[desugar]
async fn to_an_element(mut values: Vec<D>) -> Vec<D> {
    values[call(1)] = later(d("c")).await;
    step(1).await;
    values[later(0).await] = d("e");
    values
}
twin!(to_an_element(vec![d("a"), d("b")]));

#[desugar]
async fn to_a_field(mut pair: (D, D)) -> D {
    step(1).await;
    pair.0 = later(d("c")).await;
    step(2).await;
    pair.1 = d("e");
    pair.0
}
twin!(to_a_field((d("a"), d("b"))));

#[desugar]
async fn through_a_reference(place: &mut D) {
    step(1).await;
    *place = later(d("b")).await;
    step(2).await;
    *place = d("c");
}
twin!(through_a_reference, |driver| {
    let mut place = d("a");
    driver.drive(|| super::through_a_reference(&mut place));
    place.touch();
});

#[desugar]
async fn destructuring() -> (D, usize) {
    let (mut a, mut b) = (d("a"), 1);
    step(1).await;
    (a, b) = later((d("b"), 2)).await;
    step(2).await;
    [b, _, ..] = later([4, 5, 6]).await;
    _ = later(d("c")).await;
    (a, b)
}
twin!(destructuring());

#[desugar]
async fn swapped_and_replaced(mut a: D, mut b: D) -> D {
    step(1).await;
    std::mem::swap(&mut a, &mut b);
    step(2).await;
    let old = std::mem::replace(&mut a, later(d("c")).await);
    step(3).await;
    old
}
twin!(swapped_and_replaced(d("a"), d("b")));

/// What is lent until it is dropped.
#[derive(Debug)]
struct Lent<'a, T: Debug> {
    name: D,
    value: &'a mut T,
}

impl<T: Debug> std::ops::Deref for Lent<'_, T> {
    type Target = T;
    fn deref(&self) -> &T {
        self.value
    }
}

impl<T: Debug> std::ops::DerefMut for Lent<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        self.name.touch();
        self.value
    }
}

fn lent<T: Debug>(value: &mut T) -> Lent<'_, T> {
    Lent { name: d("lent"), value }
}

#[derive(Debug)]
struct Names(Vec<D>);

impl AddAssign<D> for Names {
    fn add_assign(&mut self, name: D) {
        name.touch();
        self.0.push(name);
    }
}

/// The value is the same before and after the place is found.
#[desugar]
async fn added_to_what_is_awaited(n: usize) -> usize {
    const TWO: usize = 2;
    let (mut sum, mut names, pair) = (0, Names(Vec::new()), (n, d("other")));
    *later(lent(&mut sum)).await += 1;
    *later(lent(&mut sum)).await += n;
    *later(lent(&mut sum)).await *= TWO + 1;
    *later(lent(&mut sum)).await -= pair.0;
    let name = d("name");
    *later(lent(&mut names)).await += name;
    step(0).await;
    *later(lent(&mut names)).await += pair.1;
    let mut numbers = [sum, 5];
    numbers[later(n).await] <<= 1;
    step(1).await;
    numbers[0] + numbers[1]
}
twin!(added_to_what_is_awaited, |driver| {
    driver.drive(|| super::added_to_what_is_awaited(1));
    driver.drive(|| super::added_to_what_is_awaited(2));
});
