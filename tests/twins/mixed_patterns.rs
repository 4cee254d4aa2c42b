//! Patterns that move here, borrow there, and ask in between.

use super::*;
use crate::plain::mixed_patterns as plain;

#[derive(Debug)]
enum Shape {
    One(D),
    Two(D, D),
    Named { a: D, b: D, n: usize },
    Nested(Option<(D, D)>),
    Empty,
}
fn shape(n: usize) -> Shape {
    match n {
        0 => Shape::One(d("a")),
        1 => Shape::Two(d("a"), d("b")),
        2 => Shape::Named { a: d("a"), b: d("b"), n: 3 },
        3 => Shape::Nested(Some((d("a"), d("b")))),
        4 => Shape::Nested(None),
        5 => Shape::Named { a: d("a"), b: d("b"), n: 9 },
        _ => Shape::Empty,
    }
}

#[desugar]
async fn guard_on_alternatives(n: usize) -> usize {
    let s = shape(n);
    step(1).await;
    match s {
        Shape::One(x) | Shape::Two(x, _) if x.touch() == "z" => {
            step(1).await;
            x.finish()
        }
        _ => 5,
    }
}
twin!(guard_on_alternatives, |driver| {
    for n in 0..7 {
        driver.drive(|| super::guard_on_alternatives(n));
    }
});

#[desugar]
async fn borrowed_or_moved(n: usize) -> usize {
    let s = shape(n);
    step(1).await;
    match s {
        Shape::Named { ref a, n, .. } if n > 5 => {
            step(1).await;
            a.touch().len()
        }
        Shape::Named { b, n: k @ 0..=4, .. } => {
            step(1).await;
            b.touch();
            k
        }
        _ => 5,
    }
}
twin!(borrowed_or_moved, |driver| {
    for n in 0..7 {
        driver.drive(|| super::borrowed_or_moved(n));
    }
});

#[desugar]
async fn rest_is_borrowed(n: usize) -> usize {
    let s = shape(n);
    step(1).await;
    match s {
        Shape::Two(_, y) => {
            step(1).await;
            y.finish()
        }
        Shape::One(..) => {
            step(1).await;
            77
        }
        ref other => {
            event(format!("{other:?}"));
            step(1).await;
            99
        }
    }
}
twin!(rest_is_borrowed, |driver| {
    for n in 0..7 {
        driver.drive(|| super::rest_is_borrowed(n));
    }
});

#[desugar]
async fn or_bindings(n: usize) -> usize {
    let s = shape(n);
    step(1).await;
    match s {
        Shape::Two(x, _) | Shape::Named { b: x, .. } | Shape::Nested(Some((x, _))) => {
            step(1).await;
            x.touch().len()
        }
        _ => {
            step(1).await;
            0
        }
    }
}
twin!(or_bindings, |driver| {
    for n in 0..7 {
        driver.drive(|| super::or_bindings(n));
    }
});

#[desugar]
async fn boxed_match() -> usize {
    let x = Box::new(shape(1));
    step(1).await;
    match *x {
        Shape::Two(a, _) => {
            step(1).await;
            a.touch().len()
        }
        _ => 0,
    }
}
twin!(boxed_match());

#[desugar]
async fn while_let_stack() -> usize {
    let mut v = vec![(d("a"), 1), (d("b"), 2), (d("c"), 3)];
    let mut sum = 0;
    while let Some((x, n @ 2..)) | Some((x, n)) = v.pop() {
        step(1).await;
        if n == 2 {
            continue;
        }
        sum += n + x.touch().len();
    }
    sum
}
twin!(while_let_stack());

#[desugar]
async fn if_let_chain(n: usize) -> usize {
    let s = Some(shape(n));
    step(1).await;
    if let Some(Shape::Two(ref a, _)) = s {
        a.touch();
        step(1).await;
    }
    if let Some(Shape::Two(a, _)) = s {
        step(1).await;
        a.finish()
    } else {
        step(1).await;
        0
    }
}
twin!(if_let_chain, |driver| {
    for n in 0..3 {
        driver.drive(|| super::if_let_chain(n));
    }
});

#[desugar]
async fn at_bindings() -> usize {
    let s = Some(5usize);
    step(1).await;
    match s {
        whole @ Some(n @ 3..=9) => {
            step(1).await;
            whole.unwrap() + n
        }
        _ => 0,
    }
}
twin!(at_bindings());

#[desugar]
async fn slice_patterns() -> usize {
    let v = vec![d("a"), d("b"), d("c")];
    step(1).await;
    match &v[..] {
        [first, .., last] => {
            step(1).await;
            first.touch();
            last.touch().len()
        }
        [..] => 0,
    }
}
twin!(slice_patterns());

#[desugar]
async fn ref_beside_ref_mut(mut pair: (D, D, D)) -> usize {
    step(1).await;
    let (taken, ref looked_at, ref mut changed) = pair;
    changed.rename("changed");
    step(1).await;
    taken.finish() + looked_at.touch().len() + changed.touch().len()
}
twin!(ref_beside_ref_mut((d("a"), d("b"), d("c"))));

#[desugar]
async fn before_the_temporaries_die() -> usize {
    let (ref looked_at, taken) = (&mut later((d("a"), d("b")))).await;
    let (ref again, other) = later((d("c"), d("temporary").touch())).await;
    looked_at.touch().len() + taken.finish() + again.touch().len() + other.len()
}
twin!(before_the_temporaries_die());

/// A guard lets the next arm look at what the one before would have borrowed.
#[desugar]
async fn borrowed_behind_a_guard(mut all: (D, Option<D>, usize), most: usize) -> usize {
    step(1).await;
    match all {
        (ref a, Some(ref mut b), ref mut n) if a.touch().len() + *n > most => {
            step(1).await;
            b.rename("x");
            step(1).await;
            *n += a.touch().len();
        }
        (ref mut a, Some(ref b), _) if b.touch().len() > most => {
            step(1).await;
            a.rename("x");
            step(1).await;
            b.touch();
        }
        (a, Some(b), _) => {
            step(1).await;
            a.touch();
        }
        (a, None, _) => step(1).await,
    }
    step(1).await;
    match (d("c"), 1) {
        (ref mut c, _) if most == 1 => {
            c.rename("y");
            step(2).await;
        }
        (c, number) => step(c.touch().len() + number).await,
    }
    1
}
twin!(borrowed_behind_a_guard((d("a"), Some(d("b")), 3), 3));
twin!(borrowed_behind_another = borrowed_behind_a_guard((d("a"), Some(d("bc")), 0), 1));
twin!(borrowed_behind_none = borrowed_behind_a_guard((d("a"), Some(d("b")), 0), 5));
