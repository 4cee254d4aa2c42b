//! Struct literals that take the rest of a local.

use super::*;
use crate::plain::bases as plain;

#[derive(Debug)]
struct Three {
    a: D,
    n: usize,
    b: D,
    c: Option<D>,
}
fn three() -> Three {
    Three { a: d("a"), n: 1, b: d("b"), c: Some(d("c")) }
}
fn count(three: Three) -> usize {
    three.a.finish() + three.n + three.b.touch().len()
}

#[desugar]
async fn taken_after_an_await(x: Three) -> usize {
    step(1).await;
    let y = Three { n: later(2).await, ..x };
    step(1).await;
    y.n + y.a.touch().len()
}
twin!(taken_after_an_await(three()));

/// What is listed stays where it was, and is dropped there.
#[desugar]
async fn listed_stays(x: Three, y: D) -> usize {
    let kept = d("kept");
    let z = Three { b: later(d("new b")).await, ..x };
    step(1).await;
    x.b.touch();
    kept.touch();
    let n = later(count(z)).await;
    x.b.touch().len() + n
}
twin!(listed_stays(three(), d("y")));

#[desugar]
async fn listed_changes() -> usize {
    let mut x = three();
    step(1).await;
    let y = Three { b: d("new b"), c: None, ..x };
    step(1).await;
    x.b = d("newer b");
    step(1).await;
    x.c.take();
    x.n += 1;
    let c = x.c;
    drop(y);
    step(1).await;
    { x.b }.finish() + usize::from(c.is_none())
}
twin!(listed_changes());

#[desugar]
async fn all_gets_a_value() -> usize {
    let mut x = three();
    step(1).await;
    let y = Three { b: d("new b"), ..x };
    step(1).await;
    x = three();
    step(1).await;
    let z = Three { a: y.a, n: 3, ..x };
    step(1).await;
    count(z)
}
twin!(all_gets_a_value());

/// In branches, with other parts, and once more.
#[desugar]
async fn in_branches(mut x: Three, way: usize) -> usize {
    let kept = d("kept");
    step(1).await;
    let n = match way {
        0 => count(Three { n: later(2).await, ..x }),
        1 => {
            let y = Three { a: d("new a"), ..x };
            step(1).await;
            count(y)
        }
        2 => {
            let y = Three { b: later(d("new b")).await, c: None, ..x };
            step(1).await;
            let b = x.b;
            step(1).await;
            count(y) + b.finish()
        }
        3 => {
            let b = x.b;
            let y = Three { a: d("new a"), b: d("new b"), ..x };
            step(1).await;
            drop(b);
            count(y)
        }
        4 => {
            let b = x.b;
            step(1).await;
            let y = Three { b, ..x };
            step(1).await;
            count(y)
        }
        5 => {
            let Three { a, b, .. } = x;
            step(1).await;
            a.finish() + b.finish()
        }
        _ => 0,
    };
    step(n).await;
    kept.touch().len()
}
twin!(in_branches, |driver| {
    (0..7).for_each(|way| driver.drive(|| super::in_branches(three(), way)));
});

#[desugar]
async fn in_a_loop() -> usize {
    let (mut x, mut all) = (three(), Vec::new());
    for name in ["one", "two", "three"] {
        let y = Three { b: d(name), ..x };
        step(1).await;
        if all.len() == 1 {
            let z = Three { a: y.a, n: later(5).await, b: d("other"), c: None };
            all.push(z);
            x = three();
            continue;
        }
        let listed = x.b;
        x = y;
        all.push(Three { a: listed, ..three() });
        step(1).await;
    }
    all.iter().map(|three: &Three| three.n).sum::<usize>() + x.n
}
twin!(in_a_loop());

/// A literal in code that never waits, among other operands.
#[desugar]
async fn among_operands(x: Three, y: Three, flag: bool) -> usize {
    step(1).await;
    let both = {
        let inner = Three { b: x.b.clone(), ..x };
        (inner, if flag { Three { c: None, a: d("new a"), ..y } } else { three() })
    };
    step(1).await;
    both.0.a.touch();
    let n = count(Three { n: 1, ..both.0 }) + both.1.n;
    step(1).await;
    n + (Three { a: with_temporary(&d("temporary")), ..both.1 }).b.touch().len()
}
fn with_temporary(other: &D) -> D {
    other.touch();
    d("made")
}
twin!(among_operands(three(), three(), true));
twin!(among_other_operands = among_operands(three(), three(), false));

#[derive(Debug)]
struct Outer {
    first: Three,
    second: Three,
    boxed: Box<Three>,
    d: D,
}
fn outer() -> Outer {
    Outer { first: three(), second: three(), boxed: Box::new(three()), d: d("d") }
}

/// A base that is a part itself.
#[desugar]
async fn inside(mut x: Outer, way: usize) -> usize {
    step(1).await;
    let n = match way {
        0 => {
            let y = Three { a: later(d("new a")).await, ..x.first };
            step(1).await;
            let z = Outer { first: y, ..x };
            step(1).await;
            z.d.touch();
            x.first.a.touch().len()
        }
        1 => {
            let y = Three { a: d("new a"), ..x.first };
            step(1).await;
            x.first = three();
            step(1).await;
            count(y)
        }
        2 => {
            let y = Three { a: d("new a"), ..*x.boxed };
            step(1).await;
            x.boxed.a.touch();
            x.boxed.a = d("newer a");
            count(y)
        }
        3 => {
            drop(x.first.a);
            let y = Outer { first: three(), ..x };
            step(1).await;
            x.first.a = later(d("new a")).await;
            step(1).await;
            x.first.a.touch().len() + y.first.n
        }
        4 => {
            drop(x.first);
            step(1).await;
            x.first = three();
            let y = Three { a: d("new a"), ..x.first };
            step(1).await;
            drop(x.first.a);
            count(y)
        }
        5 => count(x.second),
        _ => 0,
    };
    step(n).await;
    n
}
twin!(inside, |driver| {
    (0..7).for_each(|way| driver.drive(|| super::inside(outer(), way)));
});

#[desugar]
async fn inside_a_box(mut x: Outer) -> usize {
    let y = Three { a: d("new a"), b: later(d("new b")).await, ..*x.boxed };
    step(1).await;
    *x.boxed = three();
    step(1).await;
    let z = Three { c: None, ..*x.boxed };
    step(1).await;
    x.boxed = Box::new(y);
    step(1).await;
    count(z)
}
twin!(inside_a_box(outer()));

#[desugar]
async fn in_a_box(mut x: Box<Three>, flag: bool) -> usize {
    step(1).await;
    let y = Three { b: d("new b"), c: later(None).await, ..*x };
    step(1).await;
    x.b.touch();
    if flag {
        *x = three();
    }
    step(1).await;
    count(y)
}
twin!(in_a_box(Box::new(three()), true));
twin!(left_in_a_box = in_a_box(Box::new(three()), false));

#[derive(Debug, Clone, Copy)]
struct Plain {
    n: usize,
    m: usize,
    name: &'static str,
}

/// What is only copied stays.
#[desugar]
async fn copied(x: Plain, y: Three, z: &Plain, w: Box<Plain>) -> usize {
    step(1).await;
    let mut all =
        vec![Plain { n: 1, ..x }, Plain { m: later(1).await, ..x }, Plain { name: "c", ..x }];
    all.push(Plain { n: 4, ..*z });
    all.push(Plain { name: "w", ..*w });
    step(1).await;
    all.push(Plain { n: x.n, m: x.m, ..x });
    let c = y.c;
    step(1).await;
    let again = Three { c, a: d("new a"), b: d("new b"), ..y };
    step(1).await;
    y.a.touch();
    y.b.touch();
    let third = Three { a: again.a, ..again };
    step(third.n).await;
    let named = Plain { name: "last", ..*[x, *w].last().unwrap_or(&x) };
    let mut x = x;
    x.m = all.len();
    step(1).await;
    x.m + x.n + named.n + w.n + third.n
}
twin!(copied(
    Plain { n: 1, m: 2, name: "x" },
    three(),
    &Plain { n: 3, m: 4, name: "z" },
    Box::new(Plain { n: 5, m: 6, name: "w" })
));

/// Several literals leave different members, of which they copied the others.
#[derive(Debug)]
struct Two {
    one: D,
    n: usize,
    two: D,
}

#[desugar]
async fn one_and_the_other(x: Two, way: usize) -> usize {
    step(1).await;
    let mut all = Vec::new();
    if way & 1 != 0 {
        all.push(Two { two: later(d("new two")).await, ..x });
        step(1).await;
        if way & 2 != 0 {
            all.push(Two { one: d("new one"), n: 5, ..x });
        }
    } else if way & 2 != 0 {
        all.push(Two { one: d("new one"), ..x });
        step(1).await;
        let two = Two { two: d("newer two"), n: x.n, ..x };
        all.push(two);
    } else if way & 4 != 0 {
        drop(x.one);
    }
    step(1).await;
    all.len() + all.iter().map(|two| two.n + two.two.touch().len()).sum::<usize>()
}
twin!(one_and_the_other, |driver| {
    for way in 0..8 {
        driver.drive(|| super::one_and_the_other(Two { one: d("one"), n: 2, two: d("two") }, way));
    }
});

/// The literal says what its values are.
struct Dynamic<'a, T> {
    call: Box<dyn Fn(&str) -> usize + 'a>,
    slice: &'a [u8],
    small: u8,
    value: T,
    rest: D,
}

#[desugar]
async fn values_fit<T>(x: Dynamic<'_, T>, y: Dynamic<'_, Option<u8>>) -> usize {
    step(1).await;
    let bytes = vec![1, 2, 3];
    let x = Dynamic::<'_, T> { call: Box::new(|name| name.len()), slice: &bytes, small: 3, ..x };
    step(1).await;
    let y = Dynamic { value: "7".parse().ok(), small: later(4).await, ..y };
    step(1).await;
    (x.call)("four") + x.slice.len() + usize::from(x.small + y.small) + { y.rest }.finish()
}
fn dynamic<'a, T>(value: T) -> Dynamic<'a, T> {
    Dynamic { call: Box::new(str::len), slice: &[], small: 1, value, rest: d("rest") }
}
twin!(values_fit(dynamic(d("value")), dynamic(None)));

/// A value that doesn't come to be leaves the base as it is.
#[desugar]
async fn values_leave(x: Three, fail: bool) -> Result<usize, D> {
    step(1).await;
    let y = Three { a: d("new a"), n: may_fail(fail)?, ..x };
    step(1).await;
    Ok(y.n + x.a.touch().len())
}
fn may_fail(fail: bool) -> Result<usize, D> {
    if fail { Err(d("error")) } else { Ok(2) }
}
twin!(values_leave(three(), true));
twin!(values_come_to_be = values_leave(three(), false));

#[derive(Debug)]
struct Settings {
    inner: Three,
    own: D,
}
impl Settings {
    #[desugar]
    async fn with_new(self) -> Self {
        step(1).await;
        let inner = Three { b: d("new b"), ..self.inner };
        step(1).await;
        self.inner.b.touch();
        Self { inner, ..self }
    }
}

#[desugar]
async fn of_itself(settings: Settings) -> usize {
    let new = settings.with_new().await;
    step(1).await;
    count(new.inner)
}
twin!(of_itself(Settings { inner: three(), own: d("own") }));

#[derive(Debug, Clone, Copy)]
struct View<'a> {
    text: &'a str,
    others: &'a [usize],
    n: usize,
}

/// What a value borrows lives as long as what the literal is bound to.
#[desugar]
async fn values_borrow(view: View<'_>, text: &str) -> usize {
    step(1).await;
    let n = {
        let longer = View { text: &format!("{text}!"), ..view };
        let other = View { others: &[longer.text.len(), 3], ..longer };
        other.text.len() + other.others.len()
    };
    let longer = View { text: &format!("{text}?"), others: &vec![n], ..view };
    step(1).await;
    longer.text.len() + longer.others.len() + longer.n + view.n
}
twin!(values_borrow(View { text: "text", others: &[1], n: 2 }, "text"));

/// A closure takes what the literal takes, and what it leaves is nothing to drop.
#[desugar]
async fn captured(x: Three, y: Plain) -> usize {
    let kept = d("kept");
    step(1).await;
    let make = move || Three { n: 5, ..x };
    let plain = move || Plain { n: 7, ..y };
    let future = async move { Plain { m: later(3).await, ..y } };
    step(1).await;
    let three = { make }();
    kept.touch();
    count(three) + plain().m + later(y.n).await + future.await.n
}
twin!(captured(three(), Plain { n: 1, m: 2, name: "y" }));
