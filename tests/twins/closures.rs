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
