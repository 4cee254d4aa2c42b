//! Tasks on one thread may share what threads may not.
//!
//! `spawn_local` is for futures that are not `Send`. Here three tasks write to one diary through an
//! `Rc<RefCell<_>>`, without a lock: they take turns, and only ever at an await.

use smol::LocalExecutor;
use smol::future::yield_now;
use std::cell::RefCell;
use std::rc::Rc;

#[pinata::desugar]
async fn keep_diary(name: &'static str, diary: Rc<RefCell<Vec<String>>>) -> usize {
    let mut written = 0;
    for part in ["morning", "evening"] {
        // The borrow ends with the statement, before the await. The diary itself is held.
        diary.borrow_mut().push(format!("{name}: good {part}"));
        written += 1;
        yield_now().await;
    }
    written
}

#[pinata::desugar]
async fn day(executor: &LocalExecutor<'_>, diary: Rc<RefCell<Vec<String>>>) -> usize {
    let mut tasks = vec![];
    for name in ["Ada", "Grace", "Barbara"] {
        tasks.push(executor.spawn(keep_diary(name, Rc::clone(&diary))));
    }
    let mut written = 0;
    for task in tasks {
        written += task.await;
    }
    written
}

fn main() {
    let executor = LocalExecutor::new();
    let diary = Rc::new(RefCell::new(vec![]));
    let written = smol::block_on(executor.run(day(&executor, Rc::clone(&diary))));
    for line in diary.borrow().iter() {
        println!("{line}");
    }
    println!("{written} lines");
}
