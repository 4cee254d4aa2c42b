//! Closures that take what they capture, without `move`.

use super::*;
use crate::plain::captures as plain;

#[desugar]
async fn handed_on(a: D) -> Result<D, Oops> {
    step(1).await;
    later(fallible(2)).await.map(|_| a)
}
twin!(handed_on(d("a")));

#[desugar]
async fn never_called(a: D) -> Result<D, Oops> {
    step(1).await;
    later(fallible(3)).await.map(|_| a)
}
twin!(never_called(d("a")));

/// A number is captured by reference.
#[desugar]
async fn copied(number: usize, a: D) -> usize {
    step(1).await;
    let get = || number;
    step(1).await;
    let both = || (number, a.touch());
    step(1).await;
    get() + both().0
}
twin!(copied(1, d("a")));

#[desugar]
async fn looked_at_and_taken(a: D, b: D) -> usize {
    step(1).await;
    let take = || {
        b.touch();
        a.touch();
        let c = a;
        c.finish()
    };
    step(1).await;
    let length = { take }();
    step(1).await;
    length + b.finish()
}
twin!(looked_at_and_taken(d("a"), d("b")));

#[desugar]
async fn in_a_branch(a: D, flag: bool) -> usize {
    step(1).await;
    if flag {
        let taken = later(Some(1)).await.map(|number| (number, a));
        step(1).await;
        return taken.map_or(0, |(number, a)| number + a.finish());
    }
    step(1).await;
    a.finish()
}
twin!(in_a_branch(d("a"), true));
twin!(in_no_branch = in_a_branch(d("a"), false));

#[desugar]
async fn as_an_argument(a: D, b: D) -> usize {
    step(1).await;
    let apply = |take: &dyn Fn() -> usize| take();
    let sum = Some(1).map_or(0, |one| one + into_length(a));
    step(1).await;
    sum + apply(&|| b.touch().len())
}
fn into_length(a: D) -> usize {
    a.finish()
}
twin!(as_an_argument(d("a"), d("b")));

#[desugar]
async fn by_an_async_block(a: D, mut b: D) -> usize {
    step(1).await;
    let future = async {
        b.rename("c");
        step(1).await;
        into_length(a)
    };
    step(1).await;
    let length = future.await;
    length + b.finish()
}
twin!(by_an_async_block(d("a"), d("b")));

#[desugar]
async fn inside_of_each_other(a: D) -> usize {
    step(1).await;
    let outer = || {
        let inner = || into_length(a);
        inner() + 1
    };
    step(1).await;
    let length = { outer }();
    length
}
twin!(inside_of_each_other(d("a")));

#[desugar]
async fn in_a_macro(a: D, b: D) -> String {
    step(1).await;
    let text = Some(1).map(|number| {
        let a = a;
        format!("{number} {a:?} {b:?}")
    });
    step(1).await;
    b.touch();
    text.unwrap_or_default()
}
twin!(in_a_macro(d("a"), d("b")));

#[desugar]
async fn part_by_method(pair: (Option<D>, D)) -> usize {
    step(1).await;
    let length = pair.0.expect("there is one").finish();
    step(1).await;
    length + pair.1.touch().len()
}
twin!(part_by_method((Some(d("a")), d("b"))));

#[desugar]
async fn part_that_is_missing(pair: (Option<D>, D)) -> usize {
    step(1).await;
    let a = pair.0.unwrap_or_else(|| d("other"));
    step(1).await;
    a.finish() + pair.1.touch().len()
}
twin!(part_that_is_missing((None, d("b"))));

#[desugar]
async fn extended_in_a_block(a: D) -> usize {
    step(1).await;
    let b = unsafe { &mut *(&raw mut *&mut d("b")) };
    let c = { &d("c") };
    step(1).await;
    c.touch();
    a.finish()
}
twin!(extended_in_a_block(d("a")));

/// Names that the machine has as well.
#[desugar]
async fn names(op: D, state: D, fields: D, storage: usize, cx: usize, step: usize) -> usize {
    later(1).await;
    let (value, output, machine, held) = (1, 2, 3, d("held"));
    later(2).await;
    let residual = Some(later(3).await);
    held.touch();
    op.finish()
        + state.finish()
        + storage
        + cx
        + step
        + value
        + output
        + machine
        + residual.unwrap()
}
twin!(names(d("a"), d("b"), d("c"), 1, 2, 3));

#[desugar]
async fn by_a_pattern(a: Option<D>, b: D) -> usize {
    step(1).await;
    let look = || match a {
        Some(a) => a.finish(),
        None => 0,
    };
    step(1).await;
    let length = { look }();
    let pair = async {
        if let Some(c) = Some(b) {
            step(1).await;
            return c.finish();
        }
        1
    };
    step(1).await;
    length + pair.await
}
twin!(by_a_pattern(Some(d("a")), d("b")));

/// `if let` looks at all of a value, whatever its pattern says; `match` and `let` don't.
#[desugar]
async fn by_patterns_that_take_parts(
    pair: (D, D),
    left: (D, Option<D>),
    found: Option<D>,
    kept: (D, D),
) -> usize {
    step(1).await;
    let nothing = move || {
        while let _ = pair {
            break;
        }
        match kept {
            _ => 1,
        }
    };
    let some = move || {
        if let (left, _) = left {
            drop(left);
        }
        matches!(found, _)
    };
    let found = { some }();
    let found = later(found).await;
    let (name, _) = kept;
    later({ nothing }()).await + name.finish() + usize::from(found)
}
twin!(by_patterns_that_take_parts(
    (d("a"), d("b")),
    (d("c"), Some(d("d"))),
    Some(d("e")),
    (d("f"), d("g"))
));

/// What a pattern finds behind a reference stays there.
#[desugar]
async fn by_a_pattern_of_a_reference(a: &Option<D>) -> usize {
    step(1).await;
    let look = || match a {
        Some(a) => a.touch().len(),
        None => 0,
    };
    step(1).await;
    look() + look()
}
#[desugar]
async fn patterns_of_references(a: Option<D>) -> usize {
    by_a_pattern_of_a_reference(&a).await + by_a_pattern_of_a_reference(&None).await
}
twin!(patterns_of_references(Some(d("a"))));

#[desugar]
async fn mixed_parts((mut a, ref mut b): (D, D), flag: bool) -> usize {
    step(1).await;
    b.rename("c");
    a.rename("d");
    step(1).await;
    a.finish() + b.touch().len()
}
twin!(mixed_parts((d("a"), d("b")), true));

#[desugar]
async fn taken_before_an_await(a: D, b: D) -> usize {
    step(1).await;
    let block = async { later(a).await.finish() + later({ b }).await.finish() };
    step(1).await;
    block.await
}
twin!(taken_before_an_await(d("a"), d("b")));

fn whole(pair: &(D, D)) -> usize {
    pair.1.touch().len()
}

/// What isn't looked at isn't captured: it can have another value while the closure lives.
#[desugar]
async fn not_captured(mut pair: (D, D), boxed: Box<(D, usize)>, flag: Option<usize>) -> usize {
    let untouched = move |number: usize| {
        let _ = pair;
        let (_, _) = pair;
        _ = pair.0;
        let _ = *boxed;
        match pair {
            _ => number,
        }
    };
    step(1).await;
    pair = (d("c"), d("d"));
    step(untouched(1)).await;
    // What is behind a pointer is captured by the pointer.
    let touch = move || (*boxed).0.touch().len();
    step(touch()).await;
    // A guard in a macro captures as well.
    let matches = move || matches!(flag, Some(n) if n < whole(&pair) + pair.0.touch().len());
    step(matches() as usize).await;
    touch() + untouched(2)
}
twin!(not_captured((d("a"), d("b")), Box::new((d("e"), 1)), Some(1)));

/// Parts that are copied, or references that are lent on, stay where they are.
#[desugar]
async fn copied_parts(mut all: (D, usize, Option<usize>), pair: &(usize, u8)) -> usize {
    let lent = (&mut all.1, d("b"));
    let boxed = Box::new((1, d("c")));
    let also = pair;
    step(1).await;
    let mut bump = || {
        add_one(lent.0);
        add_one(lent.0);
        boxed.0 + also.0
    };
    let sum = bump() + bump();
    step(sum).await;
    let sum = *lent.0;
    let block = async { sum + all.1 + boxed.0 + all.2.unwrap_or(1) + (*also).0 };
    let sum = block.await;
    step(sum).await;
    sum + lent_length(&all) + boxed.1.touch().len()
}
fn add_one(number: &mut usize) {
    *number += 1;
}
fn lent_length(all: &(D, usize, Option<usize>)) -> usize {
    all.0.touch().len()
}
twin!(copied_parts((d("a"), 1, None), &(2, 3)));

#[derive(Clone, Copy)]
struct Config {
    times: usize,
    add: usize,
}

impl Config {
    fn sum(&self) -> usize {
        self.times + self.add
    }
}

#[desugar]
async fn moved_on_by_an_inner_block(config: Config) -> usize {
    let kept = d("kept");
    let mut all = Vec::new();
    all.extend((0..config.times).map(|n| async move {
        step(n).await;
        config.sum() + n
    }));
    let mut sum = 0;
    for one in all {
        sum += one.await;
    }
    kept.touch();
    sum
}
twin!(moved_on_by_an_inner_block(Config { times: 2, add: 3 }));

#[desugar]
async fn moved_on_and_used_later(config: Config) -> usize {
    let add = || move |n: usize| config.sum() + n;
    let add = add();
    step(0).await;
    later(add(1)).await + config.add
}
twin!(moved_on_and_used_later(Config { times: 2, add: 3 }));

#[desugar]
async fn moved_on_for_good(name: D) -> usize {
    let make = || async move {
        step(1).await;
        name.touch();
        4
    };
    step(0).await;
    let made = { make }();
    made.await
}
twin!(moved_on_for_good(d("name")));

/// The block captures no more than the part that the closure in it takes along.
#[desugar]
async fn part_of_a_part(pair: (usize, D), n: usize) -> usize {
    let add = async {
        let add = move |n: usize| pair.0 + n;
        step(0).await;
        add(n)
    };
    let sum = add.await;
    step(1).await;
    let part = pair.1;
    sum + part.finish()
}
twin!(part_of_a_part((2, d("part")), 3));

/// Nothing of an array is captured where nothing of it is read.
#[desugar]
async fn nothing_of_an_array(mut pair: [D; 2]) {
    let all = move || {
        let [_, ..] = pair;
        3
    };
    step(all()).await;
    pair = [d("new"), d("newer")];
    step(1).await;
}
twin!(nothing_of_an_array([d("first"), d("second")]));

enum Shape {
    Named { number: usize, a: D },
    Two(D, D),
    Empty,
}

/// `if let` looks at all of what it is given, and so all of it is captured: by value, if a part is
/// moved.
#[desugar]
async fn by_if_let_that_takes_a_part(p: Shape, q: Shape, pair: (D, D), b: D) -> usize {
    step(1).await;
    let first = async {
        if let Shape::Named { number: _, a } = p {
            step(1).await;
            return a.finish();
        }
        1
    };
    let second = || if let Shape::Two(a, _) = q { a.finish() } else { 2 };
    let third = || if let (a, ..) = pair { a.finish() } else { 3 };
    step(2).await;
    let length = second() + first.await;
    step(3).await;
    length + third() + b.finish()
}
twin!(by_if_let_that_takes_a_part(named("a"), two("b", "c"), (d("e"), d("f")), d("g")));
twin!(
    by_if_let_that_misses =
        by_if_let_that_takes_a_part(Shape::Empty, named("b"), (d("e"), d("f")), d("g"))
);
fn named(name: &'static str) -> Shape {
    Shape::Named { number: 1, a: d(name) }
}
fn two(first: &'static str, second: &'static str) -> Shape {
    Shape::Two(d(first), d(second))
}

/// A number is copied, and the rest stays where it is.
#[desugar]
async fn by_if_let_that_copies(p: Shape, q: Shape, b: D) -> usize {
    step(1).await;
    let first = || if let Shape::Named { number, .. } = p { number } else { 5 };
    let second = async {
        match q {
            Shape::Named { number, .. } => later(number).await,
            Shape::Two(ref a, _) => a.touch().len(),
            Shape::Empty => 0,
        }
    };
    step(2).await;
    let length = first() + first();
    step(3).await;
    let c = d("c");
    let length = length + second.await + c.finish();
    step(4).await;
    length + b.finish()
}
twin!(by_if_let_that_copies(named("a"), named("e"), d("b")));
twin!(by_if_let_that_looks = by_if_let_that_copies(two("a", "c"), two("e", "f"), d("b")));

#[desugar]
async fn by_a_match_of_variants(p: Shape, q: Shape, r: Option<(D, D)>, s: Shape) -> usize {
    step(1).await;
    let first = || match p {
        Shape::Two(a, _) => a.finish(),
        _ => 1,
    };
    let second = async {
        match q {
            Shape::Named { a, .. } if a.touch().is_empty() => a.finish(),
            Shape::Two(_, a) => {
                step(1).await;
                a.finish()
            }
            Shape::Named { .. } | Shape::Empty => 2,
        }
    };
    let third = || {
        let Some((a, _)) = r else { return 3 };
        a.finish()
    };
    let fourth = || {
        let Shape::Two(_, a) = s else { return 4 };
        a.finish()
    };
    step(2).await;
    let b = d("b");
    let length = first() + second.await;
    step(3).await;
    length + third() + fourth() + b.finish()
}
twin!(by_a_match_of_variants(two("a", "c"), two("e", "f"), Some((d("g"), d("h"))), two("i", "j")));
twin!(by_a_match_that_misses = by_a_match_of_variants(named("a"), named("e"), None, Shape::Empty));

/// What is bound through a reference is lent.
#[desugar]
async fn by_patterns_through_references(mut p: Shape, q: Shape) -> usize {
    step(1).await;
    let (unique, shared) = (&mut p, &q);
    let mut first = || {
        if let Shape::Two(a, _) = unique {
            a.rename("x");
        }
    };
    let second = || match shared {
        Shape::Two(a, _) => a.touch().len(),
        _ => 1,
    };
    step(2).await;
    first();
    first();
    step(3).await;
    let length = second() + second();
    if let Shape::Two(a, _) = p { length + a.finish() } else { length }
}
twin!(by_patterns_through_references(two("a", "b"), two("c", "e")));
twin!(
    by_patterns_that_miss_through_references =
        by_patterns_through_references(named("a"), Shape::Empty)
);
