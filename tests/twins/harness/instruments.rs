//! Values and futures that log what happens to them.

use super::life::Life;
use super::log::event;
use std::cell::Cell;
use std::fmt::{self, Debug};
use std::future::{Future, IntoFuture};
use std::ops::{Deref, DerefMut};
use std::pin::Pin;
use std::task::{Context, Poll};

/// Logs that it was called, and returns its argument: marks the order of evaluation.
#[track_caller]
pub fn call<T: Debug>(value: T) -> T {
    event(format!("call({value:?})"));
    value
}

/// A future that is pending a number of times and wakes itself each time.
///
/// It must be polled at one address, and never again after it was ready.
pub struct Step<T> {
    life: Life,
    left: usize,
    value: Option<T>,
    address: Option<usize>,
}

impl<T> Unpin for Step<T> {}

/// Pending `times` times.
pub fn step(times: usize) -> Step<()> {
    Step {
        life: Life::begin(format!("step({times})")),
        left: times,
        value: Some(()),
        address: None,
    }
}

/// Pending once, then the value.
pub fn later<T: Debug>(value: T) -> Step<T> {
    Step {
        life: Life::begin(format!("later({value:?})")),
        left: 1,
        value: Some(value),
        address: None,
    }
}

/// Ready with the value at the first poll.
pub fn now<T: Debug>(value: T) -> Step<T> {
    Step {
        life: Life::begin(format!("now({value:?})")),
        left: 0,
        value: Some(value),
        address: None,
    }
}

impl<T> Future for Step<T> {
    type Output = T;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<T> {
        let address = (&raw const *self).addr();
        if *self.address.get_or_insert(address) != address {
            event(format!("{} was moved", self.life.name()));
        }
        if self.value.is_none() {
            event(format!("{} is polled too often", self.life.name()));
            return Poll::Pending;
        }
        if self.left == 0 {
            event(format!("{} is ready", self.life.name()));
            return Poll::Ready(self.value.take().expect("seen above"));
        }
        self.left -= 1;
        event(format!("{} is pending", self.life.name()));
        context.waker().wake_by_ref();
        Poll::Pending
    }
}

impl<T> Debug for Step<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.life.name())
    }
}

impl<T> Drop for Step<T> {
    fn drop(&mut self) {
        self.life.end();
    }
}

/// Not a future, but what `.await` can turn into one.
#[derive(Debug)]
pub struct Order(pub usize);

impl IntoFuture for Order {
    type Output = usize;
    type IntoFuture = Step<usize>;

    fn into_future(self) -> Step<usize> {
        event(format!("into_future {}", self.0));
        later(self.0)
    }
}

/// What goes wrong.
#[derive(Debug, PartialEq, Eq)]
pub struct Oops(pub usize);

/// Another error, that `?` can make of an [`Oops`].
#[allow(dead_code)] // The number is only read to be logged.
#[derive(Debug)]
pub struct Trouble(pub usize);

impl From<Oops> for Trouble {
    fn from(Oops(number): Oops) -> Self {
        event(format!("from Oops({number})"));
        Trouble(number)
    }
}

/// Fails for odd numbers.
#[track_caller]
pub fn fallible(number: usize) -> Result<usize, Oops> {
    event(format!("fallible({number})"));
    if number.is_multiple_of(2) { Ok(number) } else { Err(Oops(number)) }
}

/// A lock for one thread, that logs who holds it.
#[derive(Debug, Default)]
pub struct Lock<T: Copy> {
    held: Cell<bool>,
    value: Cell<T>,
}

impl<T: Copy> Lock<T> {
    pub fn new(value: T) -> Self {
        Lock { held: Cell::new(false), value: Cell::new(value) }
    }

    #[track_caller]
    pub fn lock(&self) -> Guard<'_, T> {
        event(format!("lock, which is {}", if self.held.get() { "held" } else { "free" }));
        self.held.set(true);
        Guard { lock: self, value: self.value.get() }
    }

    pub fn is_held(&self) -> bool {
        self.held.get()
    }
}

/// Gives the lock back when it is dropped.
#[derive(Debug)]
pub struct Guard<'a, T: Copy> {
    lock: &'a Lock<T>,
    value: T,
}

impl<T: Copy> Deref for Guard<'_, T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: Copy> DerefMut for Guard<'_, T> {
    fn deref_mut(&mut self) -> &mut T {
        &mut self.value
    }
}

impl<T: Copy> Drop for Guard<'_, T> {
    fn drop(&mut self) {
        self.lock.value.set(self.value);
        self.lock.held.set(false);
        event("unlock");
    }
}
