//! Type, const and lifetime parameters, `impl Trait`, and odd signatures.

use super::*;
use crate::plain::generics as plain;
use std::fmt::{Debug, Display};
use std::ops::Add;

#[desugar]
async fn type_parameter<T: Clone + Debug>(value: T) -> (T, T) {
    let copy = value.clone();
    step(1).await;
    call(&copy);
    (value, copy)
}
twin!(type_parameter(d("a")));

#[desugar]
async fn where_clause<T, U>(left: T, right: U) -> T::Output
where
    T: Add<U> + Debug,
    U: Debug,
    T::Output: Debug,
{
    let left = later(left).await;
    let right = later(right).await;
    left + right
}
twin!(where_clause(1.5, 2.0));

#[desugar]
async fn const_parameter<const N: usize, T: Debug>(values: [T; N]) -> [usize; N] {
    let mut lengths = [0; N];
    for (number, value) in values.into_iter().enumerate() {
        step(1).await;
        lengths[number] = format!("{value:?}").len() + N;
    }
    lengths
}
twin!(const_parameter([d("a"), d("bc")]));

#[desugar]
async fn impl_arguments(text: impl Into<String> + Debug, number: impl Display) -> String {
    let text = later(text).await.into();
    step(1).await;
    format!("{text} {number}")
}
twin!(impl_arguments("a", 3));

#[desugar]
async fn impl_with_lifetime<'a>(names: impl Iterator<Item = &'a str> + 'a) -> Vec<&'a str> {
    let mut found = Vec::new();
    for name in names {
        if later(name.len()).await > 1 {
            found.push(name);
        }
    }
    found
}
twin!(impl_with_lifetime("a bc cde".split(' ')));

#[desugar]
async fn trait_objects(shown: &dyn Debug, mut boxed: Box<dyn FnMut() -> usize>) -> Box<dyn Debug> {
    let number = boxed();
    step(1).await;
    call(shown);
    Box::new(number + boxed())
}
twin!(trait_objects(&5, Box::new(|| call(2))));

#[desugar]
async fn unsized_borrow<T: ?Sized + Debug>(value: &T) -> String {
    step(1).await;
    format!("{value:?}")
}
twin!(unsized_borrow(&[1, 2][..]));

#[desugar]
async fn any_future<F>(future: F) -> F::Output
where
    F: Future<Output: Debug>,
{
    let a = d("a");
    let output = future.await;
    call(&output);
    output
}
twin!(any_future(later(d("b"))));

#[desugar]
async fn any_order(order: impl IntoFuture<Output = usize>) -> usize {
    step(1).await;
    order.await + 1
}
twin!(any_order(Order(3)));

#[desugar]
async fn elided<'a>(first: &'a str, _: &str, last: &'_ mut String) -> &'a str {
    last.push_str(first);
    step(1).await;
    last.push_str(later(first).await);
    first
}
twin!(elided, |driver| {
    let mut last = String::from("l");
    driver.drive(|| super::elided("a", "b", &mut last));
    driver.markers(last);
});

#[desugar]
async fn outliving<'long: 'short, 'short>(long: &'long str, short: &mut &'short str) -> usize {
    step(1).await;
    *short = long;
    later(short.len()).await
}
twin!(outliving, |driver| {
    let mut short = "a";
    driver.drive(|| super::outliving("long", &mut short));
});

#[desugar]
async fn higher_ranked<F>(choose: F) -> usize
where
    F: for<'a> Fn(&'a str, &'a str) -> &'a str,
{
    let left = later(String::from("ab")).await;
    let chosen = choose(&left, "c");
    step(1).await;
    chosen.len()
}
twin!(higher_ranked(|left: &str, _| left));

trait Named {
    const NAME: &'static str;
    type Length: Debug + Copy;
    fn length(&self) -> Self::Length;
}

impl Named for D {
    const NAME: &'static str = "D";
    type Length = usize;
    fn length(&self) -> usize {
        self.touch().len()
    }
}

#[desugar]
async fn associated<T: Named>(value: T) -> (T::Length, &'static str, Vec<T::Length>) {
    let length: T::Length = value.length();
    let mut all = Vec::<T::Length>::new();
    step(1).await;
    all.push(<T as Named>::length(&value));
    (later(length).await, T::NAME, all)
}
twin!(associated(d("abc")));

#[desugar]
async fn generic_error<T, E: From<Oops> + Debug>(value: T, number: usize) -> Result<T, E> {
    let number = later(fallible(number)).await?;
    step(number).await;
    Ok(value)
}
twin!(generic_error, |driver| {
    driver.drive(|| super::generic_error::<_, Trouble>(d("a"), 1));
    driver.drive(|| super::generic_error::<_, Oops>(d("a"), 2));
});

/// Nothing but the return type says what `collect` and `None` are.
#[desugar]
async fn inferred_from_the_result(text: &str) -> Result<Vec<usize>, std::num::ParseIntError> {
    if later(text.is_empty()).await {
        return Ok(Vec::new());
    }
    let numbers = text.split(' ').map(str::parse).collect();
    step(1).await;
    numbers
}
twin!(inferred_from_the_result, |driver| {
    driver.drive(|| super::inferred_from_the_result(""));
    driver.drive(|| super::inferred_from_the_result("1 2"));
    driver.drive(|| super::inferred_from_the_result("1 x"));
});

/// The type is known from a use after the await.
#[desugar]
async fn inferred_later() -> usize {
    let mut all = Vec::new();
    let mut best = None;
    let zero = Default::default();
    step(1).await;
    all.push(1_u8);
    best = best.max(Some(zero));
    step(2).await;
    best.unwrap_or(9_usize) + all.len()
}
twin!(inferred_later());

#[desugar]
async fn coerced_results(number: usize) -> Box<dyn Debug> {
    if number == 0 {
        return Box::new(later("zero").await);
    }
    match later(number).await {
        1 => Box::new(d("one")),
        _ => Box::new(number),
    }
}
twin!(coerced_results, |driver| {
    for number in 0..3 {
        driver.drive(|| super::coerced_results(number));
    }
});

/// It never returns.
#[desugar]
async fn never(a: D) -> std::convert::Infallible {
    step(1).await;
    panic!("never mind {}", later(1).await)
}
twin!(never(d("a")));

/// # Safety
///
/// None is needed.
#[desugar]
pub(crate) async unsafe fn with_modifiers(pointer: *const usize) -> usize {
    let value = unsafe { *pointer };
    step(1).await;
    value
}
twin!(with_modifiers, |driver| {
    let number = 3;
    driver.drive(|| unsafe { super::with_modifiers(&number) });
});

/// Documented, and with attributes on and in the function.
#[desugar]
#[inline]
#[must_use = "because"]
#[allow(unused_variables, clippy::let_and_return)]
async fn with_attributes(#[allow(unused)] a: D) -> usize {
    #[allow(unused_mut)]
    let mut number = later(1).await;
    #[cfg(any())]
    missing();
    #[cfg(not(any()))]
    step(1).await;
    #[rustfmt::skip]
    let same = number;
    same
}
twin!(with_attributes(d("a")));

#[desugar]
async fn big_arrays(mut big: [u8; 1024]) -> usize {
    let other = [1_u8; 512];
    step(1).await;
    big[0] = other[1];
    step(2).await;
    big.iter().map(|&byte| byte as usize).sum()
}
twin!(big_arrays([2; 1024]));

/// Raw names, and names that a careless expansion would use itself.
#[desugar]
async fn awkward_names(state: D, poll: usize, r#type: usize) -> usize {
    let context = later(poll).await;
    let (this, output, awaitee, storage) = (d("this"), 1, later(2).await, r#type);
    let Some(r#match) = Some(context) else {
        return 0;
    };
    step(1).await;
    state.touch();
    this.touch();
    output + awaitee + storage + r#match
}
twin!(awkward_names(d("state"), 1, 2));

/// The names of the standard library mean something else here.
#[desugar]
async fn hidden_prelude(number: usize) -> usize {
    #[derive(Debug)]
    struct Option(usize);
    #[derive(Debug)]
    enum Poll {
        Ready,
    }
    fn drop(_: &Option) -> usize {
        7
    }
    let value = later(Option(number)).await;
    let ready = Poll::Ready;
    step(1).await;
    drop(&value) + value.0 + ready as usize
}
twin!(hidden_prelude(2));
