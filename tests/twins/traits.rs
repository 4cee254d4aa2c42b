//! Methods of traits and of generic types.

use super::*;
use crate::plain::traits as plain;
use std::fmt::Debug;
use std::marker::PhantomData;

trait Fetch {
    type Item: Debug;
    const EXTRA: usize;

    async fn fetch(&mut self, number: usize) -> Self::Item;
    async fn close(self) -> usize;
    async fn make(name: &'static str) -> Self;
    fn name(&self) -> &str;
}

#[derive(Debug)]
struct Source {
    name: D,
    asked: Vec<usize>,
}

impl Fetch for Source {
    type Item = Result<usize, Oops>;
    const EXTRA: usize = 7;

    #[desugar]
    async fn fetch(&mut self, number: usize) -> Self::Item {
        self.asked.push(number);
        let length = later(self.asked.len()).await;
        Ok(fallible(number)? + length + Self::EXTRA)
    }

    #[desugar]
    async fn close(self) -> usize {
        step(1).await;
        self.name().len() + self.asked.len()
    }

    #[desugar]
    async fn make(name: &'static str) -> Self {
        step(1).await;
        Self { name: d(name), asked: vec![] }
    }

    fn name(&self) -> &str {
        self.name.touch()
    }
}

/// The future of a trait's method, driven by a function that knows only the trait.
#[desugar]
async fn through_a_bound<S: Fetch>(number: usize) -> (S::Item, usize) {
    let mut source = S::make("source").await;
    let item = source.fetch(number).await;
    (item, source.close().await)
}
twin!(through_a_bound, |driver| {
    driver.drive(|| super::through_a_bound::<Source>(2));
    driver.drive(|| super::through_a_bound::<Source>(3));
});

trait Greet {
    fn greeting(&self) -> String;

    /// A body that the trait provides.
    #[desugar]
    async fn greet(&self, times: usize) -> String {
        let mut all = String::new();
        for _ in 0..times {
            all.push_str(&later(self.greeting()).await);
        }
        all
    }

    #[desugar]
    async fn consume(self) -> String
    where
        Self: Sized,
    {
        step(1).await;
        self.greeting()
    }
}

impl Greet for D {
    fn greeting(&self) -> String {
        format!("hello {}", self.touch())
    }
}

twin!(provided, |driver| {
    let a = d("a");
    driver.drive(|| a.greet(2));
    driver.drive(|| d("b").consume());
});

struct Wrapper<'a, T, const N: usize> {
    values: [&'a T; N],
    kind: PhantomData<fn() -> T>,
}

impl<'a, T: Debug, const N: usize> Wrapper<'a, T, N> {
    #[desugar]
    async fn nth(&self, number: usize) -> Option<&'a T> {
        step(1).await;
        let found = self.values.get(later(number).await).copied();
        step(N).await;
        found
    }

    #[desugar]
    async fn map<U: Debug>(self, change: impl Fn(&T) -> U) -> Vec<U>
    where
        T: 'a,
    {
        let mut all = Vec::with_capacity(N);
        for value in self.values {
            all.push(later(change(value)).await);
        }
        all
    }
}

twin!(generic_impl, |driver| {
    let names = [d("a"), d("bc")];
    let wrapper = Wrapper { values: [&names[0], &names[1]], kind: PhantomData };
    driver.drive(|| wrapper.nth(1));
    driver.drive(|| wrapper.map(|name| name.touch().len()));
});

impl<T: Debug> Greet for Vec<T> {
    fn greeting(&self) -> String {
        format!("{self:?}")
    }

    #[desugar]
    async fn greet(&self, times: usize) -> String {
        let first = self.first();
        step(times).await;
        format!("{first:?} of {}", later(self.greeting()).await)
    }
}

twin!(overridden, |driver| {
    let all = vec![1, 2];
    driver.drive(|| all.greet(2));
});
