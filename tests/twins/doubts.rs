//! What is held only where its type has a destructor, or that of what borrows it.

use super::*;
use crate::plain::doubts as plain;
use std::fmt::Debug;

/// Looks at what it borrows when it is dropped.
struct Looks<'a, T: Debug>(&'a T);

impl<T: Debug> Drop for Looks<'_, T> {
    fn drop(&mut self) {
        event(format!("looks at {:?}", self.0));
    }
}

#[derive(Debug, Clone, Copy)]
struct Pair {
    left: u64,
    right: u64,
}

fn pair(left: u64) -> Pair {
    Pair { left, right: left + 1 }
}

/// Nobody needs `copied` again, but `looks` does when it is dropped.
#[desugar]
async fn looked_at_by_a_destructor() -> u64 {
    let copied = pair(call(7));
    let looks = Looks(&copied);
    let other = pair(call(9));
    later([1u64; 8]).await;
    later([2u64; 8]).await;
    other.left
}
twin!(looked_at_by_a_destructor());

#[desugar]
async fn looked_at_through_another() -> u64 {
    let copied = pair(call(7));
    let reference = &copied;
    let again = Some(&reference);
    let looks = again.map(|reference| Looks(*reference));
    later([1u64; 8]).await;
    later([2u64; 8]).await;
    call(3)
}
twin!(looked_at_through_another());

/// The older one is dropped when the younger is no more.
#[desugar]
async fn only_the_younger_looks(a: D) -> usize {
    let older = RefCell::new(d("older"));
    let copied = pair(call(1));
    let looks = Looks(&older);
    let also = Looks(&copied);
    step(1).await;
    older.borrow_mut().rename("renamed");
    step(1).await;
    a.touch().len()
}
twin!(only_the_younger_looks(d("a")));

#[desugar]
async fn of_any_type<T: Debug, C: Copy + Debug>(dropped: T, copied: C) -> usize {
    let one = call(dropped);
    let two = call(copied);
    let three = Some(copied);
    step(1).await;
    step(1).await;
    4
}
twin!(of_any_type(d("a"), 7));
twin!(of_another_type = of_any_type(Some(d("a")), [1u64; 5]));

/// Whether a closure is `Copy` depends on what it captures.
#[desugar]
async fn closures() -> usize {
    let (a, n) = (d("a"), call(3));
    let copied = move || n + 1;
    let owned = move || a.touch().len();
    let wrapped = Some(copied);
    let mut changed = None;
    step(copied() + owned()).await;
    changed = Some(move || n);
    let sum = changed.map_or(0, |changed| changed());
    step(1).await;
    sum
}
twin!(closures());

#[desugar]
async fn blocks() -> usize {
    let n = call(3);
    let block = async move { n };
    let pair = (n, async { d("never") });
    step(1).await;
    later([1u64; 8]).await;
    1
}
twin!(blocks());

#[desugar]
async fn assigned_on_the_way(flag: bool) -> usize {
    let mut copied = Some(call(1));
    let mut owned = Some(d("one"));
    step(1).await;
    if flag {
        copied = Some(2);
        owned = Some(d("two"));
        event(format!("{copied:?}"));
    }
    step(1).await;
    (copied, owned) = (None, None);
    step(1).await;
    3
}
twin!(assigned_on_the_way(true));
twin!(not_assigned = assigned_on_the_way(false));

#[desugar]
async fn sometimes_there(flag: bool) -> usize {
    let (copied, owned);
    if flag {
        copied = pair(call(1));
        owned = d("owned");
        event(format!("{copied:?} {owned:?}"));
    }
    step(1).await;
    later([1u64; 8]).await;
    5
}
twin!(sometimes_there(true));
twin!(never_there = sometimes_there(false));

#[desugar]
async fn parts(flag: bool) -> usize {
    let (plain, owned) = ((call(1), call(2)), (d("a"), d("b")));
    let taken = if flag { Some((plain.0, owned.1)) } else { None };
    step(1).await;
    later([1u64; 8]).await;
    6
}
twin!(parts(true));
twin!(no_parts = parts(false));

/// A number is an address to those who say `unsafe`.
#[desugar]
async fn a_number_in_a_statement() -> usize {
    let n = address(&pair(call(5))) + later([9usize; 8]).await[0] - later([9usize; 8]).await[1];
    step(1).await;
    unsafe { (n as *const u64).is_null() as usize }
}
fn address(pair: &Pair) -> usize {
    &raw const pair.left as usize
}
twin!(a_number_in_a_statement());

#[desugar]
async fn numbers_of_temporaries() -> usize {
    let sum = d("a").touch().len() + later(call(1)).await + Some(d("b")).as_ref().iter().count();
    later([1u64; 8]).await;
    let text = (d("c").touch().len(), Some(d("d").touch().len()), later([2u64; 8]).await);
    step(1).await;
    sum + text.0
}
twin!(numbers_of_temporaries());

impl Looked for &D {
    fn look(&mut self) -> usize {
        self.touch().len()
    }
    fn lend(&self) -> &Self {
        self
    }
    fn len(&self) -> usize {
        3
    }
}
trait Looked: Sized {
    fn look(&mut self) -> usize;
    fn lend(&self) -> &Self;
    fn len(&self) -> usize;
}

/// Methods of a reference, and methods of what it refers to.
#[desugar]
async fn methods_of_references() -> usize {
    let one = later(d("a").rename("b").touch().len()).await;
    let two = later((&*d("c").rename("d")).look()).await;
    let three = later((&d("e")).lend()).await.touch().len();
    let four = later((&d("f")).look()).await;
    let five = later(d("g").rename("h").clone()).await;
    let six = later("a b".split(' ').by_ref().count() + [1, 2].iter().rev().len()).await;
    let seven = later(d("i").touch().chars().rev().next()).await;
    step(1).await;
    one + two + three + four + six + seven.map_or(0, char::len_utf8)
}
twin!(methods_of_references());
