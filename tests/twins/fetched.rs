//! What is moved in parts after its last suspension, in any way that Rust knows.

use super::*;
use crate::plain::fetched as plain;

#[derive(Debug)]
struct Parts {
    left: D,
    right: D,
    number: usize,
}

fn parts(left: &'static str, right: &'static str) -> Parts {
    Parts { left: d(left), right: d(right), number: 2 }
}

#[derive(Debug)]
enum Shape {
    One(D),
    Two(D, D),
    Named { name: D, number: usize },
}

#[desugar]
async fn by_methods(pair: Parts, other: D) -> usize {
    let third = d("third");
    step(1).await;
    let fourth = d("fourth");
    let length = pair.right.finish() + third.touch().len();
    drop(other);
    let total = length + pair.left.finish() + fourth.touch().len() + pair.number;
    total
}
twin!(by_methods(parts("left", "right"), d("other")));

/// What is younger is dropped before.
#[desugar]
async fn among_younger(flag: bool) -> usize {
    let first = d("first");
    let pair = parts("left", "right");
    let second = (d("second"), d("third"));
    let third = later(d("last")).await;
    if flag {
        drop(second.1);
        return pair.left.finish() + first.touch().len();
    }
    let found = third.finish() + second.0.touch().len();
    let total = found + pair.right.finish();
    total
}
twin!(among_younger, |driver| {
    driver.drive(|| super::among_younger(true));
    driver.drive(|| super::among_younger(false));
});

/// What is younger and borrows stays where it is, and so does all else.
#[desugar]
async fn among_borrowed(pair: (D, Option<D>)) -> usize {
    let kept = d("kept");
    let looks = [&kept];
    step(1).await;
    let (left, right) = pair;
    let length = looks[0].touch().len() + left.finish();
    let total = length + right.map_or(0, |right| right.finish());
    total
}
twin!(among_borrowed((d("left"), Some(d("right")))));

#[desugar]
async fn captured(pair: Parts, others: (D, D)) -> usize {
    step(1).await;
    let take = || drop(pair.left);
    let block = async {
        let (first, _) = others;
        first.finish()
    };
    take();
    drop(block);
    let total = pair.right.touch().len();
    total
}
twin!(captured(parts("left", "right"), (d("one"), d("two"))));

/// An or-pattern takes one part or the other.
#[desugar]
async fn by_or_patterns(shape: Shape, flag: bool) -> usize {
    step(1).await;
    if flag {
        match shape {
            Shape::One(name) | Shape::Two(name, _) => name.finish(),
            Shape::Named { number, .. } => number,
        }
    } else if let Shape::Two(_, name) | Shape::Named { name, .. } = shape {
        drop(name);
        1
    } else {
        2
    }
}
twin!(by_or_patterns, |driver| {
    for flag in [false, true] {
        driver.drive(|| super::by_or_patterns(Shape::One(d("one")), flag));
        driver.drive(|| super::by_or_patterns(Shape::Two(d("one"), d("two")), flag));
        driver.drive(|| super::by_or_patterns(Shape::Named { name: d("name"), number: 3 }, flag));
    }
});

#[desugar]
async fn as_base(pair: Parts, boxed: Box<Parts>) -> usize {
    let made = later(d("made")).await;
    let new = Parts { left: made, ..pair };
    let other = Parts { right: d("new"), ..*boxed };
    new.right.touch();
    let total = other.left.finish() + pair.left.finish() + boxed.right.touch().len() + new.number;
    total
}
twin!(as_base(parts("left", "right"), Box::new(parts("up", "down"))));

/// One that gets values again, in a loop.
#[desugar]
async fn renewed(mut pair: Parts, rounds: usize) -> usize {
    let mut length = later(0).await;
    for round in 0..rounds {
        length += pair.left.finish();
        if round == 1 {
            pair.right.touch();
            break;
        }
        pair.left = d("again");
    }
    pair = parts("new left", "new right");
    drop(pair.right);
    pair.right = d("right again");
    let total = length + pair.left.finish();
    total
}
twin!(renewed, |driver| {
    (0..4).for_each(|n| driver.drive(|| super::renewed(parts("left", "right"), n)));
});

/// On one way there is another suspension, on the other there isn't.
#[desugar]
async fn on_one_way(pair: Parts, flag: bool) -> Result<usize, Oops> {
    let name = later(d("name")).await;
    if flag {
        step(1).await;
        let length = fallible(pair.number)? + pair.left.finish();
        return Ok(length);
    }
    step(2).await;
    drop(pair.right);
    step(3).await;
    Ok(pair.left.touch().len() + name.finish())
}
twin!(on_one_way, |driver| {
    for flag in [false, true] {
        for number in [1, 2] {
            driver.drive(|| super::on_one_way(Parts { number, ..parts("left", "right") }, flag));
        }
    }
});

/// What was moved before on some ways stays in its slot.
#[desugar]
async fn gone_before(pair: (D, D), flag: bool) -> usize {
    let mut kept = Some(d("kept"));
    if flag {
        drop(pair.0);
        kept = None;
    }
    step(1).await;
    drop(pair.1);
    kept.map_or(0, |kept| kept.finish())
}
twin!(gone_before, |driver| {
    driver.drive(|| super::gone_before((d("left"), d("right")), true));
    driver.drive(|| super::gone_before((d("left"), d("right")), false));
});

/// A macro mentions it, and a nested block ends it.
#[desugar]
async fn mentioned(names: Vec<Parts>) -> String {
    let mut text = String::new();
    for pair in names {
        step(1).await;
        {
            let Parts { left, number, .. } = pair;
            text += &format!("{left:?} {number} {:?}", pair.right);
        }
        assert_eq!(pair.number, 2, "{:?}", pair.right);
    }
    text
}
twin!(mentioned(vec![parts("a", "b"), parts("c", "d")]));

/// An assertion gives it a new value.
#[desugar]
async fn given_in_an_assertion(mut pair: Parts, flag: bool) -> usize {
    step(1).await;
    assert!(
        {
            if flag {
                pair = parts("new", "too");
            }
            pair.number > 0
        },
        "{:?}",
        pair.left,
    );
    let Parts { right, number, .. } = pair;
    drop(right);
    number
}
twin!(given_in_an_assertion, |driver| {
    for (number, flag) in [(1, false), (0, false), (0, true)] {
        driver.drive(|| {
            super::given_in_an_assertion(Parts { number, ..parts("left", "right") }, flag)
        });
    }
});
