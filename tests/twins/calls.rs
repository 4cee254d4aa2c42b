//! Awaits in calls: arguments, receivers, chains.

use super::*;
use crate::plain::calls as plain;

fn three(a: D, b: D, c: D) -> usize {
    event(format!("three({a:?}, {b:?}, {c:?})"));
    a.0.len() + b.0.len() + c.0.len()
}

#[desugar]
async fn arguments() -> usize {
    three(d("a"), later(d("b")).await, d("c"))
}
twin!(arguments());

#[desugar]
async fn every_argument_waits() -> usize {
    three(later(d("a")).await, later(d("b")).await, later(d("c")).await)
}
twin!(every_argument_waits());

#[desugar]
async fn nested_calls() -> usize {
    call(call(three(d("a"), d("b"), later(d("c")).await)) + later(call(1)).await)
}
twin!(nested_calls());

/// A place that is moved as an argument is moved when its turn comes.
#[desugar]
async fn moved_arguments(a: D, c: D) -> usize {
    three(a, later(d("b")).await, c)
}
twin!(moved_arguments(d("a"), d("c")));

#[desugar]
async fn borrowed_arguments(a: D, mut c: D) -> usize {
    fn both(a: &D, number: usize, c: &mut D) -> usize {
        c.rename("c2");
        a.0.len() + number
    }
    let sum = both(&a, later(2).await, &mut c);
    step(1).await;
    sum
}
twin!(borrowed_arguments(d("a"), d("c")));

#[desugar]
async fn functions_as_values(flag: bool) -> usize {
    let function = if later(flag).await { call as fn(usize) -> usize } else { |number| number + 1 };
    step(1).await;
    function(later(1).await) + (if flag { call } else { call::<usize> })(later(2).await)
}
twin!(functions_as_values(true));

#[desugar]
async fn awaited_callee() -> usize {
    fn double(number: usize) -> usize {
        call(number) * 2
    }
    (std::future::ready(double as fn(usize) -> usize).await)(later(4).await)
}
twin!(awaited_callee());

#[desugar]
async fn receiver_by_reference(a: D) -> usize {
    a.touch();
    step(1).await;
    a.touch().len() + later(1).await
}
twin!(receiver_by_reference(d("a")));

#[desugar]
async fn receiver_by_value(a: D) -> usize {
    step(1).await;
    let length = a.finish();
    step(2).await;
    length
}
twin!(receiver_by_value(d("a")));

/// The receiver is borrowed for the call only, so its arguments may use it.
#[desugar]
async fn two_phases(mut values: Vec<usize>) -> Vec<usize> {
    values.push(later(values.len()).await);
    values.insert(values.len(), later(values[0]).await);
    values
}
twin!(two_phases(vec![5]));

#[desugar]
async fn receiver_that_is_a_temporary() -> usize {
    let mut names = d("a").rename("bc").touch().len() + later(1).await;
    step(1).await;
    d("e").rename(later("f").await).touch();
    step(2).await;
    names
}
twin!(receiver_that_is_a_temporary());

#[desugar]
async fn awaited_receiver() -> usize {
    later(d("a")).await.rename("b").rename(later("c").await).touch().len()
}
twin!(awaited_receiver());

#[desugar]
async fn long_chain() -> Option<usize> {
    later(Some(vec![1, 2, 3]))
        .await?
        .into_iter()
        .map(|number| call(number) + 1)
        .filter(|number| number % 2 == 0)
        .nth(later(1).await)
}
twin!(long_chain());

#[desugar]
async fn await_upon_await() -> usize {
    later(later(later(3)).await).await.await + now(now(1).await).await
}
twin!(await_upon_await());

#[desugar]
async fn question_marks_in_a_chain(number: usize) -> Result<String, Trouble> {
    let text = later(fallible(number)).await?.checked_add(1).ok_or(Oops(9))?.to_string();
    step(1).await;
    Ok(text + later(Ok::<_, Oops>("b")).await?)
}
twin!(question_marks_in_a_chain, |driver| {
    driver.drive(|| super::question_marks_in_a_chain(1));
    driver.drive(|| super::question_marks_in_a_chain(2));
});

#[desugar]
async fn qualified_paths(a: D) -> String {
    let copy = <D as Clone>::clone(&a);
    step(1).await;
    let name = D::touch(&copy);
    let text = <str as ToString>::to_string(later(name).await);
    step(2).await;
    [text, String::from(later("c").await)].concat()
}
twin!(qualified_paths(d("a")));

#[desugar]
async fn turbofish() -> usize {
    let numbers =
        later("1 2 3").await.split(' ').map(str::parse::<usize>).collect::<Result<Vec<_>, _>>();
    step(1).await;
    numbers.unwrap().iter().sum::<usize>() + "4".parse::<usize>().unwrap_or(later(5).await)
}
twin!(turbofish());

async fn helper(name: &'static str, number: usize) -> usize {
    let a = d(name);
    step(number).await;
    number + 1
}

#[desugar]
async fn other_async_functions() -> usize {
    let first = helper("a", 1).await;
    let second = helper("b", helper("c", first).await).await;
    let future = helper("e", 1);
    step(4).await;
    second + future.await
}
twin!(other_async_functions());
