//! Strict lints have nothing to say about what the attribute writes.
//!
//! Every shape of function is here once, under every lint that might take offence.
//! `tests/edition2021` compiles this file in the edition of 2021.

#![forbid(unsafe_code)]
#![deny(warnings, future_incompatible, nonstandard_style, rust_2018_idioms)]
#![deny(
    absolute_paths_not_starting_with_crate,
    elided_lifetimes_in_paths,
    explicit_outlives_requirements,
    let_underscore_drop,
    meta_variable_misuse,
    non_ascii_idents,
    redundant_lifetimes,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unit_bindings,
    unreachable_pub,
    unused_extern_crates,
    unused_import_braces,
    unused_lifetimes,
    unused_macro_rules,
    unused_qualifications,
    unused_results,
    variant_size_differences
)]
#![deny(clippy::all, clippy::pedantic, clippy::nursery)]
#![allow(clippy::future_not_send)] // That is for the functions below to know.

use pinata::desugar;
use std::fmt::{self, Debug};
use std::future::Future; // Not in the prelude of 2021.
use std::pin::{Pin, pin};
use std::task::{Context, Poll, Waker};

/// Nothing at all.
#[desugar]
#[allow(clippy::unused_async)]
async fn empty() {}

/// No await, and a parameter that is never used.
#[desugar]
#[allow(clippy::unused_async)]
async fn without_await(number: usize, _unused: &str, _: Vec<usize>) -> usize {
    number + 1
}

/// A tail that awaits.
#[desugar]
async fn tail(number: usize) -> usize {
    later(number).await
}

/// Statements, shadowing, a deferred local, and one that is assigned again.
#[desugar]
#[allow(clippy::needless_late_init)]
async fn statements(mut total: usize) -> String {
    let first = later(total).await;
    let deferred;
    pause().await;
    if first > 1 {
        deferred = later("many").await;
    } else {
        deferred = "few";
    }
    total += first;
    let total = later(total).await.to_string();
    let mut text = String::from(deferred);
    pause().await;
    text.push_str(&total);
    text = later(text).await;
    text
}

/// Every way out.
#[desugar]
async fn ways_out(numbers: &[Result<usize, Oops>]) -> Result<usize, Oops> {
    let mut sum = 0;
    for number in numbers {
        let number = (*number)?;
        if later(number).await == 7 {
            return Ok(7);
        }
        let Some(less) = later(number).await.checked_sub(1) else {
            continue;
        };
        sum += less;
    }
    let more = 'outer: loop {
        while later(sum).await < 10 {
            sum += 1;
            if sum == 9 {
                break 'outer later(sum).await;
            }
        }
        if later(sum).await > 0 {
            break sum;
        }
    };
    let checked = later(Ok(sum + more)).await?;
    Ok(checked)
}

/// Branches, matches and chains of conditions.
#[desugar]
async fn branches(pair: (Option<String>, usize), flag: bool) -> usize {
    let length = match pair {
        (Some(name), limit) if name.len() > limit => later(name.len()).await,
        (Some(ref name), _) if flag && name.is_empty() => later(1).await,
        (Some(name), 0 | 1) => name.len(),
        (_, limit @ 2..) => later(limit).await,
        (..) => 0,
    };
    let longer = if let Some(number) = later(Some(length)).await {
        number
    } else if flag || later(true).await {
        pause().await;
        1
    } else {
        2
    };
    length + longer
}

/// Temporaries of every kind.
#[desugar]
async fn temporaries(names: &[String]) -> usize {
    let extended = &String::from("extended");
    let (first, second) = (&later(1).await, later(2).await);
    let copy = later(&names.concat()).await.len();
    pause().await;
    let vector = vec![later(3).await, copy];
    println!("{} {first}", later(extended).await);
    assert_eq!(later(1).await, *first, "they differ");
    vector.into_iter().sum::<usize>() + second
}

/// Locals that are moved on one way only, or in parts.
#[desugar]
async fn moves(pair: (String, String), flag: bool) -> usize {
    let whole = String::from("whole");
    pause().await;
    if flag {
        drop(whole);
    }
    pause().await;
    let first = pair.0;
    pause().await;
    let second = pair.1.into_bytes();
    later(first.len() + second.len()).await
}

/// Closures and blocks.
#[desugar]
async fn closures(numbers: &mut Vec<usize>) -> usize {
    let mut add = |number| numbers.push(number);
    add(later(1).await);
    pause().await;
    add(2);
    let limit = later(1).await;
    let block = async { later(limit).await + limit };
    let sum = block.await;
    numbers.iter().filter(|&&number| number > limit).count() + sum
}

/// Generics of every kind.
#[desugar]
async fn generics<'a, T, const N: usize>(
    values: &'a [T; N],
    mut shown: impl FnMut(&T) -> String + Send,
    r#type: &'static str,
) -> Vec<(&'a T, String)>
where
    T: Debug + Sync,
{
    let mut all = Vec::with_capacity(N);
    for value in values {
        all.push((later(value).await, format!("{type}{}", shown(value))));
    }
    all
}

/// Outputs without a name.
#[desugar]
async fn unnamed<'a>(
    numbers: &'a [usize],
    limit: &'a usize,
) -> Result<impl Iterator<Item = usize> + 'a, Oops> {
    let limit = later(limit).await;
    if *limit == 0 {
        return Err(Oops);
    }
    Ok(numbers.iter().copied().filter(move |number| number < limit))
}

/// No output at all.
#[desugar]
async fn never(text: &str) -> ! {
    pause().await;
    panic!("{text}")
}

/// What comes after it is anything.
#[desugar]
async fn after_never(flag: bool) -> usize {
    if flag {
        never("text").await;
    }
    later(1).await
}

/// Patterns for parameters.
#[desugar]
async fn patterns(
    (left, mut right): (usize, usize),
    Account { amounts, .. }: Account,
    [first, ..]: [usize; 3],
) -> usize {
    right += later(left).await;
    amounts.len() + right + first
}

/// Items inside.
#[desugar]
async fn items(number: usize) -> usize {
    const LIMIT: usize = 3;
    #[derive(Debug)]
    struct Inner(usize);
    let inner = Inner(later(number).await);
    pause().await;
    inner.0.min(LIMIT)
}

/// Machines inside of machines, without end.
#[desugar]
async fn recursive(depth: usize) -> usize {
    if depth == 0 {
        return 0;
    }
    let rest: Pin<Box<dyn Future<Output = usize>>> = Box::pin(recursive(depth - 1));
    rest.await + 1
}

#[derive(Debug, Clone, Default)]
struct Account {
    owner: String,
    amounts: Vec<usize>,
}

impl Account {
    #[desugar]
    async fn new(owner: &str) -> Self {
        let owner = later(owner).await.to_owned();
        let amounts = Vec::new();
        Self { owner, amounts }
    }

    #[desugar]
    async fn deposit(&mut self, amount: usize) -> &mut Self {
        self.amounts.push(later(amount).await);
        self
    }

    #[desugar]
    async fn owner(&self) -> &str {
        pause().await;
        &self.owner
    }

    /// With a receiver that is taken apart.
    #[desugar]
    #[must_use = "it is all there was"]
    async fn close(self) -> usize {
        let Self { owner, amounts } = self;
        let sum = later(amounts).await.iter().sum::<usize>();
        sum + owner.len()
    }

    #[desugar]
    async fn pinned(mut self: Pin<&mut Self>) -> usize {
        self.amounts.push(1);
        pause().await;
        self.amounts.len()
    }
}

trait Named {
    async fn named(&self, prefix: &str) -> String;
}

impl Named for Account {
    #[desugar]
    async fn named(&self, prefix: &str) -> String {
        let owner = self.owner().await;
        format!("{prefix}{owner}")
    }
}

/// A function that a macro writes.
macro_rules! written {
    ($name:ident, $value:expr) => {
        #[desugar]
        async fn $name(number: usize) -> usize {
            let value = later($value).await;
            later(number + value).await
        }
    };
}
written!(one_more, 1);
written!(two_more, 1 + 1);

#[derive(Debug, Clone, Copy)]
struct Oops;

impl fmt::Display for Oops {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("oops")
    }
}

/// Waits for one poll.
async fn pause() {
    let mut waited = false;
    std::future::poll_fn(|_| {
        if waited {
            return Poll::Ready(());
        }
        waited = true;
        Poll::Pending
    })
    .await;
}

async fn later<T>(value: T) -> T {
    pause().await;
    value
}

fn block_on<T>(future: impl Future<Output = T>) -> T {
    let mut future = pin!(future);
    let mut context = Context::from_waker(Waker::noop());
    loop {
        if let Poll::Ready(value) = future.as_mut().poll(&mut context) {
            return value;
        }
    }
}

#[test]
fn all_of_them_run() {
    block_on(empty());
    assert_eq!(block_on(without_await(1, "", Vec::new())), 2);
    assert_eq!(block_on(tail(3)), 3);
    assert_eq!(block_on(statements(2)), "many4");
    assert_eq!(block_on(ways_out(&[Ok(1), Ok(7)])).ok(), Some(7));
    assert_eq!(block_on(ways_out(&[Ok(0), Ok(2)])).ok(), Some(18));
    assert!(block_on(ways_out(&[Err(Oops)])).is_err());
    assert_eq!(block_on(branches((Some("abc".into()), 1), false)), 6);
    assert_eq!(block_on(temporaries(&["a".into(), "b".into()])), 7);
    assert_eq!(block_on(moves(("a".into(), "bc".into()), true)), 3);
    assert_eq!(block_on(closures(&mut vec![5])), 4);
    let shown = block_on(generics(&[1, 2], usize::to_string, "n"));
    assert_eq!(shown, [(&1, "n1".to_owned()), (&2, "n2".to_owned())]);
    let below = block_on(unnamed(&[1, 2, 3], &3)).map(Iterator::collect::<Vec<_>>);
    assert_eq!(below.ok(), Some(vec![1, 2]));
    assert_eq!(block_on(after_never(false)), 1);
    assert_eq!(block_on(patterns((1, 2), Account::default(), [3; 3])), 6);
    assert_eq!(block_on(items(9)), 3);
    assert_eq!(block_on(recursive(5)), 5);
    assert_eq!(block_on(one_more(1)) + block_on(two_more(1)), 5);

    let mut account = block_on(Account::new("owner"));
    assert_eq!(block_on(account.deposit(3)).amounts, [3]);
    assert_eq!(block_on(account.named("the ")), "the owner");
    assert_eq!(block_on(pin!(account.clone()).pinned()), 2);
    assert_eq!(block_on(account.close()), 8);
}
