//! When parameters are dropped: in reverse order, after every local.

use super::*;
use crate::plain::parameters as plain;

#[desugar]
async fn nothing() {}
twin!(nothing());

#[desugar]
async fn only_a_value(a: D) -> D {
    a
}
twin!(only_a_value(d("a")));

#[desugar]
async fn in_reverse(a: D, b: D) {
    let c = d("c");
    step(1).await;
    let e = d("e");
    step(2).await;
}
twin!(in_reverse(d("a"), d("b")));

#[desugar]
async fn never_named(a: D, _b: D, c: D) {
    let x = d("x");
    step(1).await;
    c.touch();
}
twin!(never_named(d("a"), d("b"), d("c")));

/// What `_` does not bind is still a parameter, and dropped after those that are bound.
#[desugar]
async fn underscore(_: D, b: D, _: D) {
    step(1).await;
    b.touch();
}
twin!(underscore(d("a"), d("b"), d("c")));

#[desugar]
async fn tuple_pattern((a, b): (D, D), c: D) {
    step(1).await;
    a.touch();
    step(2).await;
}
twin!(tuple_pattern((d("a"), d("b")), d("c")));

/// The halves of the tuple that the pattern leaves out go with the parameter itself.
#[desugar]
async fn partly_bound_pattern((a, _): (D, D), (_, .., e): (D, D, D)) {
    let x = d("x");
    step(1).await;
}
twin!(partly_bound_pattern((d("a"), d("b")), (d("c"), d("m"), d("e"))));

struct Pair {
    left: D,
    right: D,
}

#[desugar]
async fn struct_pattern(Pair { right, left: first }: Pair, Pair { left, .. }: Pair) -> usize {
    step(1).await;
    left.touch();
    right.finish()
}
twin!(struct_pattern(Pair { left: d("a"), right: d("b") }, Pair { left: d("c"), right: d("e") },));

#[desugar]
async fn mutable_parameter(mut a: D, mut b: D) {
    a.rename("a2");
    step(1).await;
    b = d("b2");
    step(2).await;
    a.rename("a3");
}
twin!(mutable_parameter(d("a"), d("b")));

#[desugar]
async fn ref_pattern(ref a: D, ref mut b: D) {
    step(1).await;
    a.touch();
    b.rename("b2");
    step(2).await;
}
twin!(ref_pattern(d("a"), d("b")));

/// The first of two equal names is hidden by a local, not replaced by it.
#[desugar]
async fn shadowed_by_a_local(a: D, b: D) {
    let a = (d("c"), a);
    step(1).await;
    let b = d("e");
    a.1.touch();
    step(2).await;
}
twin!(shadowed_by_a_local(d("a"), d("b")));

#[desugar]
async fn moved_before_the_first_await(a: D, b: D) {
    a.finish();
    step(1).await;
}
twin!(moved_before_the_first_await(d("a"), d("b")));

#[desugar]
async fn moved_after_the_last_await(a: D, b: D) -> usize {
    step(1).await;
    a.finish()
}
twin!(moved_after_the_last_await(d("a"), d("b")));

#[desugar]
async fn moved_into_a_local(a: D, b: D) {
    step(1).await;
    let moved = a;
    step(2).await;
}
twin!(moved_into_a_local(d("a"), d("b")));

/// Without an await nothing is ever held, but the parameters are until the first poll.
#[desugar]
async fn no_await(a: D, _: D, b: D) -> usize {
    let c = d("c");
    call(b.finish())
}
twin!(no_await(d("a"), d("x"), d("b")));

/// A parameter that isn't there, and one that is.
#[desugar]
async fn configured(
    #[cfg(any())] missing: Missing,
    #[cfg(test)]
    #[allow(unused)]
    a: D,
    #[cfg(not(any()))] (b, _): (D, D),
    c: D,
) -> usize {
    #[cfg(any())]
    missing.anything().await;
    step(1).await;
    #[cfg(test)]
    let length = later(a.touch().len()).await;
    #[cfg(any())]
    let length = missing.length().await;
    b.touch();
    length
}
twin!(configured(d("a"), (d("b"), d("b2")), d("c")));

struct Configured(D);

impl Configured {
    #[desugar]
    async fn method(&self, #[cfg(any())] missing: Missing, #[cfg(test)] a: D) -> D {
        step(1).await;
        self.0.touch();
        a
    }
}
twin!(configured_method, |driver| {
    let this = super::Configured(d("a"));
    driver.drive(|| this.method(d("b")));
});

/// What never waits.
#[desugar]
async fn without_waits(first: D, (a, b): (D, D), mut last: Option<D>, boxed: Box<(D, D)>) -> usize {
    let number = match *boxed {
        (x, _) if x.0.is_empty() => return x.finish(),
        (x, y) => y.finish() + fallible(4).map_or(0, |n| n),
    };
    if let Some(inner) = last {
        return inner.finish();
    }
    last = Some(a);
    call(first.touch());
    number
}
twin!(without_waits(d("first"), (d("a"), d("b")), Some(d("last")), Box::new((d("x"), d("y")))));
twin!(on_through = without_waits(d("first"), (d("a"), d("b")), None, Box::new((d("x"), d("y")))));

struct Both {
    left: D,
    right: D,
}

#[desugar]
async fn parts_without_waits((_, a): (D, D), ref b: D, Both { left, .. }: Both, _: D) -> D {
    let rest = Both { left: left, ..Both { left: d("c"), right: d("e") } };
    drop(rest.right);
    fallible(b.touch().len() * 2).map_or_else(|_| a, |_| rest.left)
}
twin!(parts_without_waits(
    (d("w"), d("a")),
    d("b"),
    Both { left: d("left"), right: d("right") },
    d("z")
));

#[desugar]
async fn references_without_waits(ref flag: bool, (ref a, b): (D, D), last: Box<D>) -> D {
    let text = if *flag { a.touch() } else { "none" };
    call(text);
    b
}
twin!(references_without_waits(true, (d("a"), d("b")), Box::new(d("last"))));
