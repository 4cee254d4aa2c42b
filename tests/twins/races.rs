//! `select!`: the first of several futures, and what is done with its value.

use super::*;
use crate::plain::races as plain;
use futures_util::future::FutureExt;
use std::pin::pin;

#[desugar]
async fn first_of_two(a: D) -> usize {
    let b = d("b");
    let value = tokio::select! {
        biased;
        value = later(call(1)) => value,
        _ = step(2) => 0,
    };
    b.touch();
    value + a.finish()
}
twin!(first_of_two(d("a")));

#[desugar]
async fn both_ready_at_once() -> usize {
    tokio::select! {
        biased;
        a = now(1) => a,
        b = now(2) => b,
    }
}
twin!(both_ready_at_once());

/// One branch is all there is; its handler awaits.
#[desugar]
async fn only_one(a: D) -> usize {
    tokio::select! {
        value = later(d("value")) => {
            step(1).await;
            value.touch();
            later(2).await
        }
    }
}
twin!(only_one(d("a")));

#[desugar]
async fn handlers_wait(a: D, fast: bool) -> usize {
    let b = d("b");
    let sum = tokio::select! {
        biased;
        value = step(if fast { 1 } else { 3 }) => {
            let c = d("c");
            step(1).await;
            a.finish() + later(2).await
        }
        value = later(d("value")) => {
            step(1).await;
            value.finish()
        }
    };
    step(1).await;
    b.touch();
    sum
}
twin!(handlers_wait(d("a"), true));
twin!(handlers_wait_slow = handlers_wait(d("a"), false));

/// A value that its pattern doesn't match is dropped, and the race goes on.
#[desugar]
async fn patterns_that_do_not_match() -> usize {
    tokio::select! {
        biased;
        Some(a) = now(None::<D>) => a.finish(),
        Ok((a, _)) = later(Ok::<_, D>((d("first"), d("second")))) => a.finish(),
        else => 7,
    }
}
twin!(patterns_that_do_not_match());

#[desugar]
async fn none_of_them(a: D) -> usize {
    tokio::select! {
        biased;
        Some(a) = now(None::<D>) => a.finish(),
        Err(a) = later(Ok::<D, D>(d("value"))) => a.finish(),
        else => {
            step(1).await;
            a.touch();
            7
        }
    }
}
twin!(none_of_them(d("a")));

/// Without an `else` that is a panic.
#[desugar]
async fn none_of_them_panics(a: D) -> usize {
    tokio::select! {
        biased;
        Some(b) = later(None::<D>) => b.finish(),
    }
}
twin!(none_of_them_panics(d("a")));

#[desugar]
async fn conditions(on: bool, a: D) -> usize {
    tokio::select! {
        biased;
        b = later(d("first")), if call(on) => b.finish(),
        b = later(d("second")), if !call(on) && a.touch() == "a" => b.finish() + 10,
        else => 0,
    }
}
twin!(conditions(true, d("a")));
twin!(other_conditions = conditions(false, d("a")));

#[desugar]
async fn all_are_off(a: D) -> usize {
    tokio::select! {
        biased;
        b = later(d("first")), if a.touch() == "b" => b.finish(),
        else => a.finish(),
    }
}
twin!(all_are_off(d("a")));

#[desugar]
async fn in_a_loop(mut left: usize) -> Vec<usize> {
    let mut slow = pin!(step(3));
    let mut seen = Vec::new();
    loop {
        tokio::select! {
            biased;
            value = later(left) => {
                let a = d("a");
                seen.push(value);
                left -= 1;
                if left == 0 {
                    break;
                }
            }
            _ = &mut slow => {
                seen.push(100);
                step(1).await;
                continue;
            }
        }
        step(1).await;
    }
    seen
}
twin!(in_a_loop(2));

#[desugar]
async fn leaves_the_function(a: D, number: usize) -> Result<usize, Trouble> {
    let b = d("b");
    for round in 0..3 {
        let c = d("c");
        let value = tokio::select! {
            biased;
            value = later(fallible(number)) => value?,
            _ = step(3) => return Ok(a.finish()),
        };
        if value == 4 {
            return Err(Trouble(value));
        }
        step(1).await;
    }
    Ok(b.finish())
}
twin!(leaves_the_function(d("a"), 1));
twin!(leaves_early = leaves_the_function(d("a"), 4));
twin!(leaves_late = leaves_the_function(d("a"), 2));

/// What makes the futures may fail, or wait, itself.
#[desugar]
async fn operands(a: D, number: usize) -> Result<usize, Oops> {
    let value = tokio::select! {
        biased;
        value = step(fallible(number)?) => 1,
        value = later(call(2)) => value,
        value = wait(&a, later(3).await) => value,
    };
    Ok(value + a.finish())
}
async fn wait(a: &D, number: usize) -> usize {
    step(number).await;
    a.touch().len()
}
twin!(operands(d("a"), 2));
twin!(operands_fail = operands(d("a"), 3));

/// A future of the function's own is moved into the race, another only lent.
#[desugar]
async fn moved_and_lent(a: D) -> usize {
    let moved = later(d("moved"));
    let mut lent = step(2);
    step(1).await;
    let first = tokio::select! {
        biased;
        value = &mut lent => 0,
        value = moved => value.finish(),
    };
    a.touch();
    lent.await;
    first
}
twin!(moved_and_lent(d("a")));

/// Borrowed by the futures, and changed by the handlers.
#[desugar]
async fn borrows(mut a: D) -> usize {
    let mut names = vec!["x"];
    for _ in 0..2 {
        tokio::select! {
            biased;
            length = async { step(2).await; a.touch().len() } => names.push("never"),
            _ = async { names.push("y"); step(1).await } => {
                a.rename("b");
                names.push("z");
            }
        }
    }
    step(1).await;
    a.touch();
    names.len()
}
twin!(borrows(d("a")));

/// Temporaries that a future borrows live as long as the race.
#[desugar]
async fn temporaries(a: D) -> usize {
    tokio::select! {
        biased;
        _ = &mut step(2) => 1,
        _ = &mut later(d("value")) => {
            a.touch();
            step(1).await;
            2
        }
    }
}
twin!(temporaries(d("a")));

#[desugar]
async fn into_futures() -> usize {
    tokio::select! {
        biased;
        one = Order(1) => one,
        two = Order(2) => two,
    }
}
twin!(into_futures());

#[desugar]
async fn one_in_another(a: D) -> usize {
    tokio::select! {
        biased;
        value = async { tokio::select! { biased; _ = step(3) => 1, b = later(d("b")) => b.finish() } } => {
            let c = d("c");
            tokio::select! {
                biased;
                _ = step(1) => a.touch().len(),
                _ = step(2) => 0,
            }
        }
        _ = step(5) => 0,
    }
}
twin!(one_in_another(d("a")));

/// A temporary of a scrutinee, in a loop, around a race.
#[desugar]
async fn around_a_temporary(a: D) -> usize {
    let (mut sum, lock) = (0, Lock::new(0));
    while sum < 2 {
        match looked_at(&lock.lock()) {
            value => {
                let more = tokio::select! {
                    biased;
                    value = later(1) => value,
                    _ = step(4) => break,
                };
                sum += value + more;
            }
        }
    }
    sum + lock.is_held() as usize
}
fn looked_at(guard: &Guard<'_, usize>) -> usize {
    event("look at the guard");
    **guard
}
twin!(around_a_temporary(d("a")));

/// Parts of what comes out stay behind until the handler is done.
#[desugar]
async fn part_of_the_value(a: D) -> usize {
    let length = tokio::select! {
        biased;
        (first, _) = later((d("first"), d("rest"))) => {
            step(1).await;
            first.finish()
        }
        Pair { one, .. } = step(9).map(|()| Pair { one: d("one"), two: d("two") }) => one.finish(),
    };
    a.touch();
    length
}
struct Pair {
    one: D,
    two: D,
}
twin!(part_of_the_value(d("a")));

#[desugar]
async fn by_reference_in_the_pattern() -> usize {
    tokio::select! {
        biased;
        ref pair = later((d("first"), d("second"))) => {
            step(1).await;
            pair.0.touch().len()
        }
        mut name = step(3).map(|()| d("never")) => name.rename("x").touch().len(),
    }
}
twin!(by_reference_in_the_pattern());

#[desugar]
async fn as_an_operand(a: D) -> usize {
    call(1)
        + tokio::select! {
            biased;
            value = later(2) => value,
            _ = step(2) => 0,
        }
        + a.finish()
}
twin!(as_an_operand(d("a")));

#[desugar]
async fn names_of_the_user(selected: D, future: usize, lent: usize, won: usize) -> usize {
    let value = tokio::select! {
        biased;
        selected = later(future), if lent == 2 => selected + won,
        lent = later(lent) => lent,
    };
    step(1).await;
    value + selected.touch().len() + future + lent + won
}
twin!(names_of_the_user(d("a"), 1, 2, 3));

/// The futures of tokio's are one value, which its temporaries outlive.
#[desugar]
async fn temporaries_that_die(a: D, b: D) -> usize {
    let value = tokio::select! {
        biased;
        value = later(next_to(a, &d("first"))) => value.finish(),
        value = later(next_to(b, &d("second"))) => {
            step(1).await;
            value.finish()
        }
        value = Order(next_to(d("c"), &d("third")).touch().len()) => value,
    };
    step(1).await;
    value
}
fn next_to(value: D, other: &D) -> D {
    other.touch();
    value
}
twin!(temporaries_that_die(d("a"), d("b")));

/// Conditions, and futures that are there while the next one is waited for.
#[desugar]
async fn operands_that_wait(mut a: D, b: D, mut on: bool) -> usize {
    let mut left = 3;
    let mut slow = pin!(later(b));
    let sum = loop {
        left -= 1;
        let value = tokio::select! {
            biased;
            value = later(next_to(later(d("two")).await, &a)), if call(on) => value.finish(),
            value = &mut slow, if left > 0 => break value.finish(),
            value = wait(&a, later(left).await), if !on => {
                on = true;
                a.rename("x");
                later(value).await
            }
            else => break 9,
        };
        on = !on;
        step(value).await;
    };
    sum + a.finish()
}
twin!(operands_that_wait(d("a"), d("b"), true));
twin!(operands_that_wait_too = operands_that_wait(d("a"), d("b"), false));

/// Only references are handed over.
#[desugar]
async fn only_lent(a: D) -> usize {
    let (mut fast, mut slow) = (later(a), step(3));
    let value = tokio::select! {
        biased;
        () = &mut slow => 0,
        value = &mut fast, if call(true) => value.finish(),
    };
    slow.await;
    value
}
twin!(only_lent(d("a")));

/// What leaves before all of the futures are made.
#[desugar]
async fn operands_that_leave(a: D, mut numbers: Vec<usize>) -> Result<usize, Oops> {
    let mut sum = 0;
    loop {
        let b = d("b");
        sum += tokio::select! {
            biased;
            value = later(b) => value.finish(),
            value = step(match numbers.pop() {
                Some(0) => continue,
                Some(9) => return Ok(a.finish()),
                Some(number) => fallible(later(number).await)? + sum,
                None => break,
            }) => 5,
        };
        step(1).await;
    }
    Ok(sum + a.finish())
}
twin!(operands_that_leave(d("a"), vec![2, 0]));
twin!(operands_that_fail = operands_that_leave(d("a"), vec![1, 2]));
twin!(operands_that_return = operands_that_leave(d("a"), vec![9, 4]));

pub(crate) mod without_a_path {
    use super::*;
    use crate::plain::races::without_a_path as plain;
    use tokio::select;

    #[desugar]
    async fn first(a: D) -> usize {
        select! {
            value = later(call(1)) => value + a.finish(),
        }
    }
    twin!(first(d("a")));

    #[desugar]
    async fn refutable(a: D) -> usize {
        select! {
            biased;
            Some(value) = later(None::<usize>) => value + a.finish(),
            _ = step(2) => 0,
        }
    }
    twin!(refutable(d("a")));

    #[desugar]
    async fn moved(a: D, b: D) -> usize {
        let future = later(a);
        select! {
            value = future => value.finish() + b.finish(),
        }
    }
    twin!(moved(d("a"), d("b")));
}

/// That of the futures crate polls what has a name where it is.
pub(crate) mod of_futures {
    use super::*;
    use crate::plain::races::of_futures as plain;
    use futures_util::future::{FutureExt, ready};
    use futures_util::select_biased;

    #[desugar]
    async fn in_place(a: D) -> usize {
        let mut fast = later(1).fuse();
        let mut slow = step(2).fuse();
        let mut sum = 0;
        loop {
            futures_util::select_biased! {
                value = fast => {
                    let b = d("b");
                    step(1).await;
                    sum += value;
                }
                () = slow => sum += a.touch().len(),
                complete => break,
            }
        }
        step(1).await;
        sum
    }
    twin!(in_place(d("a")));

    #[desugar]
    async fn made_for_it(a: D) -> usize {
        let value = select_biased! {
            value = later(d("value")).fuse() => value.finish(),
            _ = step(2).fuse() => 0,
            complete => 9,
        };
        step(1).await;
        value + a.finish()
    }
    twin!(made_for_it(d("a")));

    /// One that has a name, and others that are made for it, one after the other.
    #[desugar]
    async fn named_and_made(mut a: D, b: D) -> usize {
        let mut slow = later(b).fuse();
        let mut sum = 0;
        for round in 0..3 {
            sum += select_biased! {
                length = later(next_to(later(d("one")).await, &a)).fuse() => length.finish(),
                value = slow => {
                    a.rename("x");
                    value.finish()
                }
                value = later(next_to(d("two"), &later(d("second")).await)).fuse() => {
                    step(round).await;
                    value.finish()
                }
                complete => break,
            };
        }
        sum + a.finish()
    }
    twin!(named_and_made(d("a"), d("b")));

    #[desugar]
    async fn looks_at_what_it_made(a: D, b: D) -> usize {
        let mut slow = step(2).fuse();
        let mut sum = futures_util::select_biased! {
            value = later(next_to(b, &d("first"))).fuse() => value.finish(),
            _ = slow => 10,
            default => a.touch().len(),
        };
        slow.await;
        futures_util::select_biased! {
            value = ready(next_to(a, &d("second"))).fuse() => sum + value.finish(),
            default => 0,
        }
    }
    twin!(looks_at_what_it_made(d("a"), d("b")));

    #[desugar]
    async fn looks_only(a: D) -> usize {
        let mut slow = step(2).fuse();
        let mut sum = 0;
        for _ in 0..5 {
            sum += futures_util::select_biased! {
                _ = slow => 10,
                default => { step(1).await; a.touch().len() }
                complete => 100,
            };
        }
        sum
    }
    twin!(looks_only(d("a")));

    #[desugar]
    async fn all_of_them_complete(a: D) -> usize {
        let mut gone = now(1).fuse();
        step(1).await;
        (&mut gone).await;
        futures_util::select! {
            value = gone => value,
        }
    }
    twin!(all_of_them_complete(d("a")));
}

/// What a future is made of may have been bound by a macro around it.
#[desugar]
async fn bound_by_macros_around(a: D) -> usize {
    tokio::select! {
        biased;
        never = step(9), if a.touch() == "b" => 1,
        Some((b, _)) = later(Some((d("b"), d("c")))) => {
            let more = match later(Some(d("e"))).await { Some(e) => e, None => return 2 };
            let (one, two) = tokio::join!(later(call(1)), later(b));
            let values = tokio::join!(now(call(2)), later(more), later(a));
            step(1).await;
            two.finish() + one + values.0
        }
        _ = step(3) => tokio::join!(later(call(4))).0,
    }
}
twin!(bound_by_macros_around(d("a")));

/// Futures that the macro makes itself, and one that has to be made before.
#[desugar]
async fn made_in_order(a: D, flag: bool) -> usize {
    let b = d("b");
    let value = tokio::select! {
        biased;
        value = later(call(a.touch().len())) => value,
        _ = step(call(3)), if call(flag) => 2,
        value = later((d("value"), d("other"))).map_value(call(4)), if !flag => value,
        else => 7,
    };
    step(value).await;
    let all = tokio::join!(later(call(3)), later(b), later(d("two").touch().len()), step(call(2)));
    all.0 + all.1.finish()
}
twin!(made_in_order(d("a"), true));
twin!(made_in_another_order = made_in_order(d("a"), false));

trait MapValue: Sized {
    async fn map_value(self, n: usize) -> usize;
}
impl MapValue for Step<(D, D)> {
    async fn map_value(self, n: usize) -> usize {
        self.await.0.finish() + n
    }
}
