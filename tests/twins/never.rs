//! Functions that never return.

use super::*;
use crate::plain::never as plain;
use std::convert::Infallible;
use std::task::{Context, Poll};

/// Polls a future that never ends three times.
struct ForAWhile<F>(Pin<Box<F>>, usize);

impl<F: Future> Future for ForAWhile<F> {
    type Output = ();
    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<()> {
        self.1 += 1;
        match self.0.as_mut().poll(context) {
            Poll::Pending if self.1 < 4 => Poll::Pending,
            _ => Poll::Ready(()),
        }
    }
}

fn for_a_while<F: Future>(future: F) -> ForAWhile<F> {
    ForAWhile(Box::pin(future), 0)
}

#[desugar]
async fn for_ever(a: D) -> ! {
    let mut turns = 0;
    loop {
        let b = d("b");
        step(1).await;
        turns += 1;
        a.touch();
        call(turns);
    }
}
twin!(for_ever, |driver| {
    driver.markers(markers!(|| super::for_ever(d("a"))));
    driver.drive(|| super::for_a_while(super::for_ever(d("a"))));
});

#[desugar]
async fn by_a_panic(number: usize) -> ! {
    let a = d("a");
    let number = later(number).await;
    panic!("number {number}")
}
twin!(by_a_panic, |driver| driver.drive(|| async {
    let never = super::by_a_panic(1).await;
    never as ()
}));

#[desugar]
async fn by_another(a: D) -> ! {
    let b = d("b");
    step(1).await;
    for_ever(a).await
}
twin!(by_another, |driver| {
    driver.drive(|| super::for_a_while(super::by_another(d("a"))));
});

#[desugar]
async fn by_another_in_a_statement(a: D) -> ! {
    let b = d("b");
    by_a_panic(later(1).await).await;
}
twin!(by_another_in_a_statement, |driver| {
    driver.drive(|| super::for_a_while(super::by_another_in_a_statement(d("a"))));
});

/// What never comes can be anything.
#[desugar]
async fn as_anything(flag: bool) -> String {
    let a = d("a");
    if later(flag).await {
        by_a_panic(2).await
    }
    let number: usize = if flag { by_a_panic(1).await } else { 3 };
    let text = match number {
        1 => by_a_panic(3).await,
        _ => "text".to_owned(),
    };
    step(1).await;
    if text.is_empty() {
        let _: Vec<u8> = by_a_panic(4).await;
    }
    text
}
twin!(as_anything, |driver| {
    driver.drive(|| super::as_anything(false));
    driver.drive(|| super::as_anything(true));
});

#[desugar]
async fn at_the_end(a: D) -> String {
    step(1).await;
    for_ever(a).await;
}
twin!(at_the_end, |driver| {
    driver.drive(|| super::for_a_while(super::at_the_end(d("a"))));
});

#[desugar]
async fn without_await(a: D) -> ! {
    call(a);
    std::panic::panic_any("no text".len())
}
twin!(without_await, |driver| {
    driver.drive(|| super::for_a_while(super::without_await(d("a"))));
});

#[desugar]
async fn infallible() -> Result<Infallible, Oops> {
    loop {
        fallible(later(2).await)?;
        fallible(later(1).await)?;
    }
}
twin!(infallible());

trait Server {
    async fn serve(&mut self, name: D) -> !;
}

impl Server for usize {
    #[desugar]
    async fn serve(&mut self, name: D) -> ! {
        loop {
            *self += later(1).await;
            call(*self);
        }
    }
}
twin!(of_a_trait, |driver| {
    let mut server = 0;
    driver.drive(|| super::for_a_while(super::Server::serve(&mut server, d("a"))));
});
