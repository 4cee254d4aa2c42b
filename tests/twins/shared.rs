//! State that is shared with the world: locks, `Rc`, `RefCell`.

use super::*;
use crate::plain::shared as plain;
use std::sync::{Mutex, RwLock};

#[desugar]
async fn guard_in_a_local(lock: &Lock<usize>) -> usize {
    let mut guard = lock.lock();
    *guard += 1;
    step(1).await;
    *guard += later(2).await;
    *guard
}
twin!(guard_in_a_local, |driver| {
    let lock = Lock::new(1);
    driver.drive(|| super::guard_in_a_local(&lock));
    driver.markers(format!("{lock:?}"));
});

#[desugar]
async fn guard_dropped_in_time(lock: &Lock<usize>) -> bool {
    let guard = lock.lock();
    step(1).await;
    drop(guard);
    let held = lock.is_held();
    step(2).await;
    {
        let guard = lock.lock();
        call(*guard);
    }
    step(3).await;
    held || lock.is_held()
}
twin!(guard_dropped_in_time, |driver| {
    let lock = Lock::new(1);
    driver.drive(|| super::guard_dropped_in_time(&lock));
});

/// Two guards in one statement are given back in reverse.
#[desugar]
async fn two_guards(left: &Lock<usize>, right: &Lock<usize>) -> usize {
    let sum = *left.lock() + later(*right.lock()).await;
    step(1).await;
    call(left.is_held() || right.is_held());
    sum
}
twin!(two_guards, |driver| {
    let (left, right) = (Lock::new(1), Lock::new(2));
    driver.drive(|| super::two_guards(&left, &right));
});

#[desugar]
async fn mutex(numbers: Arc<Mutex<Vec<usize>>>) -> usize {
    numbers.lock().unwrap().push(1);
    step(1).await;
    let mut guard = numbers.lock().unwrap();
    let length = guard.len();
    guard.push(later(length).await);
    let length = guard.len();
    drop(guard);
    later(length).await + numbers.lock().map(|numbers| numbers.len()).unwrap_or(0)
}
twin!(mutex, |driver| {
    let numbers = Arc::new(Mutex::new(vec![]));
    driver.drive(|| super::mutex(Arc::clone(&numbers)));
    driver.markers(format!("{numbers:?} {}", Arc::strong_count(&numbers)));
});

#[desugar]
async fn reference_counted(a: Rc<D>) -> usize {
    let weak = Rc::downgrade(&a);
    step(1).await;
    let other = Rc::clone(&a);
    drop(a);
    step(2).await;
    drop(other);
    later(weak.strong_count()).await
}
twin!(reference_counted(Rc::new(d("a"))));

#[desugar]
async fn refcell(names: &RefCell<Vec<D>>) -> usize {
    names.borrow_mut().push(d("a"));
    step(1).await;
    let borrowed = names.borrow();
    later(borrowed[0].touch()).await;
    call(names.try_borrow_mut().is_err());
    drop(borrowed);
    step(2).await;
    names.take().len()
}
twin!(refcell, |driver| {
    let names = RefCell::default();
    driver.drive(|| super::refcell(&names));
    driver.markers(format!("{names:?}"));
});

/// The second borrow panics, because the first lives to the end of the statement.
#[desugar]
async fn refcell_borrowed_twice(number: &RefCell<usize>) -> usize {
    let first = *number.borrow();
    step(first).await;
    {
        let mut place = number.borrow_mut();
        *place += later({
            step(1).await;
            1
        })
        .await;
    }
    let sum = later(*number.borrow()).await + {
        *number.borrow_mut() += 1;
        1
    };
    sum
}
twin!(refcell_borrowed_twice, |driver| {
    let number = RefCell::new(1);
    driver.drive(|| super::refcell_borrowed_twice(&number));
    driver.markers(format!("{number:?}"));
});

#[desugar]
async fn read_and_write(lock: &RwLock<usize>) -> usize {
    let old = *lock.read().unwrap();
    let more = later(old).await;
    *lock.write().unwrap() += more;
    let new = lock.read().unwrap();
    step(1).await;
    old + *new
}
twin!(read_and_write, |driver| {
    let lock = RwLock::new(1);
    driver.drive(|| super::read_and_write(&lock));
    driver.markers(format!("{lock:?}"));
});
