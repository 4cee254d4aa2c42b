//! References that live across awaits.

use super::*;
use crate::plain::borrows as plain;

#[desugar]
async fn of_a_local() -> Vec<usize> {
    let mut values = vec![1];
    let borrowed = &mut values;
    step(1).await;
    borrowed.push(2);
    step(2).await;
    borrowed.push(3);
    values.push(4);
    step(3).await;
    values
}
twin!(of_a_local());

/// What is borrowed stays where it is.
#[desugar]
async fn addresses_are_stable(big: [u8; 100], a: D) -> bool {
    let small = 1_u8;
    let before = (&raw const big, &raw const a, &raw const small);
    let references = (&big, &a, &small);
    step(1).await;
    let after = (&raw const *references.0, &raw const *references.1, &raw const *references.2);
    step(2).await;
    before == after && after == (&raw const big, &raw const a, &raw const small)
}
twin!(addresses_are_stable, |driver| {
    driver.drive(|| super::addresses_are_stable([1; 100], d("a")));
});

#[desugar]
async fn of_a_parameter(mut a: D) -> D {
    let name = &mut a;
    step(1).await;
    name.rename("b");
    let again = &*name;
    step(2).await;
    again.touch();
    a
}
twin!(of_a_parameter(d("a")));

#[desugar]
async fn of_fields(mut pair: (D, (usize, D))) -> (D, (usize, D)) {
    let (left, right) = (&mut pair.0, &mut pair.1.1);
    step(1).await;
    left.rename("c");
    pair.1.0 += later(1).await;
    right.rename("e");
    step(2).await;
    pair
}
twin!(of_fields((d("a"), (1, d("b")))));

#[desugar]
async fn of_elements(values: &mut [usize]) -> usize {
    let (left, right) = values.split_at_mut(1);
    step(1).await;
    left[0] += later(right[0]).await;
    right[0] = left[0];
    let last = values.last().unwrap();
    step(2).await;
    *last
}
twin!(of_elements, |driver| {
    let mut values = [1, 2, 3];
    driver.drive(|| super::of_elements(&mut values));
    driver.markers(format!("{values:?}"));
});

#[desugar]
async fn of_text(text: &str) -> String {
    let owned = text.to_uppercase();
    let trimmed = owned.trim();
    step(1).await;
    let (start, end) = trimmed.split_once(' ').unwrap();
    step(2).await;
    format!("{end} {start}")
}
twin!(of_text(" hello world "));

#[desugar]
async fn returned<'a>(text: &'a str, other: &str) -> &'a str {
    let start = later(other.len()).await;
    step(1).await;
    &text[start..]
}
twin!(returned("hello", "ab"));

#[desugar]
async fn two_lifetimes<'a, 'b>(left: &'a mut D, right: &'b mut D) -> (&'a mut D, &'b D) {
    left.rename("x");
    step(1).await;
    std::mem::swap(left, right);
    step(2).await;
    (left, right)
}
twin!(two_lifetimes, |driver| {
    let (mut left, mut right) = (d("a"), d("b"));
    driver.drive(|| super::two_lifetimes(&mut left, &mut right));
});

#[desugar]
async fn nested_references(outer: &mut &mut D) -> usize {
    outer.rename("b");
    step(1).await;
    let inner: &mut D = *outer;
    inner.rename("c");
    step(2).await;
    inner.touch().len()
}
twin!(nested_references, |driver| {
    let mut a = d("a");
    let mut outer = &mut a;
    driver.drive(|| super::nested_references(&mut outer));
});

#[desugar]
async fn iterators() -> Vec<usize> {
    let numbers = vec![1, 2, 3];
    let mut doubled = numbers.iter().map(|number| number * 2);
    let first = doubled.next();
    step(1).await;
    let mut rest = Vec::with_capacity(numbers.len());
    for number in doubled {
        rest.push(later(number).await);
    }
    rest.extend(first);
    rest
}
twin!(iterators());

#[desugar]
async fn reference_that_moves_on() -> usize {
    let (a, b) = (d("a"), d("bc"));
    let mut current = &a;
    step(1).await;
    current.touch();
    current = &b;
    step(2).await;
    current.touch().len()
}
twin!(reference_that_moves_on());

#[desugar]
async fn linked(names: Vec<D>) -> usize {
    let mut longest = &names[0];
    for name in &names {
        step(1).await;
        if name.0.len() > longest.0.len() {
            longest = name;
        }
    }
    let found = longest.touch();
    step(2).await;
    found.len()
}
twin!(linked(vec![d("a"), d("abc"), d("ab")]));

/// The borrow has ended, so the value may be moved although it was borrowed.
#[desugar]
async fn moved_after_a_borrow(a: D) -> usize {
    let name = &a;
    step(1).await;
    name.touch();
    step(2).await;
    let length = a.finish();
    step(3).await;
    length
}
twin!(moved_after_a_borrow(d("a")));

#[desugar]
async fn borrowed_by_the_awaitee() -> usize {
    async fn change(a: &mut D, name: &'static str) -> usize {
        step(1).await;
        a.rename(name);
        later(name.len()).await
    }
    let mut a = d("a");
    let first = change(&mut a, "bc").await;
    let second = change(&mut a, "cde").await;
    a.touch();
    first + second
}
twin!(borrowed_by_the_awaitee());

#[desugar]
async fn through_a_box() -> usize {
    let mut boxed = Box::new((d("a"), 1));
    let number = &mut boxed.1;
    step(1).await;
    *number += later(1).await;
    boxed.0.rename("b");
    step(2).await;
    boxed.1
}
twin!(through_a_box());

#[desugar]
async fn raw_pointers(mut number: usize) -> usize {
    let pointer = &raw mut number;
    step(1).await;
    unsafe { *pointer += 1 };
    step(2).await;
    number + 1
}
twin!(raw_pointers(1));

#[desugar]
async fn statics() -> usize {
    static NAMES: [&str; 2] = ["a", "bc"];
    let name: &'static &'static str = &NAMES[1];
    step(1).await;
    let text: &'static str = name;
    later(text).await.len()
}
twin!(statics());

/// What lives in the code may be lent to what outlives it.
#[desugar]
async fn lent_to_what_goes_later(rounds: usize) -> D {
    for _ in 0..rounds {
        let mut count: usize = later(1).await;
        let mut counts = |more: usize| {
            count += more;
            d("counted")
        };
        counts(2).touch();
    }
    {
        let value = &later(d("value")).await;
        let _block = async {
            value.touch();
            1
        };
    }
    let mut name = d("name");
    d(d("temporary").rename(name.rename("renamed").touch()).touch())
}
twin!(lent_to_what_goes_later(2));
