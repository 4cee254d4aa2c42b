//! `match`: scrutinees, patterns, guards and arms.

use super::*;
use crate::plain::matches as plain;

#[derive(Debug)]
enum Shape {
    Dot,
    Line(D, D),
    Named { name: D, size: usize },
}

fn shapes() -> [Shape; 3] {
    [Shape::Dot, Shape::Line(d("a"), d("b")), Shape::Named { name: d("c"), size: 3 }]
}

#[desugar]
async fn by_value(shape: Shape) -> usize {
    match shape {
        Shape::Dot => later(0).await,
        Shape::Line(a, b) => {
            step(1).await;
            drop(a);
            step(2).await;
            b.finish()
        }
        Shape::Named { name, size } => later(size).await + name.finish(),
    }
}
twin!(by_value, |driver| {
    for shape in shapes() {
        driver.drive(|| super::by_value(shape));
    }
});

#[desugar]
async fn by_reference(shape: Shape) -> Shape {
    match &shape {
        Shape::Dot => step(1).await,
        Shape::Line(a, _) => {
            step(2).await;
            a.touch();
        }
        Shape::Named { name, .. } => {
            later(name.touch()).await;
        }
    }
    shape
}
twin!(by_reference, |driver| {
    for shape in shapes() {
        driver.drive(|| super::by_reference(shape));
    }
});

#[desugar]
async fn by_mutable_reference(shape: &mut Shape) {
    match shape {
        Shape::Dot => *shape = later(Shape::Line(d("x"), d("y"))).await,
        Shape::Line(a, b) => {
            a.rename("a2");
            step(1).await;
            std::mem::swap(a, b);
        }
        Shape::Named { size, name } if *size > 2 => {
            *size += later(1).await;
            name.rename("c2");
        }
        Shape::Named { .. } => {}
    }
}
twin!(by_mutable_reference, |driver| {
    for mut shape in shapes() {
        driver.drive(|| super::by_mutable_reference(&mut shape));
        driver.markers(format!("{shape:?}"));
    }
});

#[desugar]
async fn ref_bindings(mut shape: Shape) -> Shape {
    match shape {
        Shape::Dot => {}
        Shape::Line(ref a, ref mut b) => {
            step(1).await;
            b.rename(a.touch());
        }
        Shape::Named { ref mut size, .. } => *size = later(9).await,
    }
    step(2).await;
    shape
}
twin!(ref_bindings, |driver| {
    for shape in shapes() {
        driver.drive(|| super::ref_bindings(shape));
    }
});

/// What a pattern leaves in its place is dropped with the place.
#[desugar]
async fn partly_moved_by_an_arm(pair: (D, Option<D>), flag: bool) {
    let b = d("b");
    match pair {
        (first, _) if flag => {
            step(1).await;
            first.touch();
        }
        (_, Some(second)) => {
            step(2).await;
            second.touch();
        }
        (_, None) => step(3).await,
    }
    step(4).await;
}
twin!(partly_moved_by_an_arm, |driver| {
    driver.drive(|| super::partly_moved_by_an_arm((d("a"), Some(d("c"))), true));
    driver.drive(|| super::partly_moved_by_an_arm((d("a"), Some(d("c"))), false));
    driver.drive(|| super::partly_moved_by_an_arm((d("a"), None), false));
});

#[desugar]
async fn awaited_scrutinee(number: usize) -> &'static str {
    match later(number).await {
        0 => "none",
        1 | 2 => later("some").await,
        3..=9 => {
            step(1).await;
            "many"
        }
        _ => "too many",
    }
}
twin!(awaited_scrutinee, |driver| {
    for number in [0, 2, 5, 10] {
        driver.drive(|| super::awaited_scrutinee(number));
    }
});

#[desugar]
async fn guards_and_bindings(number: usize, a: D) -> usize {
    match number {
        small @ 0..3 if call(small) == 1 => later(small).await,
        small @ (0 | 2) => later(small + 10).await,
        3 if a.touch() == "b" => 3,
        other
            if {
                call(other);
                other > 4
            } =>
        {
            drop(a);
            later(other).await
        }
        _ => later(0).await,
    }
}
twin!(guards_and_bindings, |driver| {
    for number in 0..6 {
        driver.drive(|| super::guards_and_bindings(number, d("a")));
    }
});

/// A guard looks at the value by reference; only the arm moves it.
#[desugar]
async fn guard_before_a_move(value: Option<D>) -> usize {
    match value {
        Some(a) if a.touch() == "first" => {
            step(1).await;
            a.finish()
        }
        Some(b) => {
            step(2).await;
            b.finish() + 100
        }
        None => later(0).await,
    }
}
twin!(guard_before_a_move, |driver| {
    driver.drive(|| super::guard_before_a_move(Some(d("first"))));
    driver.drive(|| super::guard_before_a_move(Some(d("second"))));
    driver.drive(|| super::guard_before_a_move(None));
});

#[desugar]
async fn or_patterns(value: Result<D, D>) -> usize {
    match value {
        Ok(a) | Err(a) => {
            step(1).await;
            a.touch().len()
        }
    }
}
twin!(or_patterns, |driver| {
    driver.drive(|| super::or_patterns(Ok(d("a"))));
    driver.drive(|| super::or_patterns(Err(d("b"))));
});

#[desugar]
async fn slices(numbers: &[usize]) -> usize {
    match numbers {
        [] => later(0).await,
        [only] => later(*only).await,
        [first, .., last] if first == last => {
            step(1).await;
            *first
        }
        [first, rest @ ..] => {
            let sum = later(rest.iter().sum::<usize>()).await;
            first + sum
        }
    }
}
twin!(slices, |driver| {
    driver.drive(|| super::slices(&[]));
    driver.drive(|| super::slices(&[1]));
    driver.drive(|| super::slices(&[2, 3, 2]));
    driver.drive(|| super::slices(&[1, 2, 3]));
});

#[desugar]
async fn arrays_by_value(first: D, last: D) {
    let [a, .., c] = [first, d("b"), last];
    step(1).await;
    c.touch();
    drop(a);
    step(2).await;
}
twin!(arrays_by_value(d("a"), d("c")));

#[desugar]
async fn constants_and_literals(text: &str, number: i32) -> i32 {
    const LIMIT: i32 = 7;
    match (text, number) {
        ("a", LIMIT) => later(1).await,
        ("b", i32::MIN..=0) => later(2).await,
        (_, LIMIT) => 3,
        (other, -5 | 5) => later(other.len() as i32).await,
        _ => later(4).await,
    }
}
twin!(constants_and_literals, |driver| {
    for (text, number) in [("a", 7), ("b", -1), ("c", 7), ("cde", 5), ("f", 6)] {
        driver.drive(|| super::constants_and_literals(text, number));
    }
});

#[desugar]
async fn diverging_arms(number: usize) -> Result<D, Oops> {
    let a = d("a");
    loop {
        let b = match later(number).await {
            0 => break,
            1 => return Ok(d("early")),
            2 => return Err(Oops(2)),
            3 => fallible(3).map(|_| d("never"))?,
            _ => later(d("b")).await,
        };
        step(1).await;
        return Ok(b);
    }
    Ok(a)
}
twin!(diverging_arms, |driver| {
    for number in 0..5 {
        driver.drive(|| super::diverging_arms(number));
    }
});

#[desugar]
async fn nested(outer: Option<Result<D, usize>>) -> usize {
    match outer {
        Some(inner) => match inner {
            Ok(a) => {
                step(1).await;
                a.finish()
            }
            Err(number) => match later(number).await {
                0 => 0,
                _ => later(number * 2).await,
            },
        },
        None => later(1).await,
    }
}
twin!(nested, |driver| {
    driver.drive(|| super::nested(Some(Ok(d("a")))));
    driver.drive(|| super::nested(Some(Err(0))));
    driver.drive(|| super::nested(Some(Err(3))));
    driver.drive(|| super::nested(None));
});

#[desugar]
async fn temporaries_of_the_scrutinee() -> usize {
    match d("abc").touch().len() {
        3 => {
            step(1).await;
            later(1).await
        }
        other => other,
    }
}
twin!(temporaries_of_the_scrutinee());

#[desugar]
async fn boxed_scrutinee(shape: Box<Shape>) -> usize {
    match *shape {
        Shape::Line(a, b) => {
            step(1).await;
            b.finish()
        }
        Shape::Named { size, .. } => later(size).await,
        Shape::Dot => 0,
    }
}
twin!(boxed_scrutinee, |driver| {
    for shape in shapes() {
        driver.drive(|| super::boxed_scrutinee(Box::new(shape)));
    }
});

/// What a guard sees lies in what is matched; it moves only if the guard holds.
#[desugar]
async fn guards_on_what_is_kept(pair: (Option<D>, usize), other: D) -> usize {
    step(1).await;
    let length = match pair {
        (Some(a), limit) if matches!(a.0, "a" if limit == 3) => later(a.0.len() + limit).await,
        (Some(a), limit) if format!("{a:?}{limit}") == "a1" => later(a.finish() + 10).await,
        (Some(a), limit) if (|| a.touch() == "a" && limit == 5)() => later(a.0.len() + 20).await,
        (Some(a), ref limit) if a == other => later(a.0.len() + 30 + limit).await,
        (Some(mut a), limit) if limit == call(7) => {
            a.rename("c");
            later(a.0.len() + 40 + limit).await
        }
        (None, limit) if limit > 1 => later(limit).await,
        _ => 0,
    };
    step(2).await;
    length
}
twin!(guards_on_what_is_kept, |driver| {
    for (name, limit) in [
        (Some("a"), 3),
        (Some("a"), 1),
        (Some("a"), 5),
        (Some("b"), 1),
        (Some("e"), 7),
        (Some("e"), 8),
        (None, 2),
        (None, 1),
    ] {
        driver.drive(|| super::guards_on_what_is_kept((name.map(d), limit), d("b")));
    }
});

#[desugar]
async fn an_unused_value(flag: bool) -> usize {
    match later(Some(d("found"))).await {
        found if flag => d("made"),
        _ => later(d("made later")).await,
    };
    if flag {
        let inner = d("inner");
        later(1).await;
        d("value")
    } else {
        d("other")
    };
    1
}
twin!(an_unused_value(true));
twin!(another_unused_value = an_unused_value(false));

#[desugar]
async fn nothing_found(value: Option<D>) -> usize {
    let None = later(value).await else {
        return d("otherwise").finish();
    };
    let kept = later(Some(d("kept"))).await;
    step(1).await;
    let None = kept else {
        return later(kept.unwrap().finish()).await;
    };
    2
}
twin!(nothing_found(Some(d("a"))));
twin!(nothing_at_all = nothing_found(None));

#[desugar]
async fn nothing_left(value: Option<D>) -> usize {
    let pair = (
        match later(value).await {
            None => later(d("other")).await,
            Some(_) => d("some"),
        },
        later(d("second")).await,
    );
    { pair.0 }.finish()
}
twin!(nothing_left(None));
twin!(something_left = nothing_left(Some(d("a"))));

#[desugar]
async fn renewed(mut value: Option<D>, flag: bool) -> usize {
    match value {
        Some(found) if flag => found.finish(),
        _ => 0,
    };
    value = if flag {
        value = Some(d("new"));
        value
    } else {
        Some(d("other"))
    };
    step(1).await;
    match value {
        Some(found) => found.finish(),
        None => 1,
    };
    if flag {
        value = None;
    } else {
        value = Some(d("last"));
    }
    later(value.map_or(0, |found| found.finish())).await
}
twin!(renewed(Some(d("a")), true));
twin!(not_renewed = renewed(Some(d("a")), false));

/// One arm takes what another still uses.
#[desugar]
async fn taken_or_used(mut a: Option<(D, usize)>, number: usize) -> usize {
    step(1).await;
    match a {
        None => {
            step(a.is_some() as usize).await;
            a = Some((d("b"), 2));
            step(2).await;
        }
        all => step(all.map_or(0, |(a, number)| a.finish() + number)).await,
    }
    match number {
        3 => step(3).await,
        4 => step(number).await,
        other => step(other).await,
    }
    // A constant that is changed is a value of its own.
    match None::<D> {
        Some(ref mut c) => step(c.touch().len()).await,
        ref mut other => {
            step(1).await;
            *other = Some(d("c"));
            step(2).await;
        }
    }
    number
}
twin!(taken_or_used(Some((d("a"), 1)), 3));
twin!(used_or_taken = taken_or_used(None, 4));

/// What doesn't match stays where it is.
#[desugar]
async fn does_not_match(result: Result<D, D>, pair: (D, Option<D>), some: Option<D>) {
    step(0).await;
    if let Ok(found) = result {
        found.touch();
    }
    step(0).await;
    if let (found, None) = pair {
        found.touch();
    }
    step(0).await;
    if let Some(found) = some {
        found.touch();
    }
    step(0).await;
}
twin!(does_not_match, |driver| {
    driver.drive(|| super::does_not_match(Err(d("e")), (d("one"), Some(d("two"))), None));
    driver.drive(|| super::does_not_match(Ok(d("e")), (d("one"), None), Some(d("some"))));
});

/// The same where nothing waits afterwards.
#[desugar]
async fn does_not_match_at_last(result: Result<D, D>, pair: (D, Option<D>), some: Option<D>) {
    step(0).await;
    let (mut result, mut pair, mut some) = (result, pair, some);
    for n in 0..2 {
        if let Ok(found) = result {
            found.touch();
        }
        if let (found, None) = pair {
            found.touch();
        }
        if let Some(found) = some {
            found.touch();
        }
        let _last = d("last");
        (result, pair, some) = (Err(d("e")), (d("one"), (n == 0).then(|| d("two"))), None);
    }
}
twin!(does_not_match_at_last, |driver| {
    driver.drive(|| super::does_not_match_at_last(Err(d("e")), (d("1"), Some(d("2"))), None));
    driver.drive(|| super::does_not_match_at_last(Ok(d("e")), (d("1"), None), Some(d("some"))));
});

/// The same in a loop that waits.
#[desugar]
async fn does_not_match_in_a_loop(n: usize) {
    while let Some(pair) = later((n == 0).then(|| (d("first"), Some(d("second"))))).await {
        if let (_first, None) = pair {}
        let _last = d("last");
        break;
    }
    if let (first, None) = later((d("third"), Some(d("fourth")))).await {
        first.touch();
    }
}
twin!(does_not_match_in_a_loop, |driver| {
    driver.drive(|| super::does_not_match_in_a_loop(0));
    driver.drive(|| super::does_not_match_in_a_loop(1));
});

#[desugar]
async fn does_not_match_and_leaves(result: Result<D, D>, pair: (D, Option<D>)) -> usize {
    let kept = d("kept");
    step(0).await;
    let (one, None) = pair else {
        kept.touch();
        return 1;
    };
    step(0).await;
    let Ok(found) = result else {
        kept.touch();
        return 2;
    };
    let last = d("last");
    drop(one);
    last.touch();
    found.finish()
}
twin!(does_not_match_and_leaves, |driver| {
    driver.drive(|| super::does_not_match_and_leaves(Err(d("e")), (d("one"), Some(d("two")))));
    driver.drive(|| super::does_not_match_and_leaves(Err(d("e")), (d("one"), None)));
    driver.drive(|| super::does_not_match_and_leaves(Ok(d("ok")), (d("one"), None)));
});

/// What stands in the head of a match may be changed there, and dies with the statement.
#[desugar]
async fn changed_in_the_head() -> (usize, D) {
    let pair = (
        match None {
            ref mut name => {
                *name = Some(d("name"));
                1
            }
        },
        later(d("later")).await,
    );
    step(pair.0).await;
    pair
}
twin!(changed_in_the_head());

/// What an arm finds empty may be used again on some ways from there.
#[desugar]
async fn empty_and_used_again(n: usize) -> usize {
    let mut found = (n == 0).then(|| d("found"));
    step(0).await;
    match found {
        Some(found) => found.finish(),
        None => {
            if n == 1 {
                let one = later(d("one")).await;
                let two = later(d("two")).await;
                step(1).await;
                one.finish() + two.finish()
            } else if n == 2 {
                found = Some(d("put"));
                step(2).await;
                drop(d("beside"));
                3
            } else {
                step(3).await;
                match found {
                    Some(found) => found.finish(),
                    None => 4,
                }
            }
        }
    }
}
twin!(empty_and_used_again, |driver| {
    (0..4).for_each(|n| driver.drive(|| super::empty_and_used_again(n)));
});

#[desugar]
async fn empty_in_a_loop(n: usize) -> usize {
    let mut rounds = 0;
    while let Some(found) = if rounds < 2 { Some(None::<(D, usize)>) } else { None } {
        rounds += 1;
        if let Some((left, ..)) = found {
            drop(left);
            continue;
        }
        match d("head") {
            _ if n == 0 => step(1).await,
            _ if n == 1 => {
                step(2).await;
                match found {
                    _ => {}
                }
            }
            _ => {}
        }
    }
    rounds
}
twin!(empty_in_a_loop, |driver| {
    (0..3).for_each(|n| driver.drive(|| super::empty_in_a_loop(n)));
});
