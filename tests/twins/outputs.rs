//! Outputs whose type has no name.

use super::*;
use crate::plain::outputs as plain;
use std::collections::BTreeMap;
use std::fmt::{Debug, Display};

#[desugar]
async fn iterator(text: &str) -> impl Iterator<Item = char> + Debug + '_ {
    let a = d("a");
    step(1).await;
    text.chars()
}
twin!(iterator("ab"));

#[desugar]
async fn borrows_a_part<'a, 'b>(text: &'a str, skipped: &'b str) -> impl Debug + use<'a, 'b> {
    let rest = &text[later(skipped.len()).await..];
    step(1).await;
    rest.char_indices()
}
twin!(borrows_a_part("abc", "d"));

/// What is returned is kept on the way.
#[desugar]
async fn kept(first: usize) -> impl Iterator<Item = u64> + Debug {
    let numbers = 1..4;
    let listed = [1, 2, 3];
    step(first).await;
    let a = d("a");
    numbers.chain(listed)
}
twin!(kept(2));

#[desugar]
async fn mapped(name: &str, numbers: Vec<u8>) -> impl Iterator<Item = u64> {
    let first = numbers.len();
    let all = [7, 8];
    step(1).await;
    let length = later(name.len()).await;
    all.into_iter().map(move |number| number * 2 + (first + length) as u64)
}
twin!(mapped, |driver| {
    driver.drive(|| async { super::mapped("ab", vec![1]).await.collect::<Vec<_>>() });
});

#[desugar]
async fn closure(a: D, factor: usize) -> impl Fn(usize) -> usize {
    let b = d("b");
    step(1).await;
    move |number| {
        a.touch();
        call(number * factor)
    }
}
twin!(closure, |driver| {
    driver.drive(|| async { (super::closure(d("a"), 2).await)(3) });
});

#[desugar]
async fn of_any_lifetime() -> impl for<'a> Fn(&'a str, &u8) -> &'a str {
    step(1).await;
    |text, _| &text[1..]
}
twin!(of_any_lifetime, |driver| {
    driver
        .drive(|| async { (super::of_any_lifetime().await)(&String::from("abc"), &1).to_owned() });
});

#[desugar]
async fn once(a: D) -> Result<impl FnOnce(D) -> (D, D), Oops> {
    fallible(later(2).await)?;
    let given = a;
    step(1).await;
    if call(false) {
        return Err(Oops(1));
    }
    Ok(move |b: D| (b, given))
}
twin!(once, |driver| {
    driver.drive(|| async { super::once(d("a")).await.map(|make| make(d("b"))) });
});

#[desugar]
async fn several<'a, T: Clone + Debug>(
    values: &'a [T],
    last: T,
) -> (impl Iterator<Item = T> + 'a, Option<impl Debug + use<'a, T>>, usize) {
    let length = later(values.len()).await;
    (values.iter().map(|value| value.clone()), Some(last), length)
}
twin!(several, |driver| {
    driver.drive(|| async {
        let (values, last, length) = super::several(&[1, 2], 3).await;
        (values.collect::<Vec<_>>(), last, length)
    });
});

#[desugar]
async fn future(a: D) -> impl Future<Output = impl Display> {
    let b = d("b");
    step(1).await;
    async move {
        let c = d("c");
        step(1).await;
        format!("{a:?} {c:?}")
    }
}
twin!(future, |driver| {
    driver.drive(|| async { super::future(d("a")).await.await.to_string() });
});

#[desugar]
async fn of_an_argument(numbers: impl Iterator<Item = usize> + Debug) -> impl Debug {
    step(1).await;
    numbers.skip(later(1).await)
}
twin!(of_an_argument([1, 2, 3].into_iter()));

/// A type that is only said by the output.
#[desugar]
async fn said_by_the_output(text: &str) -> Result<impl Debug + use<>, Box<dyn std::error::Error>> {
    let number: u8 = later(text).await.parse()?;
    if number == 1 {
        Err("one")?;
    }
    if number == 2 {
        return Err(Box::new(std::fmt::Error));
    }
    step(1).await;
    Ok(number)
}
twin!(said_by_the_output, |driver| {
    for text in ["1", "2", "3", "x"] {
        driver.drive(|| super::said_by_the_output(text));
    }
});

#[desugar]
async fn without_await(number: usize) -> impl Debug {
    (call(number), d("a"))
}
twin!(without_await(1));

#[desugar]
async fn of_another(text: &str) -> impl Iterator<Item = char> + '_ {
    let letters = iterator(text).await;
    step(1).await;
    letters.filter(|letter| *letter != 'b')
}
twin!(of_another, |driver| {
    driver.drive(|| async { super::of_another("abc").await.collect::<String>() });
});

#[derive(Debug)]
struct Shelf<T> {
    books: BTreeMap<usize, T>,
}

impl<T: Debug + Clone> Shelf<T> {
    #[desugar]
    async fn books(&self) -> impl Iterator<Item = &T> + Debug {
        let from = later(0).await;
        self.books.range(from..).map(|(_, book)| book).take(2).collect::<Vec<_>>().into_iter()
    }

    #[desugar]
    async fn finder<'s>(&'s self) -> impl Fn(usize) -> Option<&'s T> {
        step(1).await;
        |number| self.books.get(&number)
    }

    #[desugar]
    async fn made_of(book: T) -> impl FnOnce(&usize) -> Self {
        step(1).await;
        move |number| Shelf { books: BTreeMap::from([(*number, book)]) }
    }
}
twin!(methods, |driver| {
    driver.drive(|| async {
        let shelf = (super::Shelf::made_of(d("a")).await)(&3);
        let found = format!("{:?}", (shelf.finder().await)(3));
        let books = format!("{:?}", shelf.books().await);
        (books, found)
    });
});

trait Library {
    type Book: Debug;
    async fn all(&self) -> impl Iterator<Item = &Self::Book>;
    async fn some(&self, number: usize) -> Result<impl Debug, Oops>;
    async fn opened(self) -> impl FnOnce() -> Self::Book;
}

impl Library for Vec<D> {
    type Book = D;

    #[desugar]
    async fn all(&self) -> impl Iterator<Item = &D> {
        step(1).await;
        self.iter().filter(|book| book.touch() != "b")
    }

    #[desugar]
    async fn some(&self, number: usize) -> Result<impl Debug, Oops> {
        let number = fallible(later(number).await)?;
        Ok(self.get(number))
    }

    #[desugar]
    async fn opened(mut self) -> impl FnOnce() -> D {
        let last = self.pop();
        step(1).await;
        move || last.unwrap_or_else(|| d("none"))
    }
}
twin!(of_traits, |driver| {
    driver.drive(|| async {
        let library = vec![d("a"), d("b")];
        let all = Library::all(&library).await.map(|book| book.touch().len()).sum::<usize>();
        let some = format!("{:?}", library.some(0).await);
        let opened = (library.opened().await)();
        (all, some, opened)
    });
});

/// Auto traits leak through, as they do without the attribute.
#[desugar]
async fn shared(name: &'static str) -> impl Debug {
    step(1).await;
    Rc::new(name)
}
twin!(shared, |driver| {
    driver.markers(markers!(|| super::shared("a")));
    driver.drive(|| super::shared("a"));
});
