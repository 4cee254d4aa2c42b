//! `join!`, `try_join!`, `poll!` and `pending!`: several futures behind one suspension point.

use super::*;
use crate::plain::joins as plain;

#[desugar]
async fn two(a: D) -> usize {
    let (one, two) = tokio::join!(later(call(1)), step(2));
    step(1).await;
    one + a.finish()
}
twin!(two(d("a")));

/// A future is dropped as soon as it is ready, and its output waits for the others.
#[desugar]
async fn outputs_wait() -> usize {
    let b = d("b");
    let (one, two, three) = tokio::join!(now(d("one")), later(d("two")), step(3));
    one.touch();
    step(1).await;
    two.finish()
}
twin!(outputs_wait());

#[desugar]
async fn as_a_value(a: D) -> (D, usize) {
    tokio::join!(later(a), later(2))
}
twin!(as_a_value(d("a")));

#[desugar]
async fn nothing_and_one() -> usize {
    let () = tokio::join!();
    let (one,) = tokio::join!(later(1));
    one
}
twin!(nothing_and_one());

#[desugar]
async fn biased() -> usize {
    let (a, b) = tokio::join!(biased; later(1), later(2));
    a + b
}
twin!(biased());

#[desugar]
async fn borrows(mut a: D) -> usize {
    let mut left = Vec::new();
    let mut right = Vec::new();
    let lengths = tokio::join!(fill(&mut left, &a), fill(&mut right, &a));
    a.rename("b");
    step(1).await;
    left.push(lengths.0);
    left.len() + right.len() + a.finish()
}
async fn fill(into: &mut Vec<usize>, a: &D) -> usize {
    for round in 0..2 {
        into.push(round);
        step(1).await;
    }
    a.touch().len()
}
twin!(borrows(d("a")));

#[desugar]
async fn operands(a: D, number: usize) -> Result<usize, Oops> {
    let b = d("b");
    let (one, two) = tokio::join!(step(fallible(number)?), later(later(3).await + a.finish()));
    Ok(two + b.finish())
}
twin!(operands(d("a"), 2));
twin!(operands_fail = operands(d("a"), 3));

#[desugar]
async fn moved(a: D) -> usize {
    let (one, two) = (later(d("one")), later(d("two")));
    step(1).await;
    let (one, two) = tokio::join!(one, two);
    a.touch();
    one.finish() + two.finish()
}
twin!(moved(d("a")));

#[desugar]
async fn into_futures() -> usize {
    let (one, two) = tokio::join!(Order(1), Order(call(2)));
    one + two
}
twin!(into_futures());

#[desugar]
async fn all_went_well(a: D) -> Result<usize, Oops> {
    let (one, two) = tokio::try_join!(later(fallible(2)), later(fallible(4)))?;
    step(1).await;
    Ok(one + two + a.finish())
}
twin!(all_went_well(d("a")));

/// The first that fails ends all of them.
#[desugar]
async fn one_fails(a: D) -> Result<usize, Trouble> {
    let b = d("b");
    let (one, two, ()) = tokio::try_join!(later(fallible(2)), now(fallible(3)), async {
        let c = d("c");
        step(4).await;
        Ok(())
    })?;
    Ok(one + two + a.finish())
}
twin!(one_fails(d("a")));

#[desugar]
async fn in_branches(a: D, both: bool) -> usize {
    let sum = match both {
        true => {
            let c = d("c");
            let (one, two) = tokio::join!(later(1), later(2));
            one + two
        }
        false if a.touch() == "a" => tokio::join!(later(3)).0,
        false => 0,
    };
    step(sum).await;
    a.finish()
}
twin!(in_branches(d("a"), true));
twin!(in_other_branches = in_branches(d("a"), false));

#[desugar]
async fn in_operands(a: D) -> usize {
    call(1) + tokio::join!(later(2), step(1)).0 + a.finish()
}
twin!(in_operands(d("a")));

#[desugar]
async fn inside_of_each_other() -> usize {
    let ((a, b), c) = tokio::join!(async { tokio::join!(later(1), later(2)) }, later(3));
    a + b + c
}
twin!(inside_of_each_other());

/// To tokio the futures are one value: should a temporary's destructor panic, they are dropped in
/// order.
#[desugar]
async fn temporaries(a: D, b: D) -> usize {
    let (one, two, three) = tokio::join!(
        later(next_to(a, &d("first"))),
        now(next_to(b, &d("second"))),
        later(next_to(d("c"), &d("third"))),
    );
    one.finish() + two.finish() + three.finish()
}
fn next_to(value: D, other: &D) -> D {
    other.touch();
    value
}
twin!(temporaries(d("a"), d("b")));

/// The temporaries live until the last future is made, though nothing goes into that one.
#[desugar]
async fn made_before_temporaries_die(a: D) -> usize {
    let (one, two) = tokio::join!(later(next_to(a, &d("first"))), later(call(2)));
    one.finish() + two
}
twin!(made_before_temporaries_die(d("a")));

#[desugar]
async fn tried_with_temporaries(a: D, b: D, number: usize) -> Result<usize, Trouble> {
    let (one, two) = tokio::try_join!(
        later(number_of(next_to(a, &d("first")), number)),
        later(number_of(next_to(b, &d("second")), 2)),
    )?;
    Ok(one + two)
}
fn number_of(value: D, number: usize) -> Result<usize, Trouble> {
    value.finish();
    fallible(number).map_err(Trouble::from)
}
twin!(tried_with_temporaries(d("a"), d("b"), 2));
twin!(tried_with_temporaries_fails = tried_with_temporaries(d("a"), d("b"), 3));

/// Some futures are there while the next one is waited for.
#[desugar]
async fn operands_that_wait(mut a: D, b: D) -> usize {
    let mut names = Vec::new();
    let (one, two, three, length) = tokio::join!(
        later(next_to(b, &d("first"))),
        later(next_to(later(d("two")).await, &later(d("second")).await)),
        Order(call(later(3).await)),
        fill(&mut names, &a),
    );
    a.rename("z");
    names.push(length);
    step(1).await;
    one.finish() + two.finish() + three + names.len() + a.finish()
}
twin!(operands_that_wait(d("a"), d("b")));

/// What leaves the function, or the loop, before all of the futures are made.
#[desugar]
async fn operands_that_leave(a: D, mut numbers: Vec<usize>) -> Result<usize, Oops> {
    let mut sum = 0;
    loop {
        let b = d("b");
        let (one, two) = tokio::join!(
            later(b),
            later(match numbers.pop() {
                Some(0) => continue,
                Some(9) => return Ok(a.finish()),
                Some(number) => fallible(later(number).await)? + sum,
                None => break,
            }),
        );
        sum += one.finish() + two;
        step(1).await;
    }
    Ok(sum + a.finish())
}
twin!(operands_that_leave(d("a"), vec![2, 0]));
twin!(operands_that_fail = operands_that_leave(d("a"), vec![1, 2]));
twin!(operands_that_return = operands_that_leave(d("a"), vec![9, 4]));

/// One that is never made.
#[desugar]
async fn operand_that_always_leaves(a: D) -> usize {
    step(1).await;
    let (one, two) = tokio::join!(later(a), later::<usize>(return call(3)));
    one.finish() + two
}
twin!(operand_that_always_leaves(d("a")));

/// Handed over anew in each round, together with what lives longer.
#[desugar]
async fn in_a_loop(mut a: D) -> usize {
    let (mut sum, mut slow) = (0, Box::pin(step(3)));
    for round in 0..3 {
        let b = d("b");
        let (one, length) = tokio::join!(later((b, round)), async { a.touch().len() + round });
        a.rename("x");
        sum += length + one.1;
        step(round).await;
    }
    let ((), two) = tokio::join!(slow.as_mut(), later(a));
    sum + two.finish()
}
twin!(in_a_loop(d("a")));

#[desugar]
async fn generic<F: Future<Output = D>, const N: usize>(future: F, a: [u128; N]) -> usize {
    let boxed: std::pin::Pin<Box<dyn Future<Output = usize> + '_>> =
        Box::pin(async { later(a.len()).await });
    let (one, two, three) = tokio::join!(future, boxed, later(a));
    one.finish() + two + three.len()
}
twin!(generic(later(d("a")), [1, 2]));

pub(crate) mod without_a_path {
    use super::*;
    use crate::plain::joins::without_a_path as plain;
    use tokio::{join, try_join};

    #[desugar]
    async fn both(a: D) -> Result<usize, Oops> {
        let (one, two) = join!(later(1), later(2));
        let (three, four) = try_join!(later(fallible(one)), later(fallible(two)))?;
        Ok(a.finish())
    }
    twin!(both(d("a")));
}

/// Those of the futures crate.
pub(crate) mod of_futures {
    use super::*;
    use crate::plain::joins::of_futures as plain;

    #[desugar]
    async fn joined(a: D) -> usize {
        let (one, two) = futures_util::join!(later(d("one")), now(d("two")));
        step(1).await;
        one.finish() + two.finish() + a.finish()
    }
    twin!(joined(d("a")));

    #[desugar]
    async fn tried(a: D) -> Result<usize, Oops> {
        let (one, two) = futures_util::try_join!(later(fallible(2)), now(fallible(3)))?;
        Ok(one + two + a.finish())
    }
    twin!(tried(d("a")));

    /// One is made after the other, and each has its own temporaries.
    #[desugar]
    async fn temporaries(a: D, b: D) -> usize {
        let (one, two, three) = futures_util::join!(
            later(next_to(a, &d("first"))),
            now(next_to(b, &d("second"))),
            later(next_to(d("c"), &d("third"))),
        );
        one.finish() + two.finish() + three.finish()
    }
    twin!(temporaries(d("a"), d("b")));

    #[desugar]
    async fn operands_that_wait(a: D, b: D, number: usize) -> Result<usize, Trouble> {
        let (one, two, length) = futures_util::try_join!(
            later(number_of(next_to(b, &d("first")), later(number).await)),
            later(number_of(next_to(later(d("two")).await, &later(d("second")).await), 2)),
            async { Ok(a.touch().len() + fallible(number)?) },
        )?;
        step(1).await;
        Ok(one + two + length + a.finish())
    }
    twin!(operands_that_wait(d("a"), d("b"), 2));
    twin!(operands_that_fail = operands_that_wait(d("a"), d("b"), 3));

    #[desugar]
    async fn polled(a: D) -> usize {
        let mut future = later(d("value"));
        assert!(futures_util::poll!(&mut future).is_pending());
        futures_util::pending!();
        match futures_util::poll!(&mut future) {
            std::task::Poll::Ready(value) => value.finish(),
            std::task::Poll::Pending => a.finish(),
        }
    }
    twin!(polled(d("a")));

    /// `pending!` is pending once, and leaves the waking to others.
    #[desugar]
    async fn pending(a: D) -> usize {
        let (one, ()) = futures_util::join!(later(1), async {
            futures_util::pending!();
        });
        one + a.finish()
    }
    twin!(pending(d("a")));
}
