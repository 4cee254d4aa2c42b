//! Values that are moved, on some ways or in part.

use super::*;
use crate::plain::moves as plain;

#[desugar]
async fn conditional(flag: bool, a: D) {
    let b = d("b");
    if flag {
        drop(a);
    }
    step(1).await;
    let c = d("c");
    step(2).await;
}
twin!(conditional, |driver| {
    driver.drive(|| super::conditional(true, d("a")));
    driver.drive(|| super::conditional(false, d("a")));
});

#[desugar]
async fn in_one_arm(choice: Option<usize>, a: D) -> usize {
    let sum = match choice {
        Some(0) => a.finish(),
        Some(number) => later(number).await,
        None => {
            step(1).await;
            let moved = a;
            step(2).await;
            moved.touch().len()
        }
    };
    step(3).await;
    sum
}
twin!(in_one_arm, |driver| {
    for choice in [Some(0), Some(1), None] {
        driver.drive(|| super::in_one_arm(choice, d("a")));
    }
});

#[desugar]
async fn conditional_and_back(flag: bool, mut a: D) -> D {
    if flag {
        a.finish();
        step(1).await;
        a = later(d("b")).await;
    }
    step(2).await;
    a
}
twin!(conditional_and_back, |driver| {
    driver.drive(|| super::conditional_and_back(true, d("a")));
    driver.drive(|| super::conditional_and_back(false, d("a")));
});

#[derive(Debug)]
struct Parts {
    left: D,
    right: D,
    inner: (D, D),
}

fn parts() -> Parts {
    Parts { left: d("l"), right: d("r"), inner: (d("i0"), d("i1")) }
}

#[desugar]
async fn a_field(parts: Parts) -> usize {
    step(1).await;
    drop(parts.left);
    step(2).await;
    let moved = parts.inner.1;
    step(3).await;
    parts.right.touch().len()
}
twin!(a_field(parts()));

#[desugar]
async fn a_field_on_one_way(parts: Parts, flag: bool) {
    if flag {
        drop(parts.right);
        step(1).await;
    }
    parts.left.touch();
    step(2).await;
}
twin!(a_field_on_one_way, |driver| {
    driver.drive(|| super::a_field_on_one_way(parts(), true));
    driver.drive(|| super::a_field_on_one_way(parts(), false));
});

#[desugar]
async fn a_field_and_back(mut parts: Parts) -> Parts {
    drop(parts.left);
    step(1).await;
    parts.left = d("l2");
    step(2).await;
    parts
}
twin!(a_field_and_back(parts()));

#[desugar]
async fn out_of_a_tuple() -> D {
    let pair = (d("a"), d("b"));
    let last = d("last");
    step(1).await;
    let first = pair.0;
    step(2).await;
    first
}
twin!(out_of_a_tuple());

#[desugar]
async fn out_of_a_box(boxed: Box<(D, D)>) -> usize {
    step(1).await;
    let first = boxed.0;
    step(2).await;
    first.touch().len()
}
twin!(out_of_a_box(Box::new((d("a"), d("b")))));

#[desugar]
async fn a_whole_box(boxed: Box<D>) -> usize {
    step(1).await;
    let value = *boxed;
    step(2).await;
    value.finish()
}
twin!(a_whole_box(Box::new(d("a"))));

#[desugar]
async fn into_an_option(a: D) -> Option<D> {
    let mut kept = None;
    step(1).await;
    if kept.is_none() {
        kept = Some(a);
    }
    step(2).await;
    kept.take()
}
twin!(into_an_option(d("a")));

#[desugar]
async fn into_a_literal(left: D, right: D) -> Parts {
    let inner = (d("a"), left);
    step(1).await;
    Parts { inner, left: later(d("b")).await, right }
}
twin!(into_a_literal(d("l"), d("r")));

#[desugar]
async fn into_a_vector() -> Vec<D> {
    let mut all = Vec::new();
    for name in ["a", "b"] {
        let value = d(name);
        step(1).await;
        all.push(value);
    }
    step(2).await;
    all
}
twin!(into_a_vector());

#[desugar]
async fn into_the_awaited(a: D, b: D) -> D {
    let (a, _) = later((a, b)).await;
    step(1).await;
    a
}
twin!(into_the_awaited(d("a"), d("b")));

/// A value that is `Copy` is never gone.
#[desugar]
async fn copies(number: usize, pair: (u8, char)) -> (usize, (u8, char)) {
    let same = number;
    let first = later(number).await;
    let other = pair;
    step(1).await;
    (same + number + first, if pair == other { pair } else { (0, ' ') })
}
twin!(copies(1, (2, 'c')));

/// `&mut` is moved when its type is inferred, and reborrowed when it is known.
#[desugar]
async fn exclusive_references(a: &mut D) -> usize {
    fn change(a: &mut D) {
        a.rename("changed");
    }
    change(a);
    step(1).await;
    let moved = a;
    change(moved);
    step(2).await;
    let reborrowed: &mut D = moved;
    change(reborrowed);
    step(3).await;
    moved.touch().len()
}
twin!(exclusive_references, |driver| {
    let mut a = d("a");
    driver.drive(|| super::exclusive_references(&mut a));
});

#[desugar]
async fn in_a_loop_until_taken(mut value: Option<D>) -> usize {
    let mut turns = 0;
    while let Some(taken) = value {
        turns += later(1).await;
        value = if turns < 2 { Some(taken) } else { None };
    }
    turns
}
twin!(in_a_loop_until_taken(Some(d("a"))));

#[desugar]
async fn by_an_early_return(flag: bool, a: D, b: D) -> D {
    step(1).await;
    if flag {
        return a;
    }
    step(2).await;
    b
}
twin!(by_an_early_return, |driver| {
    driver.drive(|| super::by_an_early_return(true, d("a"), d("b")));
    driver.drive(|| super::by_an_early_return(false, d("a"), d("b")));
});

#[desugar]
async fn forgotten(a: D) {
    step(1).await;
    std::mem::forget(a);
    let b = std::mem::ManuallyDrop::new(d("b"));
    step(2).await;
    b.touch();
}
twin!(forgotten(d("a")));
