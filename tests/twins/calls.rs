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

fn maker(name: &'static str) -> impl Fn(usize) -> usize {
    let value = d(name);
    move |number| value.touch().len() + number
}

async fn making(name: &'static str) -> impl Fn(usize) -> usize {
    step(1).await;
    maker(name)
}

fn counter(name: &'static str) -> Box<dyn FnMut(&str) -> usize> {
    let (value, mut count) = (d(name), 0);
    Box::new(move |more| {
        count += more.len();
        value.touch().len() + count
    })
}

fn once(name: &'static str) -> Option<Box<dyn FnOnce(usize) -> usize>> {
    let value = d(name);
    Some(Box::new(move |number| value.finish() + number))
}

/// What is called and has no name stays to the end of the statement, unless the call takes it.
#[desugar]
async fn of_values(flag: bool) -> usize {
    let name = d("name");
    let made = later(maker("made")(1)).await + later(counter("counter")("x")).await;
    let taken = later(once("once").take().unwrap()(2)).await + later(1).await;
    let waits = maker("waits")(later(3).await) + later(2).await;
    let awaited = (making("awaited").await)(4) + later(3).await;
    let temporary = maker("callee")(d("argument").touch().len()) + later(4).await;
    let other = d("other");
    step(1).await;
    let by_move = later((move |number| other.touch().len() + number)(5)).await + later(5).await;
    let into_block = (move || async move { later(name.touch().len()).await })().await;
    if later(maker("condition")(6)).await == 15 && flag {
        return maker("returned")(7) + later(6).await;
    }
    step(made).await;
    maker("tail")(taken + waits + awaited + temporary + by_move + into_block)
}
twin!(of_values, |driver| {
    driver.drive(|| super::of_values(true));
    driver.drive(|| super::of_values(false));
});

async fn plain_call(name: &str) -> usize {
    step(name.len()).await;
    name.len()
}

fn chooser(name: &'static str) -> impl for<'a> Fn(&'a str, &'a str) -> &'a str {
    let value = d(name);
    move |left, right| if value.touch() == "left" { left } else { right }
}

/// What is called is generic in the lifetimes of its arguments, or borrows from what is around.
#[desugar]
async fn of_values_that_lend(names: (String, String)) -> usize {
    let prefix = String::from("pre");
    let length = plain_call(chooser("left")(&names.0, &names.1)).await;
    let borrowed =
        plain_call((|name: &str| if name.len() > 3 { &prefix } else { &names.0 })("abc"));
    let functions: [fn(&str) -> usize; 2] = [str::len, |name| name.len() + 1];
    length + borrowed.await + later(functions[1](chooser("right")("a", &names.1))).await
}
twin!(of_values_that_lend(("ab".to_owned(), "c".to_owned())));
