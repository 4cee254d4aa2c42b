//! Parts that are moved, one after the other, and come back.

use super::*;
use crate::plain::parts as plain;

#[derive(Debug)]
struct Inner {
    a: D,
    b: D,
}
#[derive(Debug)]
struct Outer {
    p: Inner,
    q: Inner,
    n: usize,
}
fn outer() -> Outer {
    Outer { p: Inner { a: d("pa"), b: d("pb") }, q: Inner { a: d("qa"), b: d("qb") }, n: 3 }
}

#[desugar]
async fn nested_part_then_assign_whole_part() {
    let mut x = outer();
    let a = x.p.a;
    step(1).await;
    x.p = Inner { a: d("na"), b: d("nb") };
    step(1).await;
    x.p.a.touch();
    drop(a);
    step(1).await;
}
twin!(nested_part_then_assign_whole_part());

#[desugar]
async fn two_patterns_of_parts() {
    let x = outer();
    let Inner { a, .. } = x.p;
    step(1).await;
    let Inner { b, .. } = x.q;
    step(1).await;
    a.touch();
    b.touch();
}
twin!(two_patterns_of_parts());

#[desugar]
async fn pattern_and_field() {
    let x = outer();
    let Inner { a, .. } = x.p;
    step(1).await;
    let b = x.q.b;
    step(1).await;
    a.touch();
    b.touch();
}
twin!(pattern_and_field());

#[desugar]
async fn pattern_then_assign() {
    let mut x = outer();
    let Inner { a, .. } = x.p;
    step(1).await;
    x.p.a = d("na");
    step(1).await;
    a.touch();
}
twin!(pattern_then_assign());

#[desugar]
async fn pattern_then_assign_whole() {
    let mut x = outer();
    let Inner { a, .. } = x.p;
    step(1).await;
    x.p = Inner { a: d("na"), b: d("nb") };
    step(1).await;
    a.touch();
}
twin!(pattern_then_assign_whole());

#[desugar]
async fn part_and_then_whole_part() {
    let mut x = outer();
    let p = x.p;
    step(1).await;
    x.p = Inner { a: d("na"), b: d("nb") };
    let a = x.p.a;
    step(1).await;
    x.p.a = d("ma");
    step(1).await;
    drop(p);
    step(1).await;
}
twin!(part_and_then_whole_part());

#[desugar]
async fn two_fields_then_whole(c: bool) {
    let mut x = outer();
    if c {
        let both = (x.p.a, x.p.b);
        step(1).await;
        drop(both);
    } else {
        drop(x.p);
    }
    step(1).await;
    x.p = Inner { a: d("na"), b: d("nb") };
    step(1).await;
    x.p.b.touch();
}
twin!(two_fields_then_whole, |driver| {
    driver.drive(|| super::two_fields_then_whole(true));
    driver.drive(|| super::two_fields_then_whole(false));
});

#[desugar]
async fn pattern_of_all_then_field() -> usize {
    let x = outer();
    let Outer { p, .. } = x;
    step(1).await;
    let n = later(x.n).await;
    let b = x.q.b;
    step(1).await;
    drop(p);
    let a = x.q.a;
    step(1).await;
    n + a.touch().len() + b.touch().len()
}
twin!(pattern_of_all_then_field());

#[desugar]
async fn three_lets_of_one() {
    let x = (d("a"), d("b"), d("c"), d("e"));
    let (a, ..) = x;
    step(1).await;
    let (_, b, ..) = x;
    step(1).await;
    let (_, _, c, _) = x;
    step(1).await;
    a.touch();
    b.touch();
    c.touch();
}
twin!(three_lets_of_one());

#[desugar]
async fn lets_in_branches(c: bool) {
    let x = (d("a"), d("b"), d("c"));
    if c {
        let (a, ..) = x;
        step(1).await;
    } else {
        let (a, b, _) = x;
        step(1).await;
    }
    step(1).await;
}
twin!(lets_in_branches, |driver| {
    driver.drive(|| super::lets_in_branches(true));
    driver.drive(|| super::lets_in_branches(false));
});

#[desugar]
async fn pattern_in_a_loop() {
    let mut x = outer();
    for name in ["one", "two"] {
        let Inner { a, .. } = x.p;
        step(1).await;
        x.p = Inner { a: d(name), b: d("again") };
        x.n += 1;
        x.q.b = d("qb2");
        step(1).await;
        a.touch();
    }
}
twin!(pattern_in_a_loop());

#[desugar]
async fn boxed_parts() -> usize {
    let x = Box::new((d("a"), (d("b"), d("c"))));
    step(1).await;
    let a = x.0;
    step(1).await;
    let (b, _) = x.1;
    step(1).await;
    a.touch().len() + b.touch().len()
}
twin!(boxed_parts());

#[desugar]
async fn let_else_keeps(r: Result<usize, usize>) -> usize {
    let mut r = Ok::<D, D>(d("ok"));
    if later(true).await {
        r = Err(d("err"));
    }
    let Ok(x) = r else {
        step(1).await;
        return match r {
            Ok(_) => 0,
            Err(e) => e.finish(),
        };
    };
    step(1).await;
    x.finish()
}
twin!(let_else_keeps(Ok(1)));

#[desugar]
async fn let_else_by_ref_mut() -> Option<usize> {
    let mut o = Some(1);
    let Some(ref mut x) = o else {
        step(1).await;
        return None;
    };
    *x += 1;
    step(1).await;
    o
}
twin!(let_else_by_ref_mut());

#[desugar]
async fn parts_of_their_own(pair: (D, D), flag: bool) -> usize {
    step(1).await;
    let first = if let (_, second) = pair { pair.0 } else { pair.0 };
    later(first.finish()).await
}
twin!(parts_of_their_own((d("a"), d("b")), true));

struct Two {
    left: D,
    right: D,
}

#[desugar]
async fn one_or_the_other(two: Two, pair: (Option<D>, Two), flag: bool) -> usize {
    step(1).await;
    let mut length = 0;
    if flag {
        let Two { left, .. } = two;
        step(1).await;
        let Two { right, .. } = two;
        length += left.finish() + right.finish();
        let (Some(option), _) = pair else { return 0 };
        length += option.finish();
        let (_, Two { right, .. }) = pair;
        length += right.finish();
    } else {
        let Two { left: one, .. } = two;
        length += one.finish();
        let (_, Two { left, right: other }) = pair;
        length += left.finish() + other.finish();
    }
    step(length).await;
    length
}
twin!(one_or_the_other(
    Two { left: d("a"), right: d("b") },
    (Some(d("c")), Two { left: d("e"), right: d("f") }),
    true
));
twin!(
    the_other = one_or_the_other(
        Two { left: d("a"), right: d("b") },
        (Some(d("c")), Two { left: d("e"), right: d("f") }),
        false
    )
);

#[desugar]
async fn of_another_box(mut boxed: Box<D>) -> usize {
    step(1).await;
    *boxed = {
        let taken = { *boxed };
        boxed = Box::new(d("new"));
        taken
    };
    later(boxed.touch().len()).await
}
twin!(of_another_box(Box::new(d("a"))));

#[desugar]
async fn copied_and_assigned(mut pair: (usize, usize)) -> usize {
    step(1).await;
    let (a, b) = pair;
    pair.0 = later(a + b).await;
    let copy = pair;
    pair.1 = 5;
    step(1).await;
    pair.0 + pair.1 + copy.1
}
twin!(copied_and_assigned((1, 2)));

#[desugar]
async fn copied_before_the_move(pair: (usize, D), two: (Two, D), n: (usize, D, D)) -> usize {
    step(1).await;
    let copy = pair.0;
    let (number, taken) = pair;
    step(1).await;
    let length = two.0.left.0.len();
    let all = two.0;
    step(copy + number).await;
    let (first, second, _) = n;
    step(first).await;
    let (again, _, third) = n;
    step(again).await;
    taken.finish() + all.right.0.len() + length + second.finish() + third.finish()
}
twin!(copied_before_the_move(
    (1, d("a")),
    (Two { left: d("b"), right: d("c") }, d("e")),
    (1, d("f"), d("g"))
));

struct Numbered {
    number: usize,
    left: D,
    right: Option<D>,
}

/// What chose an arm has changed when the rest is dropped.
#[desugar]
async fn chosen_and_changed(mut all: Box<Numbered>) -> usize {
    match *all {
        Numbered { number: 1 | 3, left: one, .. } | Numbered { number: 2, left: one, .. } => {
            (all.number, _) = later((7, 7)).await;
            one.touch();
        }
        Numbered { number: n @ 4..=5, right: Some(one), left: ref other } => {
            all.number = later(n + 5).await;
            one.touch();
        }
        _ => step(1).await,
    }
    step(1).await;
    all.number
}
twin!(chosen_and_changed(numbered(1)));
twin!(chosen_and_changed_second = chosen_and_changed(numbered(2)));
twin!(chosen_and_changed_third = chosen_and_changed(numbered(4)));
twin!(not_chosen = chosen_and_changed(numbered(6)));

#[desugar]
async fn taken_and_changed(mut all: Box<Numbered>) -> usize {
    if let Numbered { number: 2.., left, right: _ } = *all {
        all.number = later(1).await;
        left.touch();
    }
    step(1).await;
    all.number
}
twin!(taken_and_changed(numbered(2)));
twin!(not_taken = taken_and_changed(numbered(1)));

fn numbered(number: usize) -> Box<Numbered> {
    Box::new(Numbered { number, left: d("left"), right: Some(d("right")) })
}

#[desugar]
async fn either_part(pair: (Option<D>, Option<D>)) {
    step(0).await;
    match pair {
        (Some(one), None) | (None, Some(one)) => {
            step(1).await;
            one.touch();
        }
        _ => step(2).await,
    }
    step(3).await;
}
twin!(either_part, |driver| {
    driver.drive(|| super::either_part((Some(d("first")), None)));
    driver.drive(|| super::either_part((None, Some(d("second")))));
    driver.drive(|| super::either_part((Some(d("first")), Some(d("second")))));
});

#[desugar]
async fn slice_of_references(names: Vec<(&str, usize)>) -> usize {
    let all = names.iter().map(|(_, n)| *n).collect::<Vec<_>>();
    let (rest, kept) = (&all[1..], d("kept"));
    step(0).await;
    let first = if let [first @ (1..), ..] = rest { later(*first).await } else { 0 };
    let (name, numbers) = (d("name"), &all[..]);
    let last = match numbers {
        [] => 0,
        [only] => later(*only).await,
        [_, others @ .., last] => later(others.len()).await + last,
    };
    drop(name);
    kept.touch();
    first + last
}
twin!(slice_of_references, |driver| {
    driver.drive(|| super::slice_of_references(vec![("a", 1)]));
    driver.drive(|| super::slice_of_references(vec![("a", 1), ("b", 2)]));
    driver.drive(|| super::slice_of_references(vec![("a", 1), ("b", 0), ("c", 4)]));
});

#[desugar]
async fn slices_in_parts(all: (D, [usize; 2]), name: Option<(D, &[usize])>) -> usize {
    let found = all;
    step(0).await;
    let (kept, [first, _]) = found;
    let Some((other, [second, ..] | [.., second])) = name else {
        kept.touch();
        return later(first).await;
    };
    step(1).await;
    drop(kept);
    later(first + second).await + usize::from(other.0 == "other")
}
twin!(slices_in_parts, |driver| {
    driver.drive(|| super::slices_in_parts((d("one"), [2, 3]), None));
    driver.drive(|| super::slices_in_parts((d("one"), [2, 3]), Some((d("other"), &[5]))));
});

#[derive(Debug)]
enum Message {
    Text(D),
    Pair(D, D),
    Named { name: D, n: usize },
    Number(usize),
    Left(Result<D, usize>),
    Right(D),
    Many(Vec<D>),
    Boxed(Box<D>),
    Both(D, usize),
    Empty,
}

fn messages() -> [fn() -> Message; 12] {
    [
        || Message::Text(d("text")),
        || Message::Pair(d("left"), d("right")),
        || Message::Named { name: d("name"), n: 1 },
        || Message::Number(2),
        || Message::Left(Ok(d("ok"))),
        || Message::Left(Err(3)),
        || Message::Right(d("right")),
        || Message::Many(vec![d("one"), d("two")]),
        || Message::Boxed(Box::new(d("boxed"))),
        || Message::Both(d("both"), 3),
        || Message::Both(d("both"), 4),
        || Message::Empty,
    ]
}

/// More arms than there are flags: the value tells which of them it was.
#[desugar]
async fn many_arms(message: Message) -> usize {
    let kept = d("kept");
    let n = match message {
        Message::Text(text) => later(text).await.finish(),
        Message::Pair(left, _) => later(left).await.finish(),
        Message::Named { name, n } => {
            step(n).await;
            name.finish()
        }
        Message::Number(n) => later(n).await,
        Message::Left(Ok(left)) => later(1).await + left.finish(),
        Message::Left(Err(n)) => later(n).await,
        Message::Right(right) => {
            step(1).await;
            right.touch();
            2
        }
        Message::Many(many) => later(many.len()).await,
        Message::Boxed(boxed) => {
            step(1).await;
            let inside = *boxed;
            step(1).await;
            inside.finish()
        }
        Message::Both(both, 3) => later(both).await.finish(),
        Message::Both(both, n) => later(n).await + both.finish(),
        Message::Empty => later(0).await,
    };
    step(1).await;
    kept.touch();
    n
}
twin!(many_arms, |driver| {
    messages().into_iter().for_each(|message| driver.drive(|| super::many_arms(message())));
});

/// What was copied doesn't tell: another value may be there by then.
#[desugar]
async fn another_message(mut message: Message) -> usize {
    let n = match message {
        Message::Number(n) => {
            message = Message::Text(d("new"));
            later(n).await
        }
        Message::Left(Err(n)) => {
            let place = &mut message;
            *place = Message::Right(d("new"));
            later(n).await
        }
        Message::Text(text) => later(text).await.finish(),
        Message::Right(right) => later(right).await.finish(),
        Message::Named { name, .. } => {
            message = Message::Pair(d("first"), d("second"));
            step(1).await;
            name.finish()
        }
        Message::Pair(_, right) => later(right).await.finish(),
        _ => later(0).await,
    };
    step(1).await;
    n
}
twin!(another_message, |driver| {
    messages().into_iter().for_each(|message| driver.drive(|| super::another_message(message())));
});

/// A guard that fails hands on to arms that match as well.
#[desugar]
async fn either_of_many(pair: (Option<D>, Option<D>, Option<D>, Option<D>), n: usize) -> usize {
    let found = match pair {
        (Some(first), ..) if n == 1 => later(first).await.finish(),
        (None, Some(second), ..) => later(second).await.finish(),
        (_, _, Some(third), _) => later(third).await.finish(),
        (_, None, _, Some(fourth)) => later(fourth).await.finish(),
        (Some(first), ..) => later(first).await.finish(),
        _ => later(0).await,
    };
    step(1).await;
    found
}
twin!(either_of_many, |driver| {
    for n in 0..32 {
        let one = |at: usize, name| (n & at != 0).then(|| d(name));
        let four = || (one(2, "first"), one(4, "second"), one(8, "third"), one(16, "fourth"));
        driver.drive(|| super::either_of_many(four(), n & 1));
    }
});

/// The same without a guard, and with parts that change.
#[desugar]
async fn parts_change(mut pair: (Option<D>, Option<D>, usize, Option<D>)) -> usize {
    let found = match pair {
        (Some(first), _, 0, _) => {
            pair.2 = 3;
            later(first).await.finish()
        }
        (_, Some(second), 1, _) => {
            pair.2 = 0;
            later(second).await.finish()
        }
        (_, _, 2, Some(third)) => {
            pair.2 = 1;
            later(third).await.finish()
        }
        (Some(first), ..) => later(first).await.finish(),
        _ => later(0).await,
    };
    step(1).await;
    found + pair.2
}
twin!(parts_change, |driver| {
    for n in 0..32 {
        let one = |at: usize, name| (n & at != 0).then(|| d(name));
        let four = || (one(4, "first"), one(8, "second"), n & 3, one(16, "third"));
        driver.drive(|| super::parts_change(four()));
    }
});

#[derive(Debug)]
struct Deep {
    inside: Box<Inner>,
    beside: D,
}

/// A box is gone through with a `*` and without.
#[desugar]
async fn through_boxes(n: usize) {
    let mut x = Box::new(Inner { a: d("a"), b: d("b") });
    step(0).await;
    match n {
        0 => {
            let a = x.a;
            step(1).await;
            a.touch();
            *x = Inner { a: d("na"), b: d("nb") };
        }
        1 => {
            let b = (*x).b;
            step(1).await;
            x.b = b;
        }
        2 => drop(*x),
        3 => {
            let Inner { a, .. } = *x;
            step(1).await;
            x.a = a;
        }
        4 => drop(x.b),
        _ => {}
    }
    step(2).await;
}
twin!(through_boxes, |driver| {
    (0..6).for_each(|n| driver.drive(|| super::through_boxes(n)));
});

#[desugar]
async fn through_boxes_inside(n: usize) {
    let mut x = Box::new(Box::new(Deep {
        inside: Box::new(Inner { a: d("a"), b: d("b") }),
        beside: d("beside"),
    }));
    step(0).await;
    match n {
        0 => {
            drop(x.inside.a);
            step(1).await;
            *x.inside = Inner { a: d("na"), b: d("nb") };
        }
        1 => {
            drop((*x.inside).b);
            step(1).await;
            x.inside = Box::new(Inner { a: d("na"), b: d("nb") });
        }
        2 => {
            drop(*(**x).inside);
            step(1).await;
            x.beside = d("new beside");
        }
        3 => {
            drop(x.inside.a);
            step(1).await;
            **x = Deep { inside: Box::new(Inner { a: d("na"), b: d("nb") }), beside: d("nc") };
        }
        _ => drop(**x),
    }
    step(2).await;
}
twin!(through_boxes_inside, |driver| {
    (0..5).for_each(|n| driver.drive(|| super::through_boxes_inside(n)));
});
