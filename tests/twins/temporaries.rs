//! How long temporaries live: to the end of the statement that has them.

use super::*;
use crate::plain::temporaries as plain;

#[desugar]
async fn borrowed_by_the_awaited() {
    later(&d("a")).await;
    step(1).await;
}
twin!(borrowed_by_the_awaited());

#[desugar]
async fn borrowed_through_a_method() -> usize {
    let length = later(d("abc").touch().len()).await;
    step(1).await;
    length
}
twin!(borrowed_through_a_method());

#[desugar]
async fn two_in_one_statement() {
    later((&d("a"), d("b").touch())).await.0.touch();
    step(1).await;
}
twin!(two_in_one_statement());

/// A temporary outlives the await it is an operand of, up to the semicolon.
#[desugar]
async fn earlier_than_the_await() -> usize {
    let sum = d("ab").touch().len() + later(1).await;
    step(1).await;
    sum
}
twin!(earlier_than_the_await());

#[desugar]
async fn after_the_await() -> usize {
    let sum = later(1).await + d("ab").touch().len() + later(2).await;
    step(1).await;
    sum
}
twin!(after_the_await());

/// The known trap: the lock is held while the statement waits.
#[desugar]
async fn guard_in_an_argument(lock: &Lock<usize>) -> usize {
    let value = later(*lock.lock()).await;
    call(lock.is_held());
    step(1).await;
    value
}
twin!(guard_in_an_argument, |driver| {
    let lock = Lock::new(3);
    driver.drive(|| super::guard_in_an_argument(&lock));
    event(format!("{lock:?}"));
});

#[desugar]
async fn guard_in_a_scrutinee(lock: &Lock<usize>) -> usize {
    match *lock.lock() {
        0 => step(1).await,
        _ => {
            step(2).await;
            call(lock.is_held());
        }
    }
    call(lock.is_held());
    later(4).await
}
twin!(guard_in_a_scrutinee, |driver| {
    let lock = Lock::new(3);
    driver.drive(|| super::guard_in_a_scrutinee(&lock));
    event(format!("{lock:?}"));
});

/// Where the temporaries of an `if let` end depends on the edition.
#[desugar]
async fn guard_in_an_if_let(lock: &Lock<usize>, wanted: usize) {
    if let 3 = call(*lock.lock() + wanted) {
        step(1).await;
        call(lock.is_held());
    } else {
        step(2).await;
        call(lock.is_held());
    }
    step(3).await;
}
twin!(guard_in_an_if_let, |driver| {
    let lock = Lock::new(3);
    driver.drive(|| super::guard_in_an_if_let(&lock, 0));
    driver.drive(|| super::guard_in_an_if_let(&lock, 1));
});

/// The condition of a plain `if` gives its temporaries up before the branch.
#[desugar]
async fn guard_in_a_condition(lock: &Lock<usize>) {
    if *lock.lock() == later(3).await {
        call(lock.is_held());
        step(2).await;
    }
    while *lock.lock() < later(3).await {
        call(lock.is_held());
    }
}
twin!(guard_in_a_condition, |driver| {
    let lock = Lock::new(3);
    driver.drive(|| super::guard_in_a_condition(&lock));
});

#[desugar]
async fn guard_in_a_while_let(lock: &Lock<usize>) {
    while let value @ 1.. = {
        let guard = lock.lock();
        *guard
    } {
        step(1).await;
        *lock.lock() = value - 1;
    }
}
twin!(guard_in_a_while_let, |driver| {
    let lock = Lock::new(2);
    driver.drive(|| super::guard_in_a_while_let(&lock));
    event(format!("{lock:?}"));
});

/// Where the temporaries of the last expression end depends on the edition.
#[desugar]
async fn last_expression(a: D) -> usize {
    let b = d("b");
    later(d("cde").touch().len()).await
}
twin!(last_expression(d("a")));

#[desugar]
async fn last_expression_of_a_block() {
    let length = {
        let b = d("b");
        later(d("cde").touch().len()).await
    };
    step(length as _).await;
}
twin!(last_expression_of_a_block());

#[desugar]
async fn extended_by_a_let() {
    let a = &d("a");
    let (b, ref c) = (&mut d("b"), d("c"));
    step(1).await;
    b.rename("b2");
    step(2).await;
    a.touch();
    c.touch();
}
twin!(extended_by_a_let());

struct Borrowing<'a> {
    value: &'a D,
}

#[desugar]
async fn extended_in_a_literal() {
    let held = Borrowing { value: &d("a") };
    let array = [&d("b"), &d("c")];
    step(1).await;
    held.value.touch();
    array[1].touch();
}
twin!(extended_in_a_literal());

#[desugar]
async fn extended_around_an_await() {
    let a = &later(d("a")).await;
    let b = Some(&later(d("b")).await).map(|b| b.touch());
    step(1).await;
    a.touch();
}
twin!(extended_around_an_await());

#[desugar]
async fn dropped_by_the_semicolon() {
    d("a");
    step(1).await;
    later(d("b")).await;
    step(2).await;
    (d("c"), later(d("e")).await);
    step(3).await;
}
twin!(dropped_by_the_semicolon());

#[desugar]
async fn in_a_for_head() {
    for character in later(d("ab")).await.touch().chars() {
        call(character);
        step(1).await;
    }
    step(2).await;
}
twin!(in_a_for_head());

/// The awaitee is dropped as soon as it is ready, before what surrounds it.
#[desugar]
async fn awaitee_before_the_rest() -> usize {
    later(d("a")).await.touch().len() + later(d("bc")).await.finish()
}
twin!(awaitee_before_the_rest());

#[desugar]
async fn extended_in_a_constructor() -> usize {
    let _ = (Some(&d("a")), later(1).await);
    let held = Some(&later(d("b")).await);
    let ref inside = (d("c"), d("e")).0;
    step(1).await;
    held.map_or(0, |b| b.touch().len()) + inside.touch().len()
}
twin!(extended_in_a_constructor());

/// What the tail of a body leaves dies with the body, whatever the edition.
#[desugar]
async fn tails_of_bodies(a: D, flag: bool) -> usize {
    let (lock, mut rounds) = (Lock::new(1), 0);
    if flag {
        match seen(&lock.lock()) {
            one => step(one).await,
        }
    } else {
        match seen(&lock.lock()) {
            one => step(one + 1).await,
        }
    }
    step(1).await;
    while rounds < 2 {
        rounds += 1;
        match seen(&lock.lock()) {
            one => step(one).await,
        }
    }
    for _ in 0..2 {
        match seen(&lock.lock()) {
            one => step(one).await,
        }
    }
    loop {
        rounds += 1;
        if rounds > 4 {
            break;
        }
        match seen(&lock.lock()) {
            one => step(one).await,
        }
    }
    if let Some(one) = Some(seen(&lock.lock())) {
        match seen(&lock.lock()) {
            two => step(one + two).await,
        }
    }
    a.finish()
}
fn seen(guard: &Guard<'_, usize>) -> usize {
    event("seen");
    **guard
}
twin!(tails_of_bodies(d("a"), true));
twin!(tails_of_other_bodies = tails_of_bodies(d("a"), false));

/// What can be changed is a temporary, however constant it looks.
#[desugar]
async fn changed_constants(a: D) -> usize {
    let sum = change(&mut 1, &mut [0; 4], &mut None, &mut (1, 2)).await;
    let one = &mut 5;
    let none = &mut None::<D>;
    let (two, three) = (&mut 6, &7);
    step(1).await;
    *one += *two + *three;
    *none = Some(d("b"));
    step(1).await;
    sum + *one + a.finish()
}
async fn change(
    one: &mut usize,
    many: &mut [usize],
    maybe: &mut Option<D>,
    pair: &mut (usize, usize),
) -> usize {
    *maybe = Some(d("maybe"));
    many[0] = 2;
    step(1).await;
    *one += many[0] + pair.1;
    *one
}
twin!(changed_constants(d("a")));

thread_local! {
    static COUNT: Cell<usize> = const { Cell::new(1) };
}

/// What lives for ever is no temporary: constants, statics, structs without fields.
#[desugar]
async fn constants<T: std::fmt::Debug>(value: &T) -> usize {
    #[derive(Debug, Clone, Copy)]
    struct Silence;
    impl Silence {
        fn listen(self) -> usize {
            1
        }
    }
    const LIMIT: usize = 3;
    const NAMES: [&str; 2] = ["a", "b"];
    static LOCK: std::sync::Mutex<Vec<usize>> = std::sync::Mutex::new(Vec::new());
    let silence = &Silence;
    let limit = &LIMIT;
    let none = later(&None::<&T>).await;
    let maximum = later(&usize::MAX).await;
    let length = later(LOCK.lock().unwrap().len()).await;
    let counted = later(COUNT.with(|count| count.get())).await;
    let names = later(&NAMES[1..]).await.len() + later(NAMES.iter()).await.len();
    let heard = later(Silence.listen()).await + later(&Silence).await.listen();
    step(1).await;
    call(format!("{none:?} {maximum} {value:?}"));
    silence.listen() + *limit + length + counted + names + heard
}
twin!(constants(&1));

#[desugar]
async fn parts_of_temporaries() -> usize {
    let first = later((d("a"), d("b")).1.rename("c").clone()).await;
    let second = later((d("e"), d("f")).1.finish()).await;
    let third = (d("g"), d("h")).0.touch().len() + later(1).await;
    first.finish() + second + third
}
twin!(parts_of_temporaries());

enum Sides {
    One(D),
    Two(D, D),
}

#[desugar]
async fn before_the_else(one: bool) -> usize {
    let Some(found): Option<D> = later(Some(d("value").touch()).filter(|_| one).map(d)).await
    else {
        return d("else").finish();
    };
    let Sides::One(single) = (match one {
        false => Sides::One(later(d("one")).await),
        true => Sides::Two(d("two"), if later(true).await { d("three") } else { d("four") }),
    }) else {
        return d("another else").finish();
    };
    let Sides::Two(a, _) = Sides::Two(d("a"), later(d("b")).await) else {
        return 1;
    };
    found.finish() + single.finish() + a.finish()
}
twin!(before_the_else(true));
twin!(before_no_else = before_the_else(false));

#[desugar]
async fn older_than_what_is_borrowed() -> (D, usize) {
    let kept = &mut (d("a"), d("b"));
    (d("c"), d("temporary").touch().len())
}
twin!(older_than_what_is_borrowed());

#[desugar]
async fn what_a_let_leaves() -> usize {
    let Some((a, _)) = (&mut later(Some((d("a"), d("b"))))).await else {
        return later(d("else")).await.finish();
    };
    let (Sides::One(c) | Sides::Two(_, c)) = Sides::Two(d("c"), (d("e"), d("f")).1) else {
        return later(d("another else")).await.finish();
    };
    a.finish() + c.finish()
}
twin!(what_a_let_leaves());

#[desugar]
async fn one_borrow_after_another(flag: bool) -> usize {
    {
        let first = &d("first");
        let second = &mut (if later(flag).await { (d("a"), d("b")) } else { (d("c"), d("e")) });
    }
    1
}
twin!(one_borrow_after_another(true));

/// The temporaries of what is extended die with the `let`, after what comes behind them.
#[desugar]
async fn between_what_is_extended(flag: bool) -> usize {
    let (ref x, y) = ((d("a"), d("b")).0, d("c"));
    step(1).await;
    let pair = (&(d("d").touch().len(), d("e")).1, d("f"));
    step(1).await;
    let all = (
        d("g"),
        (d("h"), d("i")).0,
        &Some((later(d("j")).await.touch().len(), d("k")).1),
        d("l").touch().len(),
        later(d("m")).await,
        &d("n"),
    );
    step(1).await;
    let (Some(ref x), y) = (flag.then(|| d("o")), later(d("p")).await.touch().len()) else {
        step(1).await;
        return y.0.len();
    };
    step(1).await;
    x.touch().len() + y + pair.1.touch().len() + all.0.touch().len()
}
twin!(between_what_is_extended(true));
twin!(between_what_is_not_there = between_what_is_extended(false));

/// Up to 2021 what the tail of a block makes lives as long as the statement around the block.
#[desugar]
async fn tail_of_an_operand() -> (usize, D) {
    step(1).await;
    ({ (d("a"), d("b")).1.touch().len() + { d("c").touch().len() } }, d("d"))
}
twin!(tail_of_an_operand());
