//! Closures that capture what an `async fn` holds.

use super::*;
use crate::plain::closures as plain;

#[desugar]
async fn by_reference(a: D) -> usize {
    let touch = || a.touch().len();
    step(1).await;
    touch();
    step(2).await;
    touch() + a.0.len()
}
twin!(by_reference(d("a")));

#[desugar]
async fn by_mutable_reference() -> usize {
    let mut sum = 0;
    let mut add = |number| {
        sum += number;
        sum
    };
    add(1);
    step(1).await;
    add(later(2).await);
    step(2).await;
    sum
}
twin!(by_mutable_reference());

#[desugar]
async fn by_move(a: D, b: D) -> usize {
    let keep = move || a.touch().len();
    step(1).await;
    keep();
    drop(b);
    step(2).await;
    keep()
}
twin!(by_move(d("a"), d("b")));

#[desugar]
async fn called_once(a: D) -> usize {
    step(1).await;
    let finish = move || a.finish();
    step(2).await;
    let length = { finish }();
    step(3).await;
    length
}
twin!(called_once(d("a")));

#[desugar]
async fn of_held_locals_for_one_call(numbers: Vec<usize>) -> usize {
    let limit = later(1).await;
    let mut seen = 0;
    let sum =
        numbers.iter().filter(|&&number| number > limit).inspect(|_| seen += 1).sum::<usize>();
    step(1).await;
    numbers.iter().any(|number| *number == seen).then(|| sum + limit).unwrap_or_else(|| call(limit))
}
twin!(of_held_locals_for_one_call(vec![1, 2, 3]));

/// A closure captures a field, not the whole.
#[desugar]
async fn of_a_field(mut pair: (D, D)) -> (D, D) {
    let mut rename = || {
        pair.0.rename("x");
    };
    pair.1.touch();
    rename();
    step(1).await;
    let touch = || pair.0.touch();
    pair.1.rename("y");
    touch();
    step(2).await;
    pair
}
twin!(of_a_field((d("a"), d("b"))));

#[desugar]
async fn moving_a_field(pair: (D, D)) -> usize {
    let part = pair.0;
    let touch = move || part.touch().len();
    step(1).await;
    touch()
}
twin!(moving_a_field((d("a"), d("b"))));

#[desugar]
async fn as_an_argument<F: FnMut(usize) -> usize>(mut change: F) -> usize {
    let once = change(later(1).await);
    step(1).await;
    change(once)
}
twin!(as_an_argument, |driver| {
    let mut calls = Vec::new();
    driver.drive(|| {
        super::as_an_argument(|number| {
            calls.push(number);
            call(number + 1)
        })
    });
    driver.markers(format!("{calls:?}"));
});

#[desugar]
async fn boxed() -> usize {
    let mut all: Vec<Box<dyn FnMut(usize) -> usize>> = Vec::new();
    for step_by in [1, 10] {
        let a = d("a");
        let mut total = later(0).await;
        all.push(Box::new(move |number| {
            total += number * step_by * a.touch().len();
            total
        }));
    }
    step(2).await;
    let mut sum = 0;
    for function in &mut all {
        sum += function(later(1).await);
        sum += function(2);
    }
    sum
}
twin!(boxed());

#[desugar]
async fn returning_a_closure(a: D) -> Box<dyn Fn() -> &'static str> {
    step(1).await;
    Box::new(move || a.touch())
}
twin!(returning_a_closure, |driver| {
    driver.drive(|| async { (super::returning_a_closure(d("a")).await)() });
});

#[desugar]
async fn returning_futures() -> usize {
    let wait = |number: usize| later(number);
    let twice = |number: usize| async move { later(number).await + later(number).await };
    let first = wait(1).await;
    first + twice(first).await
}
twin!(returning_futures());

#[desugar]
async fn async_closures(a: D) -> usize {
    let wait = async |number: usize| {
        a.touch();
        later(number).await + 1
    };
    let first = wait(1).await;
    step(1).await;
    wait(first).await
}
twin!(async_closures(d("a")));

#[desugar]
async fn async_closure_arguments(wait: impl AsyncFn(&str) -> usize) -> usize {
    let text = later(String::from("abc")).await;
    wait(&text).await + wait("b").await
}
twin!(async_closure_arguments, |driver| {
    driver.drive(|| super::async_closure_arguments(async |text: &str| later(text.len()).await));
});

#[desugar]
async fn nested(a: D) -> usize {
    let outer = |number: usize| {
        let inner = || a.touch().len() + number;
        inner() + inner()
    };
    step(1).await;
    let sum = outer(later(1).await);
    a.finish() + sum
}
twin!(nested(d("a")));

#[desugar]
async fn shadowing_names(number: usize, a: D) -> usize {
    let change = |number: usize, a: &str| number * 2 + a.len();
    step(1).await;
    change(number + 1, a.touch()) + number
}
twin!(shadowing_names(1, d("a")));

#[desugar]
async fn returns_and_question_marks_of_their_own(numbers: &[usize]) -> Result<usize, Oops> {
    let check = |number: usize| {
        if number > 10 {
            return Err(Oops(number));
        }
        Ok(fallible(number)? + 1)
    };
    let mut sum = 0;
    for &number in numbers {
        sum += check(number)?;
        step(1).await;
    }
    Ok(sum)
}
twin!(returns_and_question_marks_of_their_own, |driver| {
    driver.drive(|| super::returns_and_question_marks_of_their_own(&[2, 4]));
    driver.drive(|| super::returns_and_question_marks_of_their_own(&[2, 3]));
    driver.drive(|| super::returns_and_question_marks_of_their_own(&[12]));
});

#[desugar]
async fn that_takes_what_it_captures(a: D, b: D) -> usize {
    let finish = || into_length(a);
    step(1).await;
    let length = finish();
    step(2).await;
    length + b.finish()
}
fn into_length(a: D) -> usize {
    a.finish()
}
twin!(that_takes_what_it_captures(d("a"), d("b")));

#[desugar]
async fn that_takes_by_a_method(a: D, b: D) -> usize {
    let finish = move || a.finish();
    step(1).await;
    let length = finish();
    step(2).await;
    length + b.finish()
}
twin!(that_takes_by_a_method(d("a"), d("b")));

/// It is dropped at the end of its scope, and not by the call.
#[desugar]
async fn that_looks_at_what_it_owns(a: D, b: D) -> usize {
    let touch = move || a.touch().len();
    step(1).await;
    let c = d("c");
    let length = touch();
    step(2).await;
    drop(c);
    length + b.finish()
}
twin!(that_looks_at_what_it_owns(d("a"), d("b")));

/// A number is copied: this may be called again, and owns `a`.
#[desugar]
async fn that_copies_and_owns(number: usize, a: D, b: D) -> usize {
    let count = move || into_number(number) + a.touch().len();
    step(1).await;
    let c = d("c");
    let length = count();
    step(2).await;
    length + b.finish() + c.touch().len()
}
fn into_number<T>(value: T) -> T {
    value
}
twin!(that_copies_and_owns(1, d("a"), d("b")));

#[desugar]
async fn that_takes_one_of_what_it_owns(number: usize, a: D, b: D) -> usize {
    let take = move || into_number(number) + b.touch().len() + into_length(a);
    step(1).await;
    let c = d("c");
    let length = take();
    step(2).await;
    length + c.finish()
}
twin!(that_takes_one_of_what_it_owns(1, d("a"), d("b")));

#[desugar]
async fn that_changes_its_own_number(mut number: usize, a: D) -> usize {
    let mut count = move |more: usize| {
        number += more;
        a.touch();
        into_number(number)
    };
    step(1).await;
    let counted = count(call(2));
    step(2).await;
    counted + number
}
twin!(that_changes_its_own_number(1, d("a")));

#[desugar]
async fn that_is_called_in_a_branch(a: D, b: D, flag: bool) -> usize {
    let finish = || into_length(a);
    let other = move || b.finish();
    step(1).await;
    let c = d("c");
    let length = if flag {
        step(2).await;
        finish() + call(1)
    } else {
        other()
    };
    step(3).await;
    length + c.finish()
}
twin!(that_is_called_in_a_branch(d("a"), d("b"), true));
twin!(that_is_called_in_no_branch = that_is_called_in_a_branch(d("a"), d("b"), false));

#[desugar]
async fn that_is_made_anew_in_a_loop(names: Vec<&'static str>) -> usize {
    let mut sum = 0;
    for name in names {
        let a = d(name);
        let finish = move || a.finish();
        step(1).await;
        let b = d("b");
        let other = || into_length(b);
        step(2).await;
        sum += if sum > 0 { other() } else { finish() };
    }
    sum
}
twin!(that_is_made_anew_in_a_loop(vec!["a", "c", "e"]));

/// What is called is an operand, before the arguments.
#[desugar]
async fn that_takes_and_waits_for_its_argument(a: D, b: D) -> usize {
    let finish = |number: usize| into_length(a) + number;
    let c = d("c");
    step(1).await;
    let length = finish(later(2).await);
    step(2).await;
    let touch = |number: usize| b.touch().len() + number;
    let e = d("e");
    let more = touch(later(3).await);
    step(3).await;
    length + more + c.finish() + e.touch().len()
}
twin!(that_takes_and_waits_for_its_argument(d("a"), d("b")));

#[desugar]
async fn that_looks_and_waits_for_its_argument(a: D) -> usize {
    let touch = move |number: usize| a.touch().len() + number;
    let c = d("c");
    step(1).await;
    let length = touch(later(2).await);
    step(2).await;
    length + c.finish()
}
twin!(that_looks_and_waits_for_its_argument(d("a")));

#[desugar]
async fn that_panics_with_its_argument(a: D, b: D) -> usize {
    let finish = move |number: usize| a.finish() + number;
    let other = |number: usize| into_length(b) + number;
    let c = d("c");
    step(1).await;
    let length = finish(call(2)) + other(call(3));
    step(2).await;
    length + c.finish()
}
twin!(that_panics_with_its_argument(d("a"), d("b")));

#[desugar]
async fn that_is_called_for_a_future(a: D, b: D) -> usize {
    let wait = || later(into_length(a));
    let both = move |more: usize| async move { later(b.finish()).await + more };
    step(1).await;
    let length = wait().await;
    step(2).await;
    length + both(call(1)).await
}
twin!(that_is_called_for_a_future(d("a"), d("b")));

#[desugar]
async fn that_is_called_in_a_macro(a: D, b: D) -> String {
    let finish = || into_length(a);
    let other = move || b.finish();
    step(1).await;
    assert_eq!(finish(), 1);
    step(2).await;
    format!("{} {}", other(), later(1).await)
}
twin!(that_is_called_in_a_macro(d("a"), d("b")));

/// What it returns is borrowed from elsewhere.
#[desugar]
async fn that_lends(a: D, b: D) -> usize {
    let get = || &a;
    let find = move |lent: &D| lent.touch().len() + b.touch().len();
    step(1).await;
    let lent = get();
    let length = find(lent);
    step(2).await;
    lent.touch().len() + length
}
twin!(that_lends(d("a"), d("b")));

/// What is captured by `move` is a reference, which is lent on.
#[desugar]
async fn that_owns_a_reference(mut a: D, b: D) -> usize {
    let reference = &mut a;
    let mut change = move || {
        change_it(reference);
        b.touch().len()
    };
    step(1).await;
    let c = d("c");
    let length = change();
    step(2).await;
    length + a.finish() + c.finish()
}
fn change_it(a: &mut D) {
    a.rename("d");
}
twin!(that_owns_a_reference(d("a"), d("b")));

/// What a method returns is known from elsewhere.
#[desugar]
async fn that_returns_what_is_asked_for(text: String, a: D, b: Vec<D>) -> usize {
    let parse = move || text.parse().unwrap_or(a.touch().len());
    let first = move || b.into_iter().next().map_or(0, |first| first.finish());
    step(1).await;
    let c = d("c");
    let number: usize = parse();
    step(2).await;
    number + first() + c.finish()
}
twin!(that_returns_what_is_asked_for("12".into(), d("a"), vec![d("e"), d("f")]));
