//! Operands that wait for others are dropped before the temporaries of the statement.

use super::*;
use crate::plain::operand_drops as plain;

#[derive(Debug)]
struct Parts {
    left: D,
    right: D,
    number: usize,
}

fn parts(left: &'static str, right: &'static str) -> Parts {
    Parts { left: d(left), right: d(right), number: 2 }
}

fn mix(a: D, b: &D, number: usize) -> usize {
    a.finish() + b.touch().len() + number
}

#[desugar]
async fn before_temporaries() -> usize {
    let pair = (d("operand"), later(d("temporary").touch().len()).await);
    step(1).await;
    pair.1
}
twin!(before_temporaries());

#[desugar]
async fn inside_of_each_other() -> usize {
    let pair = (d("outer"), (d("inner"), later(d("temporary").touch().len()).await));
    step(1).await;
    pair.1.1
}
twin!(inside_of_each_other());

#[desugar]
async fn of_a_call() -> usize {
    let pair = (d("outer"), mix(d("inner"), &d("temporary"), later(1).await));
    step(1).await;
    pair.1
}
twin!(of_a_call());

#[desugar]
async fn rest_of_a_temporary() -> usize {
    let pair = (d("outer"), mix(later(parts("left", "right").left).await, &d("other"), 1));
    step(1).await;
    pair.1
}
twin!(rest_of_a_temporary());

#[desugar]
async fn in_a_tail() -> (D, usize) {
    (d("outer"), mix(later(parts("left", "right").left).await, &d("other"), 1))
}
twin!(in_a_tail());

#[desugar]
async fn in_tails_of_blocks(flag: bool) -> usize {
    let pair = { (d("one"), later(d("two").touch().len()).await) };
    let more = if flag {
        (d("three"), later(d("four").touch().len()).await)
    } else {
        match flag {
            false => (d("five"), later(d("six").touch().len()).await),
            true => (d("never"), 0),
        }
    };
    step(1).await;
    pair.1 + more.1
}
twin!(in_tails_of_blocks(true));
twin!(in_tails_of_other_blocks = in_tails_of_blocks(false));

#[desugar]
async fn in_conditions() -> usize {
    if equal((d("one"), later(d("two").touch().len()).await)) {
        return 1;
    }
    while equal((d("three"), later(d("four").touch().len()).await))
        || equal((d("five"), later(d("six").touch().len()).await))
    {
        return 2;
    }
    3
}
fn equal((a, length): (D, usize)) -> bool {
    a.finish() == length
}
twin!(in_conditions());

#[desugar]
async fn of_a_structure() -> usize {
    let all = Parts {
        right: d("right"),
        left: later(d("left")).await,
        number: later(d("temporary").touch().len()).await,
    };
    step(1).await;
    all.number
}
twin!(of_a_structure());

#[desugar]
async fn of_an_awaited_call(a: D) -> usize {
    let length = wait((d("one"), a.touch()), &d("temporary"), later(d("two")).await).await;
    step(1).await;
    length
}
async fn wait(a: (D, &str), b: &D, c: D) -> usize {
    step(1).await;
    a.1.len() + b.touch().len() + c.finish()
}
twin!(of_an_awaited_call(d("a")));

#[desugar]
async fn leaves_in_between(number: usize) -> Result<usize, Oops> {
    let all = (
        d("one"),
        d("two").touch().len() + later(fallible(number)).await?,
        (d("three"), later(fallible(number + 1)).await?),
    );
    step(1).await;
    Ok(all.1)
}
twin!(leaves_in_between(1));
twin!(leaves_later = leaves_in_between(2));

/// `continue` in the condition of a loop.
#[desugar]
async fn continued_in_the_condition(a: D) -> usize {
    let mut rounds = 0;
    'outer: while let Some(number) = {
        rounds += 1;
        if rounds < 3 {
            if later(rounds).await == 1 {
                event("again");
                continue 'outer;
            }
            Some(rounds)
        } else {
            None
        }
    } {
        event(format!("round {number}"));
        if number > 5 {
            break 'outer;
        }
    }
    'other: while later(rounds).await < 5 && {
        rounds += 1;
        if rounds == 4 {
            let b = d("b");
            continue 'other;
        }
        true
    } {
        event("round");
    }
    rounds + a.finish()
}
twin!(continued_in_the_condition(d("a")));

#[derive(Debug)]
enum Shape {
    One(D),
    Two(D, D),
}

/// What a `let` doesn't bind dies with it, also when there is an `else` that awaits.
#[desugar]
async fn let_else(shape: Shape, number: usize) -> usize {
    let _ = Shape::One(d("nothing")) else {
        step(1).await;
        return 1;
    };
    event("after nothing");
    let (Shape::One(a) | Shape::Two(a, _)) = later(Shape::Two(d("a"), d("rest"))).await else {
        step(1).await;
        return 2;
    };
    event("after two");
    let (Some(one), _) = later((d("temporary").touch().len().checked_sub(number), d("b"))).await
    else {
        event("else");
        step(1).await;
        return 3 + a.touch().len();
    };
    event("after three");
    let Shape::One(c) = shape else {
        step(1).await;
        return 4;
    };
    step(1).await;
    one + c.finish()
}
twin!(let_else(Shape::One(d("x")), 1));
twin!(let_else_missed = let_else(Shape::One(d("x")), 50));
twin!(let_else_of_a_local = let_else(Shape::Two(d("x"), d("y")), 1));

/// A part that is moved by a pattern in code that doesn't wait.
#[desugar]
async fn parts_without_a_wait(shape: Shape, flag: bool) -> usize {
    let all = parts("left", "right");
    step(1).await;
    let length = match (match all {
        Parts { left, number: 2, .. } => Some(left),
        _ => None,
    }) {
        Some(left) => left.finish(),
        None => 0,
    };
    step(1).await;
    let more = length_of(match shape {
        Shape::Two(a, _) if flag => a,
        _ => d("other"),
    });
    step(1).await;
    length + more
}
fn length_of(a: D) -> usize {
    a.finish()
}
twin!(parts_without_a_wait(Shape::Two(d("x"), d("y")), true));
twin!(other_parts_without_a_wait = parts_without_a_wait(Shape::Two(d("x"), d("y")), false));

/// A local of an inner block is dropped before the value of the function is made.
#[desugar]
async fn block_before_the_tail() -> D {
    {
        let a = later(d("a")).await;
    }
    d("b")
}
twin!(block_before_the_tail());

/// What a scrutinee leaves dies with the `if let`, in an operand as well.
#[desugar]
async fn if_let_in_an_operand() -> usize {
    let a =
        length_of(if let 4 = later(d("one").touch().len()).await { d("two") } else { d("three") });
    while let Some(_) = later(d("four").touch().len().checked_sub(9)).await {}
    a
}
twin!(if_let_in_an_operand());

/// `format!` and `println!` are statements; an assertion is an `if`.
#[desugar]
async fn statements_in_macros(a: D) -> usize {
    let number = 1;
    event(format!("{}", d("one").touch().len() + now(number).await));
    assert!(d("two").touch().len() + later(number).await == 4, "{number}");
    let text = (d("three"), format!("{number} {:?}", later(d("four").touch()).await), d("five"));
    assert_eq!(d("six").touch().len(), later(3).await);
    assert_ne!(later(d("seven")).await, a, "{}", number);
    text.1.len()
}
twin!(statements_in_macros(d("a")));

#[desugar]
async fn assertion_that_fails(a: D) {
    let number = 1;
    let number = number + 1;
    assert!(d("two").touch().len() + later(Vec::<usize>::new().len() + number).await == 4);
}
twin!(assertion_that_fails(d("a")));

#[desugar]
async fn let_in_a_block(all: (D, D, D), flag: bool) -> usize {
    step(1).await;
    if flag {
        let (a, _, _) = all;
        event("taken");
    }
    step(1).await;
    3
}
twin!(let_in_a_block((d("a"), d("b"), d("c")), true));
twin!(let_in_no_block = let_in_a_block((d("a"), d("b"), d("c")), false));

/// What a literal doesn't take of its base is a temporary.
#[desugar]
async fn rest_of_a_base() -> usize {
    let all = later(with(Parts { right: d("right"), ..parts("left", "rest") })).await;
    step(1).await;
    let more = wait_for(&Parts { number: call(3), right: d("new"), ..parts("one", "two") }).await;
    step(1).await;
    all + more
}
fn with(all: Parts) -> usize {
    all.left.finish() + all.number
}
async fn wait_for(all: &Parts) -> usize {
    step(1).await;
    all.right.touch().len() + all.number
}
twin!(rest_of_a_base());

#[desugar]
async fn rest_in_a_scrutinee(a: D) -> usize {
    if let Parts { left, .. } =
        (Parts { right: d("one"), ..Parts { left: later(d("left")).await, right: a, number: 1 } })
    {
        step(1).await;
        return left.finish();
    }
    0
}
twin!(rest_in_a_scrutinee(d("a")));

#[desugar]
async fn statics_of_threads() -> usize {
    thread_local! {
        static COUNT: Cell<usize> = const { Cell::new(1) };
    }
    step(COUNT.get()).await;
    COUNT.get()
}
twin!(statics_of_threads());

/// What can only be called once is taken by the call.
#[desugar]
async fn called_once<F: FnOnce(D, usize) -> usize>(
    a: D,
    call_it: F,
    other: impl FnOnce() -> D,
) -> usize {
    step(1).await;
    let length = call_it(d("b"), later(1).await);
    step(1).await;
    length + wait_once(other, a).await
}
#[desugar]
async fn wait_once<G>(other: G, a: D) -> usize
where
    G: FnOnce() -> D,
{
    step(1).await;
    if a.touch() == "b" {
        return 0;
    }
    let c = other();
    step(1).await;
    c.finish()
}
#[desugar]
async fn calls_once(a: D) -> usize {
    let (captured, also) = (d("captured"), d("also"));
    let sum = called_once(a, move |b, n| b.finish() + captured.finish() + n, move || also).await;
    step(1).await;
    sum
}
twin!(calls_once(d("a")));

#[desugar]
async fn boxed_once(call_it: Box<dyn FnOnce(usize) -> usize>, a: D) -> usize {
    step(1).await;
    let length = call_it(later(a.touch().len()).await);
    step(1).await;
    length
}
#[desugar]
async fn calls_a_box(a: D) -> usize {
    let captured = d("captured");
    boxed_once(Box::new(move |n| captured.finish() + n), a).await
}
twin!(calls_a_box(d("a")));

#[desugar]
async fn ends_without_a_value(number: usize) -> Result<usize, Oops> {
    let a = {
        later(number).await;
        return Ok(d("a").finish());
    };
}
twin!(ends_without_a_value(1));

#[desugar]
async fn loud_assertion(a: D, flag: &bool) {
    let flag = (flag, *flag);
    step(1).await;
    assert!(*flag.0 && a.touch() == "b");
}
#[desugar]
async fn loud_assertions(a: D) {
    loud_assertion(a, &true).await
}
twin!(loud_assertions(d("a")));

#[desugar]
async fn tail_without_a_wait() -> (D, usize) {
    (d("v0"), mix(d("v1"), &d("v2"), 1))
}
twin!(tail_without_a_wait());

#[desugar]
async fn right_without_a_wait() -> bool {
    later(true).await && equal((d("v0"), mix(d("v1"), &d("v2"), 1)))
}
twin!(right_without_a_wait());

#[desugar]
async fn vector() -> usize {
    let all: Vec<D> = vec![(&mut later((d("v0"), d("v1")))).await.0, d("v2")];
    1
}
twin!(vector());

#[desugar]
async fn else_of_an_extended() -> usize {
    let Shape::Two(_, ref a) = later(Shape::One(d("a"))).await else {
        let b = d("b");
        step(1).await;
        return b.finish();
    };
    a.touch().len()
}
twin!(else_of_an_extended());

#[desugar]
async fn else_of_a_verbatim_extended() -> usize {
    let Shape::Two(_, ref a) = Shape::One(d("a")) else {
        let b = d("b");
        return b.finish();
    };
    a.touch().len()
}
twin!(else_of_a_verbatim_extended());

#[desugar]
async fn destructuring_assignments(a: D, b: D) -> usize {
    let (mut pair, mut c) = ((a, b), d("c"));
    (pair.0, _) = (&mut later((d("v0"), d("v1")))).await;
    event("between");
    [c, pair.1] = later([d("v2"), d("v3")]).await;
    let mut n = 0;
    (n, _) = (later(d("temporary").touch().len()).await, 2);
    step(1).await;
    n + pair.0.touch().len() + c.finish()
}
twin!(destructuring_assignments(d("a"), d("b")));

#[desugar]
async fn pinned_in_an_operand() -> Result<D, Oops> {
    for a in [d("v0"), std::pin::pin!(later(Ok::<D, Oops>(later(d("v1")).await.clone()))).await?] {
        a.touch();
    }
    Ok(d("v2"))
}
twin!(pinned_in_an_operand());

#[desugar]
async fn looked_into_by_macros() -> usize {
    use std::fmt::Write;
    let mut text = String::new();
    let one = later(matches!(Some(d("a")), Some(_))).await;
    let two = later(write!(text, "{} {}", d("b").touch(), call(1))).await;
    step(1).await;
    text.len() + one as usize + two.is_ok() as usize
}
twin!(looked_into_by_macros());

#[desugar]
async fn receiver_that_is_taken() -> usize {
    let all = vec![d("v0"), later(Some(d("v1"))).await.unwrap_or(later(d("v2")).await)];
    step(1).await;
    all.len()
}
twin!(receiver_that_is_taken());

#[desugar]
async fn part_of_a_temporary_in_a_tail() -> Result<D, Oops> {
    let mut a = d("a");
    Ok(parts("left", "right").left)
}
twin!(part_of_a_temporary_in_a_tail());

#[desugar]
async fn scrutinee_in_a_tail() -> usize {
    let a = later({
        let all = (parts("v0", "v1"), d("v2"));
        match Some(Shape::One(d("v3"))) {
            Some(_) if matches!(Some(d("v4")), Some(_)) => d("v5"),
            _ => d("v6"),
        }
    })
    .await;
    a.finish()
}
twin!(scrutinee_in_a_tail());

#[desugar]
async fn part_of_a_branch_in_a_tail() -> usize {
    let all = Parts {
        right: {
            let value = later(Some((d("v0"), 1))).await;
            (if let Some((a, ..)) = value { parts("v1", "v2") } else { parts("v3", "v4") }).left
        },
        ..parts("v5", "v6")
    };
    all.number
}
twin!(part_of_a_branch_in_a_tail());

#[desugar]
async fn taken_receivers(first: Option<D>, other: D) -> usize {
    let local = d("local");
    let named = (first.unwrap_or(later(d("argument")).await), later(1).await);
    let made = Some(d("made")).map_or(later(d("temporary").touch().len()).await, |d| d.finish());
    let pair = (Some(other), 1);
    step(1).await;
    pair.0.map_or(later(d("of a part").touch().len()).await, |d| d.finish()) + made + named.1
}
twin!(taken_receivers(Some(d("first")), d("other")));

#[desugar]
async fn before_temporaries_of_a_tail() -> Option<D> {
    let made = Some(({ (now(d("first")).await, d("second").clone()) }).1);
    step(1).await;
    made
}
twin!(before_temporaries_of_a_tail());

/// What is left of a base that has no name dies among the temporaries.
#[desugar]
async fn bases_of_bases(flag: bool) -> usize {
    let all = later(Parts {
        right: d("a"),
        ..match Some(d("b")) {
            _ if flag => parts("c", "d"),
            _ => return 0,
        }
    })
    .await;
    let more =
        { Parts { right: later(d("g")).await, ..Parts { right: d("h"), ..parts("i", "j") } } };
    with(Parts { right: d("k").clone(), ..parts("l", "m") })
}
twin!(bases_of_bases(true));
twin!(bases_of_no_bases = bases_of_bases(false));

/// `vec!` nests its operands: they die before what the tail leaves.
#[desugar]
async fn in_a_vec_in_a_tail() -> usize {
    let all = { vec![now(d("first")).await, d("temporary").rename("renamed").clone()] };
    all.len()
}
twin!(in_a_vec_in_a_tail());

/// What is left of a part dies before the temporaries ahead of it, and these before the bindings.
#[desugar]
async fn rest_beside_a_pattern() -> usize {
    let (a, b) =
        (d("a"), std::mem::replace(&mut d("old"), (async { parts("left", "right") }.await).left));
    step(1).await;
    a.finish() + b.finish()
}
twin!(rest_beside_a_pattern());

/// A base with a destructor is dropped as a whole, for nothing was moved out of it.
#[desugar]
async fn bases_with_destructors(flag: bool) -> usize {
    struct Named<T> {
        name: &'static str,
        value: Option<T>,
        number: usize,
    }
    impl<T> Drop for Named<T> {
        fn drop(&mut self) {
            event(format!("drop {} {}", self.name, self.number));
        }
    }
    fn named<T>(name: &'static str, number: usize) -> Named<T> {
        event(format!("named {name}"));
        Named { name, number, value: None }
    }
    let sum =
        later(Named { number: call(3), value: Some(d("a")), ..named("base", 1) }.number).await;
    let value: Option<D> = None;
    let made = [
        Named { value, number: later(5).await, ..named("one", 2) },
        Named { name: "three", value: Some(d("b")), number: sum, ..named("two", 4) },
        Named { value: None, ..named("all", later(6).await) },
    ];
    step(1).await;
    if flag {
        return made.len();
    }
    step(Named::<u8> { name: "four", value: None, ..named("five", 1) }.number).await;
    made[0].number
}
twin!(bases_with_destructors(true));
twin!(more_bases_with_destructors = bases_with_destructors(false));

#[desugar]
async fn bases_that_are_tuples(n: usize) -> usize {
    #[derive(Debug)]
    struct Pair<T: ?Sized>(D, D, T);
    let pair = later(Pair { 1: d("a"), ..Pair(d("b"), d("c"), call(n)) }).await;
    let more = later(Pair { 2: [1, 2], ..Pair(d("e"), d("f"), [0, 0]) }.2.len()).await;
    step(1).await;
    more + pair.2
}
twin!(bases_that_are_tuples(2));

/// A receiver that is taken dies after the temporaries of the arguments.
#[desugar]
async fn receiver_and_temporaries() {
    let first = {
        Some({
            step(0).await;
            d("receiver")
        })
        .unwrap_or(std::mem::replace(&mut d("temporary"), d("argument")))
    };
    first.touch();
    let second =
        Some(later(d("another")).await).or(Some(std::mem::replace(&mut d("one"), d("two"))));
    step(second.is_some().into()).await;
}
twin!(receiver_and_temporaries());

/// The operands of what is all of an expression die among its temporaries.
#[desugar]
async fn taken_by_all_of_a_tail(flag: bool) -> usize {
    let found =
        { Some(d("found")).unwrap_or(pick(later(d("other")).await, parts("left", "right").left)) };
    let other = Some(d("second"));
    step(1).await;
    let chosen = match flag {
        true => other.unwrap_or(pick(d("third"), parts("up", "down").left)),
        false => {
            drop(other);
            d("fourth")
        }
    };
    let last = d("last");
    step(0).await;
    if last.is_same(pick(d("five"), parts("six", "seven").left)) {
        step(2).await;
    }
    found.finish() + chosen.finish()
}
twin!(taken_by_all_of_a_tail, |driver| {
    driver.drive(|| super::taken_by_all_of_a_tail(true));
    driver.drive(|| super::taken_by_all_of_a_tail(false));
});

fn pick(one: D, other: D) -> D {
    one.touch();
    other.touch();
    one
}

/// What waits in an argument of a method leaves a temporary, in a tail.
#[desugar]
async fn argument_of_a_method_in_a_tail() -> usize {
    let (kept, younger) = (Some(d("kept")), d("younger"));
    let one = { Some(d("one")).unwrap_or(pick(std::pin::pin!(later(d("two"))).await, d("three"))) };
    let other = { kept.unwrap_or(pick(std::pin::pin!(later(d("four"))).await, d("five"))) };
    let pair = { made()(pick(std::pin::pin!(later(d("eight"))).await, d("nine")), d("ten")) };
    step(1).await;
    one.finish() + other.finish() + pair.finish() + younger.finish()
}
twin!(argument_of_a_method_in_a_tail());

fn made() -> impl Fn(D, D) -> D {
    let held = d("made");
    move |one, other| {
        held.touch();
        pick(one, other)
    }
}

/// What a call waits for is called on a part, in the tail.
#[desugar]
async fn renamed_in_a_tail() -> Parts {
    Parts {
        left: parts("left", "right").left.rename(later("renamed").await).another(),
        right: d("last"),
        number: parts("up", "down").left.rename(later("later").await).touch().len(),
    }
}
twin!(renamed_in_a_tail());

trait Another {
    fn another(&self) -> D;
    fn is_same(self, other: D) -> bool;
}

impl Another for D {
    fn another(&self) -> D {
        self.touch();
        d("another")
    }
    fn is_same(self, other: D) -> bool {
        self.touch() == other.touch()
    }
}

/// What is taken last in a statement is younger than nothing that the statement leaves.
#[desugar]
async fn taken_after_a_temporary() -> usize {
    let older = later(d("older")).await;
    let taken = older.another();
    let lent = &Parts { left: d("left"), number: parts("a", "b").left.touch().len(), right: taken };
    lent.number
}
twin!(taken_after_a_temporary());

/// A method of unknown name takes what it is called on, or looks at it, or changes it: only types
/// tell, and what is taken is dropped before what its arguments leave.
#[desugar]
async fn waits_for_its_arguments() -> usize {
    let older = d("older");
    let mixed = d("taken").mixed(pick(std::pin::pin!(later(d("one"))).await, d("two")));
    let seen = d("seen").beside(pick(std::pin::pin!(later(d("three"))).await, d("four")));
    let changed = Parts { left: d("left"), right: d("right"), number: 1 }
        .grown(pick(std::pin::pin!(later(d("five"))).await, d("six")));
    step(1).await;
    mixed.finish() + seen + changed + older.touch().len()
}
twin!(waits_for_its_arguments());

/// The same where the arguments wait for nothing, but the statement does.
#[desugar]
async fn before_its_arguments() -> usize {
    let first = later(d("taken").mixed(d("one").beside_itself(&d("two")))).await;
    let second = later(d("seen").beside(d("three").beside_itself(&d("four")))).await;
    first.finish() + second
}
twin!(before_its_arguments());

/// What is called takes itself along, or stays.
#[desugar]
async fn called_with_its_arguments() -> usize {
    let once = makes_once()(pick(std::pin::pin!(later(d("one"))).await, d("two")), d("three"));
    let often = made()(pick(std::pin::pin!(later(d("four"))).await, d("five")), d("six"));
    step(1).await;
    once.finish() + often.finish()
}
twin!(called_with_its_arguments());

/// All of a statement and of a block, with a way out of the arguments.
#[desugar]
async fn leaves_while_it_waits(flag: bool) -> Result<usize, usize> {
    d("taken").mixed(pick(std::pin::pin!(later(d("one"))).await, d("two"))).finish();
    d("left").mixed(may_fail(&d("three"), flag).await?).finish();
    let number = { d("seen").beside(pick(std::pin::pin!(later(d("four"))).await, d("five"))) };
    Ok(d("last").mixed(pick(std::pin::pin!(later(d("six"))).await, d("seven"))).finish() + number)
}
twin!(leaves_while_it_waits, |driver| {
    for flag in [true, false] {
        driver.drive(|| super::leaves_while_it_waits(flag));
    }
});

async fn may_fail(lent: &D, flag: bool) -> Result<D, usize> {
    step(lent.touch().len()).await;
    flag.then(|| d("made")).ok_or(2)
}

fn makes_once() -> impl FnOnce(D, D) -> D {
    let held = d("held");
    move |one, other| pick(pick(held, one), other)
}

trait Mixed {
    fn mixed(self, other: D) -> D;
    fn beside(&self, other: D) -> usize;
    fn beside_itself(self, other: &D) -> Self;
}

impl Mixed for D {
    fn mixed(self, other: D) -> D {
        pick(self, other)
    }
    fn beside(&self, other: D) -> usize {
        self.touch().len() + other.finish()
    }
    fn beside_itself(self, other: &D) -> Self {
        other.touch();
        self
    }
}

trait Grown {
    fn grown(&mut self, other: D) -> usize;
}

impl Grown for Parts {
    fn grown(&mut self, other: D) -> usize {
        self.left = other;
        self.right.touch().len() + self.number
    }
}
