//! Blocks and statements of every other kind.

use super::*;
use crate::plain::blocks as plain;
use std::convert::Infallible;
use std::ops::ControlFlow;

#[desugar]
async fn unsafe_block(number: &usize) -> usize {
    let pointer = &raw const *number;
    let sum = unsafe {
        let read = *pointer;
        later(read).await + *pointer
    };
    step(1).await;
    sum
}
twin!(unsafe_block(&3));

#[desugar]
async fn const_block() -> usize {
    let sum = const { 1 + 2 } + later(const { 4 }).await;
    step(1).await;
    sum + const { size_of::<u32>() }
}
twin!(const_block());

#[desugar]
async fn parentheses() -> usize {
    ((later)(1)).await + ({ later }(2)).await + ((later(3)).await)
}
twin!(parentheses());

#[desugar]
async fn empty_statements() {
    {}
    step(1).await;
    {};
    if true {};
    match () {
        () => {}
    }
    step(2).await
}
twin!(empty_statements());

#[desugar]
async fn without_a_last_expression(a: D) {
    match later(1).await {
        1 => step(1).await,
        _ => {}
    }
    if a.touch() == "a" {
        step(2).await
    }
    while later(false).await {}
}
twin!(without_a_last_expression(d("a")));

#[desugar]
async fn explicit_unit_returns(flag: bool, a: D) {
    step(1).await;
    if flag {
        return;
    }
    let b = d("b");
    step(2).await;
    return ();
}
twin!(explicit_unit_returns, |driver| {
    driver.drive(|| super::explicit_unit_returns(true, d("a")));
    driver.drive(|| super::explicit_unit_returns(false, d("a")));
});

#[desugar]
async fn not_awaited(a: D) {
    let _ = later(a);
    let _future = step(5);
    step(1).await;
    later(d("b"));
    step(2).await;
}
twin!(not_awaited(d("a")));

#[desugar]
async fn no_case_at_all(result: Result<D, Infallible>) -> D {
    let value = match later(result).await {
        Ok(value) => value,
        Err(never) => match never {},
    };
    step(1).await;
    value
}
twin!(no_case_at_all(Ok(d("a"))));

#[desugar]
async fn question_mark_on_an_option(mut names: Vec<D>) -> Option<D> {
    let last = later(names.pop()).await?;
    step(1).await;
    last.touch();
    let first = names.pop()?;
    step(2).await;
    Some(first)
}
twin!(question_mark_on_an_option, |driver| {
    driver.drive(|| super::question_mark_on_an_option(vec![]));
    driver.drive(|| super::question_mark_on_an_option(vec![d("a")]));
    driver.drive(|| super::question_mark_on_an_option(vec![d("a"), d("b")]));
});

#[desugar]
async fn question_mark_on_a_control_flow(limit: usize) -> ControlFlow<D, usize> {
    fn check(number: usize, limit: usize) -> ControlFlow<D> {
        if number < limit { ControlFlow::Continue(()) } else { ControlFlow::Break(d("stop")) }
    }
    let mut number = 0;
    while number < 3 {
        check(later(number).await, limit)?;
        number += 1;
    }
    ControlFlow::Continue(number)
}
twin!(question_mark_on_a_control_flow, |driver| {
    driver.drive(|| super::question_mark_on_a_control_flow(1));
    driver.drive(|| super::question_mark_on_a_control_flow(9));
});

#[desugar]
async fn nested_question_marks(
    value: Option<Result<usize, Oops>>,
) -> Result<Option<usize>, Trouble> {
    let Some(inner) = value else { return Ok(None) };
    let number = later(Ok::<_, Oops>(inner)).await??;
    step(1).await;
    Ok(Some(number + later(fallible(number)).await.map_err(|Oops(number)| Trouble(number + 1))?))
}
twin!(nested_question_marks, |driver| {
    driver.drive(|| super::nested_question_marks(None));
    driver.drive(|| super::nested_question_marks(Some(Err(Oops(5)))));
    driver.drive(|| super::nested_question_marks(Some(Ok(1))));
    driver.drive(|| super::nested_question_marks(Some(Ok(2))));
});

#[desugar]
async fn locals_in_an_operand_block(a: D) -> usize {
    let sum = later({
        let b = d("b");
        step(1).await;
        b.finish()
    })
    .await
        + {
            let c = d("c");
            c.touch().len()
        };
    step(2).await;
    sum
}
twin!(locals_in_an_operand_block(d("a")));

#[desugar]
async fn long_and_flat() -> usize {
    let a = later(1).await;
    let b = later(2).await;
    let c = later(3).await;
    let e = later(4).await;
    let f = later(5).await;
    let g = later(6).await;
    let h = later(7).await;
    let i = later(8).await;
    a + b + c + e + f + g + h + i
}
twin!(long_and_flat());

#[desugar]
async fn wide(a: D, b: D, c: D, e: D) -> usize {
    let (f, g, h, i) = (d("f"), d("g"), d("h"), d("i"));
    step(1).await;
    drop((a, f));
    step(2).await;
    let (j, k) = (d("j"), d("k"));
    drop((c, h));
    step(3).await;
    drop((g, b, k));
    step(4).await;
    e.finish() + i.finish() + j.finish()
}
twin!(wide(d("a"), d("b"), d("c"), d("e")));

/// What isn't there doesn't happen.
#[desugar]
async fn configured(number: usize) -> (usize, Vec<usize>) {
    struct Pair {
        left: usize,
        #[cfg(any())]
        middle: usize,
        #[cfg(test)]
        right: usize,
    }
    #[cfg(any())]
    step(1).await;
    #[cfg(not(any()))]
    let value = later(d("a")).await;
    #[cfg(any())]
    let value = missing().await;
    #[cfg(test)]
    {
        step(1).await;
        value.touch();
    }
    let pair = Pair {
        left: later(1).await,
        #[cfg(any())]
        middle: missing().await,
        #[cfg(test)]
        right: later(2).await,
    };
    let Pair {
        left,
        #[cfg(any())]
        middle,
        #[cfg(test)]
        right,
    } = pair;
    let matched = match number {
        #[cfg(any())]
        1 => later(10).await,
        #[cfg(test)]
        #[allow(unused)]
        1 => later(11).await,
        _ => later(12).await,
    };
    let listed = vec![left, right, matched];
    #[cfg(any())]
    return (0, listed);
    #[cfg(test)]
    (later(number).await, listed)
}
twin!(configured, |driver| {
    driver.drive(|| super::configured(1));
    driver.drive(|| super::configured(2));
});

struct Configured(usize);

struct Base {
    left: usize,
    right: usize,
}

impl Configured {
    /// Each condition is asked once, however many there are.
    #[desugar]
    async fn often(
        &mut self,
        #[cfg(test)] name: D,
        #[cfg(any())] missing: Missing,
    ) -> Result<usize, D> {
        #[cfg(not(any()))]
        step(self.0).await;
        #[cfg(all(test, not(any())))]
        let more = later(1).await;
        #[cfg(not(test))]
        let more = missing.await;
        #[cfg(not(doc))]
        {
            self.0 += more;
        }
        #[cfg(any(test, any()))]
        if self.0 > 2 {
            return Err(name);
        }
        #[cfg(all(test, not(doc)))]
        step(1).await;
        #[cfg(all(doc, test))]
        nothing(name).await;
        let base = Base { left: 1, right: self.0 };
        let base = Base {
            #[cfg(any())]
            right: later(4).await,
            left: later(3).await,
            ..base
        };
        Ok(base.left + base.right)
    }
}
twin!(configured_often, |driver| {
    driver.drive(|| async { super::Configured(1).often(d("name")).await });
    driver.drive(|| async { super::Configured(2).often(d("name")).await });
});

/// The value of a block outlives its locals, also where nobody takes it.
#[desugar]
async fn value_that_nobody_takes() {
    {
        let first = later(d("first")).await;
        first.touch();
        d("value")
    };
    let _last = d("last");
    ({
        let _second = later(d("second")).await;
        vec![d("one"), d("two")]
    });
    ({
        let _third = later(d("third")).await else {
            return;
        };
        (d("one"), d("two"))
    });
    if later(true).await {
        let _fourth = d("fourth");
        d("yes")
    } else {
        d("no")
    };
}
twin!(value_that_nobody_takes());
