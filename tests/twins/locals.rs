//! When locals are dropped: at the end of their block, the last one first.

use super::*;
use crate::plain::locals as plain;

#[desugar]
async fn in_reverse() {
    let a = d("a");
    let b = d("b");
    step(1).await;
    let c = d("c");
    step(2).await;
}
twin!(in_reverse());

#[desugar]
async fn inner_blocks() {
    let a = d("a");
    {
        let b = d("b");
        step(1).await;
        {
            let c = d("c");
            step(2).await;
        }
        step(3).await;
    }
    step(4).await;
}
twin!(inner_blocks());

#[desugar]
async fn block_with_a_value() -> usize {
    let a = {
        let b = d("bcd");
        step(1).await;
        b.finish()
    };
    step(2).await;
    a + 1
}
twin!(block_with_a_value());

#[desugar]
async fn shadowed() {
    let a = d("a");
    let a = (d("b"), a.touch());
    step(1).await;
    let a = d(a.1);
    step(2).await;
}
twin!(shadowed());

#[desugar]
async fn shadowed_in_a_block(a: D) {
    {
        let a = d("inner");
        step(1).await;
        a.touch();
    }
    a.touch();
    step(2).await;
}
twin!(shadowed_in_a_block(d("outer")));

/// `let _ = value` drops at once what is not a place.
#[desugar]
async fn underscore(a: D) {
    let _ = d("temporary");
    let _ = a;
    step(1).await;
    let _ = later(d("awaited")).await;
    step(2).await;
}
twin!(underscore(d("a")));

#[desugar]
async fn underscore_with_a_name() {
    let _a = d("a");
    step(1).await;
    let _b = later(d("b")).await;
    step(2).await;
}
twin!(underscore_with_a_name());

#[desugar]
async fn explicit_drop() {
    let a = d("a");
    let b = d("b");
    step(1).await;
    drop(a);
    step(2).await;
}
twin!(explicit_drop());

#[desugar]
async fn two_sequential_blocks() {
    {
        let a = d("a");
        step(1).await;
        a.touch();
    }
    {
        let b = d("b");
        step(2).await;
        b.touch();
    }
}
twin!(two_sequential_blocks());

/// A value that needs no drop is as much a local as one that does.
#[desugar]
async fn plain_numbers(mut total: u64) -> u64 {
    let factor = 3;
    step(1).await;
    total += factor;
    step(2).await;
    total * factor
}
twin!(plain_numbers(4));

#[desugar]
async fn never_used_again() {
    let a = d("a");
    a.touch();
    let number = 5;
    step(1).await;
    let b = d("b");
    step(2).await;
}
twin!(never_used_again());

#[desugar]
async fn declared_after_another() -> usize {
    let older = d("older");
    let younger: Option<D>;
    if (d("one") == {
        younger = Some(d("younger"));
        d("two")
    }) {
        return 1;
    }
    2
}
twin!(declared_after_another());
