//! What is dropped on the ways out: `return`, `?`, `break` and `continue`.

use super::*;
use crate::plain::exits as plain;

#[desugar]
async fn early_return(early: bool, a: D) -> usize {
    let b = d("b");
    step(1).await;
    if early {
        let c = d("c");
        return call(1);
    }
    let e = d("e");
    step(2).await;
    2
}
twin!(early_return, |driver| {
    driver.drive(|| super::early_return(true, d("a")));
    driver.drive(|| super::early_return(false, d("a")));
});

#[desugar]
async fn return_an_awaited_value(a: D) -> usize {
    let b = d("b");
    {
        let c = d("c");
        return later(7).await;
    }
}
twin!(return_an_awaited_value(d("a")));

#[desugar]
async fn question_mark_on_an_await(a: D, number: usize) -> Result<usize, Oops> {
    let b = d("b");
    let first = later(fallible(number)).await?;
    let c = d("c");
    let second = later(fallible(first + 1)).await?;
    Ok(second)
}
twin!(question_mark_on_an_await, |driver| {
    driver.drive(|| super::question_mark_on_an_await(d("a"), 1));
    driver.drive(|| super::question_mark_on_an_await(d("a"), 2));
});

#[desugar]
async fn question_mark_between_awaits(number: usize) -> Result<D, Trouble> {
    let a = d("a");
    step(1).await;
    let b = (d("b"), fallible(number)?);
    step(2).await;
    fallible(number + 1)?;
    Ok(b.0)
}
twin!(question_mark_between_awaits, |driver| {
    driver.drive(|| super::question_mark_between_awaits(1));
    driver.drive(|| super::question_mark_between_awaits(2));
});

#[desugar]
async fn break_and_continue(a: D) {
    let mut round = 0;
    loop {
        let b = d("b");
        round += 1;
        step(round).await;
        if round == 1 {
            let c = d("c");
            continue;
        }
        let e = d("e");
        if round == 2 {
            break;
        }
    }
    step(9).await;
}
twin!(break_and_continue(d("a")));

#[desugar]
async fn break_with_a_droppable_value() -> D {
    let value = loop {
        let a = d("a");
        step(1).await;
        let b = d("b");
        break b;
    };
    step(2).await;
    value
}
twin!(break_with_a_droppable_value());

/// A way out among operands that have become temporaries ends these as well.
#[desugar]
async fn out_of_the_middle(most: usize) -> usize {
    {
        let mut number = 0;
        'all: loop {
            if number > most {
                break 'all step(2).await;
            }
            number += 1;
            match Some(d("a")) {
                Some(a) if a.touch().len() > most => break 'all (),
                ref a => {}
            }
        }
    };
    let mut number = 0;
    let found = loop {
        number += 1;
        let sum = d("b").touch().len()
            + later(d("c")).await.touch().len()
            + if number == 2 { continue } else { 1 };
        step(sum).await;
        let pair = (
            &d("d"),
            match d("e") {
                e if number > most => break e,
                e => later(e.touch().len()).await,
            },
        );
    };
    found.finish()
}
twin!(out_of_the_middle(0));
twin!(out_of_the_middle_later = out_of_the_middle(4));

/// What is taken where all ways leave is there wherever the code goes on.
#[desugar]
async fn both_ways_leave(flag: u8, a: D) -> usize {
    let b = d("b");
    if flag < 3 {
        step(1).await;
    } else {
        if flag == 3 { return a.finish() } else { return b.finish() + 10 }
    }
    later([1u64; 8]).await;
    match flag {
        0 => {}
        1 => match a.touch() {
            "a" => {
                drop(b);
                return 20;
            }
            _ => unreachable!(),
        },
        _ => loop {
            event("round");
            if b.touch() == "b" {
                return 30;
            }
        },
    }
    step(1).await;
    a.touch().len() + b.touch().len()
}
twin!(both_ways_leave(0, d("a")));
twin!(second_way_leaves = both_ways_leave(1, d("a")));
twin!(loop_leaves = both_ways_leave(2, d("a")));
twin!(first_of_two_leaves = both_ways_leave(3, d("a")));
twin!(second_of_two_leaves = both_ways_leave(4, d("a")));

#[derive(Debug)]
struct Request(D);

#[derive(Debug)]
enum Refused {
    Request(Message),
    Empty,
}

#[derive(Debug)]
struct Message(D);

impl From<Request> for Message {
    fn from(request: Request) -> Self {
        Message(request.0)
    }
}

/// What goes away with a `return` is there on the way that goes on.
#[desugar]
async fn taken_by_the_way_out(n: usize) -> Result<usize, Refused> {
    let request = Request(d("request"));
    let name = d("name");
    if n == 1 {
        return Err(Refused::Request(request.into()));
    }
    let Some(left) = n.checked_sub(1) else {
        let refused = Refused::Request(request.into());
        step(0).await;
        return Err(refused);
    };
    let make = match left {
        1 => {
            let refused = || Refused::Request(request.into());
            drop(name);
            return Err(refused());
        }
        2 => return Err(Some(name).map_or(Refused::Empty, |name| Refused::Request(Message(name)))),
        left => left,
    };
    let message: Message = later(request).await.into();
    step(make).await;
    name.touch();
    let Message(left) = message;
    Ok(left.finish())
}
twin!(taken_by_the_way_out, |driver| {
    (0..5).for_each(|n| driver.drive(|| super::taken_by_the_way_out(n)));
});
