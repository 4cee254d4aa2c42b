use std::future::ready;
use std::hint::black_box;

use super::Yield;

/// Nothing is ever pending.
#[desugar]
pub async fn ready_loop(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        sum += ready(black_box(round)).await;
    }
    sum
}

/// Every round rests once.
#[desugar]
pub async fn yield_loop(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        Yield(false).await;
        sum += round;
    }
    sum
}

#[desugar]
async fn nested_1(round: usize) -> usize {
    Yield(false).await;
    round
}
#[desugar]
async fn nested_2(round: usize) -> usize {
    nested_1(round).await + 1
}
#[desugar]
async fn nested_3(round: usize) -> usize {
    nested_2(round).await + 1
}
#[desugar]
async fn nested_4(round: usize) -> usize {
    nested_3(round).await + 1
}
#[desugar]
async fn nested_5(round: usize) -> usize {
    nested_4(round).await + 1
}
#[desugar]
async fn nested_6(round: usize) -> usize {
    nested_5(round).await + 1
}

/// Each poll goes down six machines.
#[desugar]
pub async fn deep_nesting(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        sum += nested_6(round).await;
    }
    sum
}

/// Sixteen ways, each with a state of its own.
#[desugar]
pub async fn wide_branching(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        sum += match round % 16 {
            0 => ready(1).await,
            1 => ready(round).await,
            2 => ready(round + 2).await,
            3 => ready(round * 3).await,
            4 => ready(round ^ 4).await,
            5 => ready(round | 5).await,
            6 => ready(round & 6).await,
            7 => ready(round + 7).await,
            8 => ready(round + 8).await,
            9 => ready(round * 9).await,
            10 => ready(round + 10).await,
            11 => ready(round + 11).await,
            12 => ready(round ^ 12).await,
            13 => ready(round | 13).await,
            14 => ready(round + 14).await,
            _ => {
                Yield(false).await;
                15
            }
        };
    }
    sum
}

/// Four kibibytes are held and changed.
#[desugar]
pub async fn big_local(rounds: usize) -> usize {
    let mut buffer = [0u8; 4096];
    for round in 0..rounds {
        buffer[round % 4096] = buffer[(round + 1) % 4096].wrapping_add(round as u8);
        Yield(false).await;
    }
    buffer.iter().map(|byte| usize::from(*byte)).sum()
}

/// Eight strings are held.
#[desugar]
pub async fn many_locals(rounds: usize) -> usize {
    let (a, b, c, d) = (String::from("a"), String::from("b"), String::from("c"), String::from("d"));
    let (e, f, g, h) = (a.clone(), b.clone(), c.clone(), d.clone());
    let mut sum = 0;
    for round in 0..rounds {
        Yield(false).await;
        sum += a.len() + b.len() + c.len() + d.len() + e.len() + f.len() + g.len() + h.len() + round;
    }
    sum
}

/// What is there on some paths only.
#[desugar]
pub async fn moved_on_some_paths(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        let text = vec![round];
        if round % 2 == 0 {
            sum += text.into_iter().sum::<usize>();
            Yield(false).await;
        } else {
            Yield(false).await;
        }
    }
    sum
}

#[desugar]
async fn step(round: usize) -> Result<usize, usize> {
    if round == usize::MAX { Err(round) } else { Ok(round) }
}

/// A ladder of `?`.
#[desugar]
pub async fn question_marks(rounds: usize) -> usize {
    #[desugar]
    async fn ladder(round: usize) -> Result<usize, usize> {
        let a = step(round).await?;
        let b = step(a + 1).await?;
        let c = step(b + 1).await?;
        let d = step(c + 1).await?;
        Ok(a + b + c + d)
    }
    let mut sum = 0;
    for round in 0..rounds {
        sum += ladder(round).await.unwrap_or(0);
        Yield(false).await;
    }
    sum
}

/// Matches that bind.
#[desugar]
pub async fn patterns(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        let found = ready((round % 3 != 0).then_some((round, "text"))).await;
        sum += match found {
            Some((number, text)) if number % 2 == 0 => ready(number + text.len()).await,
            Some((number, _)) => number,
            None => {
                Yield(false).await;
                1
            }
        };
    }
    sum
}

/// A borrow that is held.
#[desugar]
pub async fn borrows(rounds: usize) -> usize {
    let mut numbers = vec![1usize; 64];
    for round in 0..rounds {
        let number = &mut numbers[round % 64];
        Yield(false).await;
        *number += round;
    }
    numbers.iter().fold(0, |sum, number| sum.wrapping_add(*number))
}

/// Operands before an await.
#[desugar]
pub async fn operands(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        sum = (sum ^ round) + ready(round).await * (round + ready(1).await);
        Yield(false).await;
    }
    sum
}

/// A boxed future in each round.
#[desugar]
pub async fn boxed(rounds: usize) -> usize {
    let mut sum = 0;
    for round in 0..rounds {
        sum += Box::pin(nested_1(round)).await;
    }
    sum
}

#[desugar]
async fn passed_4(buffer: [u8; 1024]) -> u8 {
    Yield(false).await;
    buffer[0]
}
#[desugar]
async fn passed_3(buffer: [u8; 1024]) -> u8 {
    passed_4(buffer).await
}
#[desugar]
async fn passed_2(buffer: [u8; 1024]) -> u8 {
    passed_3(buffer).await
}

/// A 1 KiB argument passed through four nested functions
#[desugar]
pub async fn passed_on(buffer: [u8; 1024]) -> u8 {
    passed_2(buffer).await
}

/// Blocks one after the other, each with 1 KiB across two awaits
#[desugar]
pub async fn block_after_block() {
    {
        let buffer = [1u8; 1024];
        Yield(false).await;
        Yield(buffer[0] == 0).await;
        Yield(buffer[1] == 0).await;
    }
    {
        let buffer = [2u8; 1024];
        Yield(false).await;
        Yield(buffer[0] == 0).await;
        Yield(buffer[1] == 0).await;
    }
}

/// Match arms, each with 1 KiB across two awaits
#[desugar]
pub async fn arm_beside_arm(choice: u8) {
    match choice {
        0 => {
            let buffer = [1u8; 1024];
            Yield(false).await;
            Yield(buffer[0] == 0).await;
            Yield(buffer[1] == 0).await;
        }
        1 => {
            let buffer = [2u8; 1024];
            Yield(false).await;
            Yield(buffer[0] == 0).await;
            Yield(buffer[1] == 0).await;
        }
        _ => Yield(false).await,
    }
}

struct Buffer([u8; 1024]);

impl Buffer {
    fn first(self) -> u8 {
        self.0[0]
    }
}

/// 1 KiB that was borrowed and moved out before the next 1 KiB
#[desugar]
pub async fn moved_out() {
    let one = Buffer([1; 1024]);
    let len = one.0.len();
    Yield(len == 0).await;
    Yield(len == 1).await;
    let first = Buffer::first(one);
    let two = Buffer([first; 1024]);
    Yield(false).await;
    Yield(two.0[0] == 0).await;
    Yield(Buffer::first(two) == 0).await;
}
