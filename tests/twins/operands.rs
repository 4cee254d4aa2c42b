//! Awaits among the operands of an expression: the order of evaluation, and
//! what is dropped when an operand is cancelled.

use super::*;
use crate::plain::operands as plain;

#[desugar]
async fn arithmetic() -> usize {
    call(1) + later(2).await * call(3) - later(4).await / call(2)
}
twin!(arithmetic());

#[desugar]
async fn comparison() -> bool {
    d("a") < later(d("b")).await && later(d("c")).await == d("c")
}
twin!(comparison());

#[desugar]
async fn lazy(left: bool) -> bool {
    call(left) && later(true).await && call(false) || later(left).await || call(true)
}
twin!(lazy, |driver| {
    driver.drive(|| super::lazy(true));
    driver.drive(|| super::lazy(false));
});

#[desugar]
async fn unary(number: i64) -> (i64, bool, i64, u8) {
    (-later(number).await, !later(true).await, *later(&number).await, later(300_i64).await as u8)
}
twin!(unary(5));

#[desugar]
async fn tuple() -> (D, D, D) {
    (d("a"), later(d("b")).await, d("c"))
}
twin!(tuple());

#[desugar]
async fn array() -> [D; 4] {
    [d("a"), later(d("b")).await, d("c"), later(d("e")).await]
}
twin!(array());

#[desugar]
async fn repeated() -> [u8; 3] {
    [later(7).await; 3]
}
twin!(repeated());

#[derive(Debug)]
struct Three {
    a: D,
    b: D,
    c: D,
}

/// Fields are evaluated as written, and dropped as declared.
#[desugar]
async fn struct_literal() -> Three {
    Three { c: d("c"), a: later(d("a")).await, b: d("b") }
}
twin!(struct_literal());

#[desugar]
async fn struct_update(base: Three) -> Three {
    let b = later(d("b2")).await;
    step(1).await;
    Three { b, ..later(base).await }
}
twin!(struct_update(Three { a: d("a"), b: d("b"), c: d("c") }));

#[desugar]
async fn struct_update_of_a_local(base: Three) -> usize {
    let Three { a, b, .. } = base;
    let new = Three { c: later(d("c2")).await, a, b };
    step(1).await;
    base.c.touch();
    step(2).await;
    { new.a }.finish()
}
twin!(struct_update_of_a_local(Three { a: d("a"), b: d("b"), c: d("c") }));

#[derive(Debug)]
enum Shape {
    Dot(D),
    Line(D, D),
    Named { name: D, size: usize },
}

#[desugar]
async fn enum_literals() -> [Shape; 3] {
    [
        Shape::Line(d("a"), later(d("b")).await),
        Shape::Named { size: later(3).await, name: d("c") },
        Shape::Dot(later(d("e")).await),
    ]
}
twin!(enum_literals());

#[desugar]
async fn index() -> D {
    let mut values = vec![d("a"), d("b"), d("c")];
    values[later(1).await].touch();
    later(&values).await[later(2).await].touch();
    values.swap_remove(later(0).await)
}
twin!(index());

#[desugar]
async fn index_of_an_awaited_value() -> usize {
    later([call(1), call(2)]).await[call(1)]
}
twin!(index_of_an_awaited_value());

#[desugar]
async fn ranges() -> usize {
    let mut sum = 0;
    for number in call(1)..later(4).await {
        sum += number;
    }
    let text = "abcdef";
    sum + text[later(1).await..].len() + (..=later(2).await).end + (later(1).await..=3).count()
}
twin!(ranges());

#[desugar]
async fn references() -> usize {
    let shared = &later(1).await;
    let exclusive = &mut later(2).await;
    *exclusive += later(*shared).await;
    step(1).await;
    *exclusive + *shared
}
twin!(references());

#[desugar]
async fn fields_of_an_awaited_value() -> (usize, D) {
    let three = Three { a: d("a"), b: d("b"), c: d("cd") };
    (later((call(1), 2)).await.0, later(three).await.c)
}
twin!(fields_of_an_awaited_value());

#[desugar]
async fn blocks_as_operands() -> usize {
    call(1)
        + {
            let a = d("a");
            step(1).await;
            a.touch().len()
        }
        + if later(true).await { later(2).await } else { 3 }
        + match later(4).await {
            4 => later(5).await,
            other => other,
        }
}
twin!(blocks_as_operands());

/// An operand that leaves the function drops those before it.
#[desugar]
async fn return_among_operands(early: bool) -> (D, usize) {
    (
        d("a"),
        if early {
            return (d("b"), later(1).await);
        } else {
            later(2).await
        },
    )
}
twin!(return_among_operands, |driver| {
    driver.drive(|| super::return_among_operands(true));
    driver.drive(|| super::return_among_operands(false));
});

#[desugar]
async fn question_mark_among_operands(number: usize) -> Result<(D, usize, D), Oops> {
    Ok((d("a"), later(fallible(number)).await?, d("b")))
}
twin!(question_mark_among_operands, |driver| {
    driver.drive(|| super::question_mark_among_operands(1));
    driver.drive(|| super::question_mark_among_operands(2));
});

#[desugar]
async fn break_among_operands() -> usize {
    let mut round = 0;
    let value = loop {
        round += 1;
        let pair = (
            d("a"),
            if round == 2 {
                break later(round).await;
            } else {
                later(3).await
            },
        );
        step(1).await;
    };
    step(2).await;
    value
}
twin!(break_among_operands());

#[desugar]
async fn deeply_nested() -> usize {
    ((call(1) + later(2).await) * (later(3).await + call(4))) + {
        later([later(5).await, call(6)][later(1).await]).await
    }
}
twin!(deeply_nested());

/// What finds a place is evaluated before the operands after it.
#[desugar]
async fn places_by_an_index(mut numbers: [usize; 3], at: usize) -> usize {
    let mut found = 0;
    if [1, 2][d("a").finish() % 2] < now(call(1)).await {
        found += 1;
    }
    if numbers[call(at)] == later(call(2)).await {
        found += 2;
    }
    if numbers[call(at) % 3] == {
        numbers[0] = later(9).await;
        7
    } {
        found += 4;
    }
    if (numbers, 1).0[at + call(0)] != later(3).await {
        found += 8;
    }
    found
}
twin!(places_by_an_index([7, 2, 3], 0));
twin!(places_by_another_index = places_by_an_index([7, 2, 3], 1));
twin!(places_by_an_index_outside = places_by_an_index([7, 2, 3], 3));

struct Pair {
    number: usize,
    value: D,
}

impl Pair {
    fn count(&self) -> usize {
        self.number + self.value.touch().len()
    }
}

/// A literal where a brace follows.
#[desugar]
async fn literals_in_conditions(number: usize) -> usize {
    let mut rounds = 0;
    while rounds < 2 && (Pair { number: later(number).await, value: d("a") }).count() < 6 {
        rounds += 1;
    }
    if (Pair { number: later(number).await, value: d("b") }).count() == 3 {
        rounds += 3;
    }
    match (Pair { number: later(number).await, value: d("c") }).count() {
        n if n > call(2) => step(n).await,
        _ => {}
    }
    rounds
}
twin!(literals_in_conditions(2));
