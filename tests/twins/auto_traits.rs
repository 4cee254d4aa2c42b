//! Which futures are `Send` and `Sync`. None is `Unpin`.
//!
//! The harness asks every twin of the short form; these are the ones where the
//! answer is not plain. They are decided when the test is compiled.

use super::*;
use crate::plain::auto_traits as plain;
use std::marker::PhantomPinned;
use std::ptr;
use std::sync::Mutex;

/// Fails to compile unless the future is `Send`.
fn require_send<F: Future + Send>(future: F) -> F {
    future
}

#[desugar]
async fn holds_an_rc() -> usize {
    let rc = Rc::new(1);
    step(1).await;
    *rc
}
twin!(holds_an_rc());

#[desugar]
async fn rc_in_a_block() {
    {
        let rc = Rc::new(d("a"));
        rc.touch();
    }
    step(1).await;
}
twin!(rc_in_a_block, |driver| {
    driver.drive(|| require_send(super::rc_in_a_block()));
});

/// It was moved away, and never borrowed.
#[desugar]
async fn rc_moved_before() {
    let rc = Rc::new(1);
    drop(rc);
    step(1).await;
}
twin!(rc_moved_before());

/// It was moved away, but borrowed before.
#[desugar]
async fn rc_borrowed_and_moved_before() {
    let rc = Rc::new(d("a"));
    rc.touch();
    drop(rc);
    step(1).await;
}
twin!(rc_borrowed_and_moved_before());

#[desugar]
async fn rc_in_a_statement() -> usize {
    let number = *Rc::new(1);
    step(1).await;
    number + *Rc::new(2)
}
twin!(rc_in_a_statement());

#[desugar]
async fn rc_in_the_awaited_statement() -> usize {
    later(*Rc::new(1)).await
}
twin!(rc_in_the_awaited_statement());

#[desugar]
async fn rc_after_the_last_await() -> usize {
    step(1).await;
    let rc = Rc::new(1);
    *rc
}
twin!(rc_after_the_last_await());

#[desugar]
async fn rc_parameter(rc: Rc<usize>) -> usize {
    let number = *rc;
    drop(rc);
    step(1).await;
    number
}
twin!(rc_parameter(Rc::new(1)));

#[desugar]
async fn unused_rc_parameter(_: Rc<usize>) {}
twin!(unused_rc_parameter(Rc::new(1)));

#[desugar]
async fn rc_in_an_untaken_branch(flag: bool) {
    if flag {
        let rc = Rc::new(d("a"));
        step(1).await;
        rc.touch();
    }
    step(2).await;
}
twin!(rc_in_an_untaken_branch(false));

#[desugar]
async fn sends_an_rc_away() -> Rc<usize> {
    step(1).await;
    Rc::new(1)
}
twin!(sends_an_rc_away());

#[desugar]
async fn awaits_an_unsendable() -> usize {
    let rc = later(Rc::new(1)).await;
    let number = *rc;
    number
}
twin!(awaits_an_unsendable());

#[desugar]
async fn nested_unsendable(a: D) {
    holds_an_rc().await;
    a.touch();
}
twin!(nested_unsendable(d("a")));

#[desugar]
async fn holds_a_cell() -> usize {
    let cell = Cell::new(1);
    step(1).await;
    cell.get()
}
twin!(holds_a_cell());

#[desugar]
async fn borrows_a_cell(cell: &Cell<usize>) -> usize {
    step(1).await;
    cell.get()
}
twin!(borrows_a_cell, |driver| {
    let cell = Cell::new(1);
    let make = || super::borrows_a_cell(&cell);
    driver.markers(markers!(make));
    driver.drive(make);
});

#[desugar]
async fn holds_a_std_guard(mutex: &Mutex<usize>) -> usize {
    let guard = mutex.lock().unwrap();
    step(1).await;
    *guard
}
twin!(holds_a_std_guard, |driver| {
    let mutex = Mutex::new(1);
    let make = || super::holds_a_std_guard(&mutex);
    driver.markers(markers!(make));
});

#[desugar]
async fn std_guard_in_a_scrutinee(mutex: &Mutex<usize>) {
    match *mutex.lock().unwrap() {
        0 => step(1).await,
        _ => {}
    }
}
twin!(std_guard_in_a_scrutinee, |driver| {
    let mutex = Mutex::new(0);
    let make = || super::std_guard_in_a_scrutinee(&mutex);
    driver.markers(markers!(make));
});

#[desugar]
async fn std_guard_in_a_statement(mutex: &Mutex<usize>) -> usize {
    let number = *mutex.lock().unwrap();
    later(number).await
}
twin!(std_guard_in_a_statement, |driver| {
    let mutex = Mutex::new(0);
    let make = || super::std_guard_in_a_statement(&mutex);
    driver.markers(markers!(make));
});

#[desugar]
async fn raw_pointer() -> bool {
    let pointer = ptr::null::<u8>();
    step(1).await;
    pointer.is_null()
}
twin!(raw_pointer());

/// A pointer that nothing reads after the await is not held.
#[desugar]
async fn raw_pointer_in_time() {
    let pointer = ptr::null::<u8>();
    let null = pointer.is_null();
    step(1).await;
    call(null);
}
twin!(raw_pointer_in_time());

#[desugar]
async fn generic<T>(value: T) -> T {
    step(1).await;
    value
}
twin!(generic_send, |driver| {
    driver.drive(|| require_send(super::generic(d("a"))));
    let make = || super::generic(Rc::new(1));
    driver.markers(markers!(make));
    let make = || super::generic(Cell::new(1));
    driver.markers(markers!(make));
    let make = || super::generic(PhantomPinned);
    driver.markers(markers!(make));
});

/// The bound must hold for all `T`, not for those that are used.
fn generically_send<T: Send>(value: T) -> impl Future<Output = T> + Send {
    generic(value)
}

/// Also through a reference whose lifetime the caller chooses.
fn send_with_borrows<'a>(
    text: &'a str,
    all: &'a mut Vec<&'static str>,
) -> impl Future<Output = usize> + Send + 'a {
    borrows(text, all)
}

#[desugar]
async fn borrows(text: &str, all: &mut Vec<&'static str>) -> usize {
    let trimmed = text.trim();
    step(1).await;
    for name in all.iter() {
        later(*name).await;
    }
    all.clear();
    trimmed.len()
}
twin!(borrows, |driver| {
    let mut all = vec!["a"];
    driver.drive(|| send_with_borrows(" b ", &mut all));
    driver.drive(|| generically_send(d("c")));
});

#[desugar]
async fn holds_a_closure(a: Rc<usize>) -> usize {
    let number = 2;
    let add = move |other: usize| number + other;
    step(1).await;
    add(1)
}
twin!(holds_a_closure(Rc::new(1)));

#[desugar]
async fn boxed_and_sendable() -> usize {
    let future: Pin<Box<dyn Future<Output = usize> + Send>> = Box::pin(generic(1));
    future.await
}
twin!(boxed_and_sendable());

#[desugar]
async fn boxed_and_unsendable() -> usize {
    let future: Pin<Box<dyn Future<Output = usize>>> = Box::pin(generic(1));
    future.await
}
twin!(boxed_and_unsendable());
