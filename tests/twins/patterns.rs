//! `let` with patterns.

use super::*;
use crate::plain::patterns as plain;

#[desugar]
async fn tuples() -> usize {
    let (a, b) = (d("a"), d("b"));
    step(1).await;
    let (c, (e, ..)) = later((d("c"), (d("e"), 1, 2))).await;
    step(2).await;
    drop(b);
    step(3).await;
    e.touch().len()
}
twin!(tuples());

struct Point {
    x: D,
    y: D,
    z: usize,
}

fn point() -> Point {
    Point { x: d("x"), y: d("y"), z: 3 }
}

#[desugar]
async fn structs(point: Point) -> usize {
    let Point { x, y: other, z } = point;
    step(1).await;
    drop(x);
    later(z).await + other.touch().len()
}
twin!(structs(point()));

/// What a pattern leaves out of a place stays there.
#[desugar]
async fn struct_with_a_rest(point: Point) -> usize {
    let Point { x, z, .. } = point;
    step(1).await;
    point.y.touch();
    x.touch();
    later(z).await
}
twin!(struct_with_a_rest(point()));

/// What a pattern leaves out of a temporary is dropped at the semicolon.
#[desugar]
async fn rest_of_a_temporary() -> usize {
    let Point { x, .. } = point();
    step(1).await;
    let (_, b) = (d("a"), d("b"));
    step(2).await;
    let (c, _) = later((d("c"), d("e"))).await;
    step(3).await;
    x.touch().len()
}
twin!(rest_of_a_temporary());

#[desugar]
async fn references(point: Point) -> usize {
    let Point { ref x, y, ref z } = point;
    step(1).await;
    x.touch();
    drop(y);
    later(*z).await
}
twin!(references(point()));

#[desugar]
async fn mutable_references(mut point: Point) -> Point {
    let Point { x: ref mut first, y: ref mut second, .. } = point;
    first.rename("x2");
    step(1).await;
    second.rename(first.0);
    std::mem::swap(first, second);
    step(2).await;
    point
}

impl std::fmt::Debug for Point {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?} {:?} {}", self.x, self.y, self.z)
    }
}
twin!(mutable_references(point()));

#[desugar]
async fn through_references(pair: &(D, usize)) -> usize {
    let (a, number) = pair;
    step(1).await;
    a.touch();
    let &(ref b, number) = pair;
    step(2).await;
    number + b.0.len()
}
twin!(through_references, |driver| {
    let pair = (d("a"), 1);
    driver.drive(|| super::through_references(&pair));
});

#[desugar]
async fn bindings_with_a_pattern() -> usize {
    let whole @ (first, _) = later((1, 2)).await;
    step(1).await;
    let ref all @ [ref start, ..] = [d("a"), d("b")];
    step(2).await;
    all[1].touch();
    start.touch();
    whole.1 + first
}
twin!(bindings_with_a_pattern());

#[desugar]
async fn mutable_bindings() -> (D, usize) {
    let (mut a, mut number) = later((d("a"), 1)).await;
    a.rename("b");
    number += later(number).await;
    a = d("c");
    step(1).await;
    (a, number)
}
twin!(mutable_bindings());

#[desugar]
async fn with_types() -> u8 {
    let a: u8 = later(1).await;
    let b: Option<D>;
    let (c, _): (i64, Vec<()>) = (later(2).await, Vec::new());
    b = None;
    step(1).await;
    a + c as u8 + b.map_or(0, |b| b.finish() as u8)
}
twin!(with_types());

#[desugar]
async fn coerced() -> usize {
    let text: &str = &later(String::from("abc")).await;
    let boxed: Box<dyn Fn(usize) -> usize> = Box::new(|number| number + 1);
    let slice: &[usize] = &[1, later(2).await];
    step(1).await;
    boxed(slice[1]) + text.len()
}
twin!(coerced());

#[desugar]
async fn shadowing_with_the_same_name(a: (D, D)) -> usize {
    let (a, b) = a;
    step(1).await;
    let a = (a, b);
    step(2).await;
    let (_, a) = a;
    step(3).await;
    a.touch().len()
}
twin!(shadowing_with_the_same_name((d("a"), d("b"))));

/// The names in an initialiser are those from before the `let`.
#[desugar]
async fn shadowing_by_its_own_initialiser(number: usize) -> usize {
    let number = later(number + 1).await + number;
    let number = {
        let number = later(number * 2).await;
        number + 1
    };
    number
}
twin!(shadowing_by_its_own_initialiser(1));

/// Guards of arms that take the whole, a part, or nothing of what is kept.
#[desugar]
async fn guarded_parts(pair: (Option<D>, D), limit: usize) -> usize {
    match pair {
        (Some(a), b) if a.touch().len() > limit && b.touch() == "b" => {
            step(1).await;
            a.finish() + b.finish()
        }
        (Some(ref a), _) if limit == 2 && a.touch() == "a" => later(1).await,
        (Some(a), _) if limit == 3 => {
            step(1).await;
            a.finish() + 10
        }
        (_, ref b) if b.touch().len() == limit => later(2).await,
        (a, _) => later(a).await.map_or(0, |a| a.finish() + 20),
    }
}
twin!(guarded_parts, |driver| {
    for limit in 0..5 {
        driver.drive(|| super::guarded_parts((Some(d("a")), d("b")), limit));
        driver.drive(|| super::guarded_parts((None, d("b")), limit));
    }
});
