//! Loops, labels, and what a turn drops.

use super::*;
use crate::plain::loops as plain;

#[desugar]
async fn while_loop() -> usize {
    let mut number = 0;
    while later(number).await < 3 {
        let a = d("a");
        number += 1;
        step(number).await;
    }
    number
}
twin!(while_loop());

#[desugar]
async fn while_without_an_awaiting_condition(mut number: usize) -> usize {
    while number > 0 {
        number -= 1;
        if number == 1 {
            continue;
        }
        step(1).await;
    }
    number
}
twin!(while_without_an_awaiting_condition(3));

#[desugar]
async fn while_let() -> usize {
    let mut stack = vec![d("a"), d("bc")];
    let mut sum = 0;
    while let Some(top) = later(stack.pop()).await {
        step(1).await;
        sum += top.finish();
    }
    sum
}
twin!(while_let());

#[desugar]
async fn while_let_on_an_iterator() -> usize {
    let names = [d("a"), d("bc"), d("cde")];
    let mut iterator = names.iter().enumerate();
    let mut sum = 0;
    while let Some((number, name)) = iterator.next() {
        later(name.touch()).await;
        sum += number * name.0.len();
    }
    sum
}
twin!(while_let_on_an_iterator());

#[desugar]
async fn for_by_value(names: Vec<D>) {
    for name in names {
        step(1).await;
        name.touch();
    }
    step(2).await;
}
twin!(for_by_value(vec![d("a"), d("b")]));

/// The items that are left when a loop is broken are dropped with the iterator.
#[desugar]
async fn for_with_a_break(names: Vec<D>) -> Option<D> {
    let mut found = None;
    for name in names {
        if later(name.touch()).await == "b" {
            found = Some(name);
            break;
        }
    }
    step(2).await;
    found
}
twin!(for_with_a_break(vec![d("a"), d("b"), d("c")]));

#[desugar]
async fn for_by_reference(names: &mut [D]) -> usize {
    let mut sum = 0;
    for name in names.iter() {
        sum += later(name.touch().len()).await;
    }
    for name in &mut *names {
        step(1).await;
        name.rename("x");
    }
    for (number, name) in names.iter().enumerate().rev() {
        sum += later(number).await;
    }
    sum
}
twin!(for_by_reference, |driver| {
    let mut names = [d("a"), d("bc")];
    driver.drive(|| super::for_by_reference(&mut names));
    driver.markers(format!("{names:?}"));
});

#[desugar]
async fn for_with_patterns() -> usize {
    let mut sum = 0;
    for (a, (b, _)) in [(d("a"), (1, d("b"))), (d("c"), (2, d("e")))] {
        step(1).await;
        sum += a.touch().len() + b;
    }
    for _ in 0..2 {
        step(2).await;
    }
    for mut number in [1, 2] {
        number += later(number).await;
        sum += number;
    }
    sum
}
twin!(for_with_patterns());

#[desugar]
async fn awaited_head() -> usize {
    let mut sum = 0;
    for number in later(vec![1, 2]).await {
        sum += number;
    }
    for number in later(0..2).await {
        sum += later(number).await;
    }
    sum
}
twin!(awaited_head());

#[desugar]
async fn loop_with_a_value() -> D {
    let mut round = 0;
    loop {
        let a = d("a");
        round += later(1).await;
        if round == 2 {
            break later(a).await;
        }
    }
}
twin!(loop_with_a_value());

#[desugar]
async fn labels() -> usize {
    let mut turns = 0;
    'outer: loop {
        let a = d("a");
        for number in 0..3 {
            let b = d("b");
            turns += 1;
            match later(number).await {
                0 => continue,
                1 if turns < 3 => continue 'outer,
                1 => {}
                _ => break 'outer,
            }
            step(1).await;
        }
    }
    later(turns).await
}
twin!(labels());

#[desugar]
async fn label_with_a_value() -> (usize, D) {
    let mut count = 0;
    let found = 'search: loop {
        let a = d("a");
        loop {
            let b = d("b");
            count += 1;
            if later(count).await == 2 {
                break 'search b;
            }
            if count == 1 {
                continue 'search;
            }
        }
    };
    (later(count).await, found)
}
twin!(label_with_a_value());

#[desugar]
async fn labelled_block(number: usize) -> usize {
    let value = 'block: {
        let a = d("a");
        if number == 0 {
            break 'block later(10).await;
        }
        let b = d("b");
        step(1).await;
        if number == 1 {
            break 'block 20;
        }
        30
    };
    value + later(number).await
}
twin!(labelled_block, |driver| {
    for number in 0..3 {
        driver.drive(|| super::labelled_block(number));
    }
});

#[desugar]
async fn moved_and_made_again(mut a: D) -> D {
    for name in ["b", "c"] {
        step(1).await;
        a.finish();
        a = d(name);
    }
    step(2).await;
    a
}
twin!(moved_and_made_again(d("a")));

#[desugar]
async fn moved_in_the_last_turn(a: D) -> usize {
    let mut turn = 0;
    loop {
        step(1).await;
        turn += 1;
        if turn == 2 {
            let length = a.finish();
            step(2).await;
            break length;
        }
    }
}
twin!(moved_in_the_last_turn(d("a")));

#[desugar]
async fn carried_over_turns() -> Vec<usize> {
    let (mut a, mut b) = (0, 1);
    let mut numbers = Vec::new();
    while numbers.len() < 4 {
        numbers.push(later(a).await);
        (a, b) = (b, a + b);
    }
    numbers
}
twin!(carried_over_turns());

#[desugar]
async fn nested_loops() -> usize {
    let mut sum = 0;
    for a in 0..2 {
        let outer = d("outer");
        for b in 0..2 {
            let inner = d("inner");
            sum += later(a * 10 + b).await;
        }
        step(2).await;
    }
    sum
}
twin!(nested_loops());

#[desugar]
async fn question_mark_in_a_loop(numbers: Vec<usize>) -> Result<usize, Oops> {
    let mut sum = 0;
    for number in numbers {
        let a = d("a");
        sum += later(fallible(number)).await?;
        step(1).await;
    }
    Ok(sum)
}
twin!(question_mark_in_a_loop, |driver| {
    driver.drive(|| super::question_mark_in_a_loop(vec![2, 4]));
    driver.drive(|| super::question_mark_in_a_loop(vec![2, 3, 4]));
});

/// A loop that is left in its first turn, whatever it awaits.
#[desugar]
async fn never_a_second_turn(a: D) {
    loop {
        let b = d("b");
        step(1).await;
        return;
    }
}
twin!(never_a_second_turn(d("a")));

#[desugar]
async fn left_in_the_middle_of_operands(a: D) -> usize {
    let mut n = 0;
    let out = loop {
        n += 1;
        let v = (d("v"), later(n).await, if n == 2 { break d("out") } else { d("w") });
        step(1).await;
    };
    step(2).await;
    out.0.len()
}
twin!(left_in_the_middle_of_operands(d("a")));

/// What the head of a loop makes dies with the loop, in a tail as well.
#[desugar]
async fn head_in_a_tail(flag: bool) -> usize {
    if flag {
        let a = d("a");
        for number in later(d("b")).await.0.len()..3 {
            step(number).await;
        }
    }
    let mut sum = 0;
    'all: {
        let a = d("a");
        for b in [d("b"), d("c")].iter().chain([&later(d("d")).await]) {
            let c = d("e");
            sum += b.touch().len();
            step(1).await;
            if flag && sum > 1 {
                break 'all;
            }
        }
    }
    sum
}
twin!(head_in_a_tail, |driver| {
    driver.drive(|| super::head_in_a_tail(true));
    driver.drive(|| super::head_in_a_tail(false));
});
