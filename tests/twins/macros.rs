//! Awaits in the arguments of macros.

use super::*;
use crate::plain::macros as plain;
use std::fmt::Write as _;

#[desugar]
async fn format_arguments(name: &str) -> String {
    format!("{} and {name}, {:?} {}", later(1).await, later(d("a")).await, call(3))
}
twin!(format_arguments("x"));

#[desugar]
async fn inline_captures(name: &str) -> String {
    let number = later(5).await;
    let width = 4;
    let text = format!("{name:>width$} {number:03} {number:#x} {{}}");
    step(1).await;
    text + &format!("{number}{name}")
}
twin!(inline_captures("x"));

#[desugar]
async fn named_and_numbered_arguments() -> String {
    let x = later(1.5).await;
    format!(
        "{1} {0} {last} {x:.*} {1:?} {:>w$}",
        later(3).await,
        call("b"),
        last = later('z').await,
        w = now(6).await
    )
}

#[desugar]
async fn temporaries_of_a_format() -> String {
    let text = format!("{} {} {}", d("a").touch(), later(d("b")).await.touch(), d("c").touch());
    step(1).await;
    text
}
twin!(temporaries_of_a_format());

#[desugar]
async fn nested_formats() -> String {
    format!(
        "<{}>",
        later(format!("[{}]", later(format_args!("{}", call(1)).to_string()).await)).await
    )
}
twin!(nested_formats());

#[desugar]
async fn write_and_writeln(mut text: String) -> Result<String, std::fmt::Error> {
    write!(text, "{}-{}", later(1).await, call(2))?;
    step(1).await;
    writeln!(text)?;
    writeln!(&mut text, "{:>3}", later(3).await)?;
    Ok(text)
}
twin!(write_and_writeln(String::from("a")));

/// Nothing of these is seen by the log but what their arguments do.
#[desugar]
async fn printing() {
    eprint!("{}", later("").await);
    print!("{}{}", later("").await, d("a").touch().replace('a', ""));
    step(1).await;
}
twin!(printing());

#[desugar]
async fn assertions(expected: usize) {
    let a = d("a");
    assert!(later(expected < 9).await, "{} is too much for {a:?}", call(expected));
    assert_eq!(later(expected).await, 1, "expected {}", call("one"));
    debug_assert!(expected == later(1).await);
    step(1).await;
    assert_ne!(expected, later(1).await);
}
twin!(assertions, |driver| {
    for expected in [1, 2, 9] {
        driver.drive(|| super::assertions(expected));
    }
});

#[desugar]
async fn assertions_without_a_message(left: D, flag: bool) {
    assert_eq!(left, later(d("a")).await);
    step(1).await;
    assert!(later(flag).await);
    debug_assert_ne!(later(1).await, 2);
}
twin!(assertions_without_a_message, |driver| {
    driver.drive(|| super::assertions_without_a_message(d("a"), true));
    driver.drive(|| super::assertions_without_a_message(d("a"), false));
    driver.drive(|| super::assertions_without_a_message(d("b"), true));
});

#[desugar]
async fn vectors() -> Vec<D> {
    let zeros = vec![later(0).await; later(2).await];
    let mut names = vec![d("a"), later(d("b")).await, d("c")];
    step(zeros.len()).await;
    names.extend(vec![later(d("e")).await]);
    names
}
twin!(vectors());

#[desugar]
async fn matches_macro(value: Option<usize>) -> bool {
    let first = matches!(later(value).await, Some(number) if number > 2);
    step(1).await;
    first || matches!(value, None | Some(0..=1))
}
twin!(matches_macro, |driver| {
    for value in [None, Some(1), Some(2), Some(3)] {
        driver.drive(|| super::matches_macro(value));
    }
});

#[desugar]
async fn panics(number: usize) -> usize {
    let a = d("a");
    match later(number).await {
        0 => panic!(),
        1 => panic!("one"),
        2 => panic!("{} {number}", later("two").await),
        3 => unreachable!("three {}", later(3).await),
        4 => unimplemented!(),
        5 => todo!("{}", call(5)),
        _ => later(number).await,
    }
}
twin!(panics, |driver| {
    for number in 0..7 {
        driver.drive(|| super::panics(number));
    }
});

/// Macros that know where they stand.
#[desugar]
async fn places() -> (u32, u32, &'static str, &'static str) {
    let line = later(line!()).await;
    let column = column!();
    step(1).await;
    (line, column, later(stringify!(a + b)).await, concat!("a", 1, true))
}
twin!(places());

macro_rules! double {
    ($value:expr) => {
        $value * 2
    };
}

macro_rules! waiting {
    ($name:ident = $value:expr) => {
        let $name = later($value).await;
    };
}

/// A macro of one's own, whose arguments wait or whose expansion does.
#[desugar]
async fn without_an_await_inside(number: usize) -> usize {
    let doubled = double!(number);
    step(1).await;
    double!(doubled + 1)
}
twin!(without_an_await_inside(1));

#[desugar]
async fn pinned_by_a_macro() -> usize {
    let mut future = std::pin::pin!(later(3));
    step(1).await;
    future.as_mut().await
}
twin!(pinned_by_a_macro());

macro_rules! ensure {
    ($condition:expr, $oops:expr) => {
        if !$condition {
            return Err($oops);
        }
    };
}
macro_rules! bail {
    ($oops:expr) => {
        return Err($oops)
    };
}

/// Macros that return, as those of the crates for errors do.
#[desugar]
async fn returning_macros(a: D, number: usize) -> Result<usize, Oops> {
    let b = d("b");
    ensure!(number < 9 && a.touch() == "a", Oops(number));
    step(1).await;
    let c = d("c");
    let one = later(number).await;
    ensure!(one > 1, Oops(b.touch().len()));
    if number > 5 {
        let e = d("e");
        step(1).await;
        bail!(Oops(e.finish()));
    }
    let four = match number {
        4 => 4,
        other => bail!(Oops(other)),
    };
    step(1).await;
    Ok(four + a.finish())
}
twin!(returning_macros(d("a"), 4));
twin!(ensured_at_once = returning_macros(d("a"), 10));
twin!(bailed_out = returning_macros(d("a"), 7));
twin!(bailed_out_of_an_arm = returning_macros(d("a"), 3));

macro_rules! list {
    ($($value:expr),*) => {
        Vec::from([$($value),*])
    };
}
macro_rules! first_if {
    ($condition:expr, $one:expr, $two:expr) => {
        if $condition { $one } else { $two }
    };
}

/// Macros that nobody knows may take what is in their arguments, or leave it.
#[desugar]
async fn arguments_of_unknown_macros(a: D, b: D, flag: bool) -> usize {
    step(1).await;
    let c = d("c");
    let numbers = list![a.touch().len(), c.finish(), call(3)];
    step(1).await;
    let sum = first_if!(flag, numbers.len() + length_of(b), numbers[0] + a.touch().len());
    step(1).await;
    sum + a.finish()
}
fn length_of(a: D) -> usize {
    a.finish()
}
twin!(arguments_of_unknown_macros(d("a"), d("b"), true));
twin!(arguments_left_alone = arguments_of_unknown_macros(d("a"), d("b"), false));

/// What is moved in the arguments of a macro is gone as anywhere else.
#[desugar]
async fn matches_in_arguments(mut a: Option<D>, pair: (D, Option<D>)) -> usize {
    step(1).await;
    let all = vec![
        match a {
            _ if pair.0.touch().len() > 3 => d("b"),
            None => d("c"),
            Some(a) => a,
        },
        match pair {
            (a, None) => a,
            (_, Some(b)) => b,
        },
    ];
    step(1).await;
    a = None;
    assert!(
        match (d("d"), Some(d("e"))) {
            (d, None) => false,
            (_, Some(e)) => e.touch().len() == 1,
        },
        "not {}",
        1
    );
    step(1).await;
    all.len()
}
twin!(matches_in_arguments(Some(d("f")), (d("g"), Some(d("h")))));

macro_rules! unless {
    ($condition:expr, $otherwise:expr) => {
        if !$condition {
            $otherwise
        }
    };
}

/// What is given to a macro leaves a loop that suspends, or one that doesn't.
#[desugar]
async fn left_from_within_macros(numbers: Vec<usize>) -> Vec<D> {
    let mut all = vec![];
    'numbers: for number in numbers {
        let each = d("each");
        assert!(if number < 2 { continue } else { number < 9 }, "{:?}", each.touch());
        later(1).await;
        unless!(number != 2, continue 'numbers);
        let again = d("again");
        let made = vec![d("first"), if number == 3 { continue } else { d("second") }];
        for one in made {
            assert_ne!(if number == 4 { break } else { number }, 10);
            unless!(number != 5, continue 'numbers);
            unless!(number != 6, { break 'numbers });
            all.push(one);
        }
        println!("{}", if number == 7 { break 'numbers } else { number });
        matches!(again.touch(), name if if number == 8 { break } else { !name.is_empty() });
        all.push(again);
        step(1).await;
    }
    all
}
twin!(left_from_within_macros, |driver| {
    for last in 1..10 {
        driver.drive(|| super::left_from_within_macros(vec![1, 10 - last, last]));
    }
});

/// The value of a loop comes from within an assertion.
#[desugar]
async fn broken_within_an_assertion(at: usize) -> D {
    let mut number = 0;
    loop {
        let here = d("here");
        assert!(if number == at { break here } else { later(number).await < 3 }, "{}", number);
        number += 1;
        debug_assert!(number < 9, "{}", if number > at { 1 } else { break d("never") });
    }
}
twin!(broken_within_an_assertion, |driver| {
    for at in [0, 2, 5] {
        driver.drive(|| super::broken_within_an_assertion(at));
    }
});
