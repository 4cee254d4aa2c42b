//! What is read, and what is made, before an await in the same statement.

use super::*;
use crate::plain::evaluation as plain;

fn bump_later(n: &mut usize) -> Step<usize> {
    *n += 1;
    later(*n)
}

#[desugar]
async fn compared_before() -> bool {
    let mut n = 1;
    n == {
        n += 1;
        later(n).await
    }
}
twin!(compared_before());

#[desugar]
async fn compared_before_call() -> bool {
    let mut n = 1;
    n == bump_later(&mut n).await
}
twin!(compared_before_call());

#[desugar]
async fn receiver_before() -> usize {
    let mut n: usize = 1;
    n.pow({
        n = 5;
        later(2u32).await
    })
}
twin!(receiver_before());

#[desugar]
async fn receiver_before_max() -> usize {
    let mut n: usize = 7;
    n.max(bump_later(&mut n).await)
}
twin!(receiver_before_max());

#[desugar]
async fn func_before() -> usize {
    fn one(n: usize) -> usize {
        n
    }
    fn two(n: usize) -> usize {
        n * 100
    }
    let mut f: fn(usize) -> usize = one;
    let x = f({
        f = two;
        later(2).await
    });
    f(x)
}
twin!(func_before());

#[desugar]
async fn index_before(i: usize) -> usize {
    let mut v = vec![vec![1usize], vec![2]];
    v[i].push(later(3).await);
    v[0].len()
}
twin!(index_before, |driver| {
    driver.drive(|| super::index_before(1));
    driver.drive(|| super::index_before(5));
});

struct Pair {
    a: usize,
    v: Vec<usize>,
}

#[desugar]
async fn another_field_changes() -> usize {
    let mut x = Pair { a: 1, v: vec![] };
    x.v.push({
        x.a += 1;
        later(x.a).await
    });
    x.v.push(bump_later(&mut x.a).await);
    let m = x.a.max({
        x.a = 0;
        later(1).await
    });
    m * 10 + x.v[1]
}
twin!(another_field_changes());

#[desugar]
async fn taken_and_back() -> usize {
    let mut x = d("x");
    let both = (
        x,
        {
            x = d("y");
            later(1).await
        },
        x.touch(),
    );
    step(1).await;
    x.touch();
    both.1
}
twin!(taken_and_back());

#[desugar]
async fn receiver_taken_and_back() -> usize {
    struct W(D);
    impl W {
        fn with(self, n: usize) -> usize {
            self.0.finish() + n
        }
    }
    let mut x = W(d("x"));
    let n = x.with({
        x = W(d("y"));
        later(1).await
    });
    step(1).await;
    x.0.touch();
    n
}
twin!(receiver_taken_and_back());

fn length(x: &D) -> fn(usize) -> Step<usize> {
    x.touch();
    later
}

#[desugar]
async fn temporary_in_callee() {
    length(&d("t"))(1).await;
    event("after");
}
twin!(temporary_in_callee());

fn sum(x: Vec<&'static str>) -> Step<usize> {
    later(x.len())
}

#[desugar]
async fn temporary_in_vec() {
    sum(vec![d("t").touch(), d("u").touch()]).await;
    event("after");
}
twin!(temporary_in_vec());

fn range(x: std::ops::Range<usize>) -> Step<usize> {
    later(x.end)
}

#[desugar]
async fn temporary_in_range() {
    range(d("t").touch().len()..d("uu").touch().len()).await;
    event("after");
}
twin!(temporary_in_range());

fn text(x: &'static str) -> Step<&'static str> {
    later(x)
}

#[desugar]
async fn temporary_in_block() {
    text({
        event("in");
        d("t").touch()
    })
    .await;
    event("after");
}
twin!(temporary_in_block());

#[desugar]
async fn temporary_in_unsafe() {
    text(unsafe { d("t").touch() }).await;
    event("after");
}
twin!(temporary_in_unsafe());

#[desugar]
async fn temporary_in_if() {
    text(if d("c").touch() == "c" { d("t").touch() } else { "e" }).await;
    event("after");
}
twin!(temporary_in_if());

#[desugar]
async fn extended_in_some() {
    let _ = Some(&d("t"));
    step(1).await;
    event("after");
}
twin!(extended_in_some());

#[desugar]
async fn extended_after_a_value() {
    let x = (d("a"), &d("b"));
    step(1).await;
    let y = [
        &d("c"),
        {
            event("between");
            &x.0
        },
        &d("e"),
    ];
    step(1).await;
    y[0].touch();
}
twin!(extended_after_a_value());

#[desugar]
async fn extended_some_kept() {
    let x = Some(&d("a"));
    step(1).await;
    let y = Ok::<_, ()>((&d("b"), later(1).await));
    step(1).await;
    x.unwrap().touch();
}
twin!(extended_some_kept());

fn add(_: &str, a: usize, b: usize, q: &D, c: usize, e: usize, r: &D) -> usize {
    q.touch();
    r.touch();
    a + b + c + e
}

#[desugar]
async fn question_between(a: usize, b: usize) -> Result<usize, Trouble> {
    let x = d("x");
    let n = add(
        d("p").touch(),
        fallible(a)?,
        later(1).await,
        &d("q"),
        fallible(b)?,
        later(2).await,
        &d("r"),
    );
    x.touch();
    Ok(n)
}
twin!(question_between, |driver| {
    for (a, b) in [(0, 0), (1, 0), (0, 1)] {
        driver.drive(|| super::question_between(a, b));
    }
});

fn boxed() -> Box<D> {
    Box::new(d("boxed"))
}

#[desugar]
async fn cast_of_a_box() {
    let x = boxed() as Box<dyn std::fmt::Debug>;
    step(1).await;
    event("after");
}
twin!(cast_of_a_box());

struct Negated(&'static str);
impl std::ops::Not for &Negated {
    type Output = D;
    fn not(self) -> D {
        d(self.0)
    }
}

#[desugar]
async fn not_of_a_reference() {
    let n = Negated("not");
    let x = !&n;
    step(1).await;
    event("after");
}
twin!(not_of_a_reference());

/// What finds a place comes before the temporaries of what follows.
#[desugar]
async fn places_before_temporaries(n: usize) -> usize {
    let mut all = vec![vec![1, 2], vec![3, 4]];
    let zero = later(0).await;
    if [1, later(1).await][d("index").touch().len() % 2] < vec![d("one")].len() {
        step(0).await;
    }
    all[d("outer").touch().len() % 2].push(later(vec![d("arg")].len()).await);
    later(all[d("found").touch().len() % 2][vec![d("in")].len() - 1]).await;
    let sum = later(&[d("kept")]).await.len()
        + all[d("first").touch().len() % 2 + n][vec![d("second")].len()]
        + all[vec![d("third")].len()].get(vec![d("fourth")].len()).copied().unwrap_or(zero);
    let less = later(
        [1, 1][d("fifth").touch().len() % 2]
            < ({
                all[0][0] = d("sixth").finish();
                1
            }),
    );
    step(usize::from(less.await)).await;
    assert_eq!(
        later([7, 8]).await[d("left").touch().len() % 2],
        [d("right")].iter().map(|_| 7).sum::<i32>() + 0 * d("rest").touch().len() as i32
    );
    sum
}
twin!(places_before_temporaries, |driver| {
    driver.drive(|| super::places_before_temporaries(0));
    driver.drive(|| super::places_before_temporaries(1));
});

#[derive(Debug, Clone, PartialEq, PartialOrd)]
struct Counter {
    count: usize,
    name: String,
}

impl Counter {
    async fn next(&mut self) -> usize {
        self.count += later(1).await;
        self.count
    }

    async fn other(&self) -> String {
        later(self.name.clone()).await
    }

    fn bump(&mut self) -> &usize {
        self.count += 1;
        &self.count
    }

    #[desugar]
    async fn compares(&mut self) -> [bool; 4] {
        let next = self.count < self.next().await;
        let same = self.name == self.other().await;
        let more = self.count == self.next().await && self.name > self.other().await;
        [next, same, more, later(self.count < call(*self.bump())).await]
    }
}

/// What is compared is copied before, if it is of a type that rustc itself compares.
#[desugar]
async fn compared_with_what_changes_it(mut counter: Counter, names: Vec<String>) -> Vec<bool> {
    let all = counter.compares().await;
    let reference = &counter.count;
    let one = *reference < counter.next().await;
    let lent = &mut counter;
    let two = lent.count < lent.next().await;
    let three = names[0][1..] == *later(&names[1]).await;
    let four = *names[0] < *later("b").await;
    let five = counter == later(counter.clone()).await;
    if counter.count < call(d("temporary").touch().len() + *counter.bump()) {
        step(1).await;
    }
    let six = counter.count < counter.next().await + d("other").touch().len();
    [&all[..], &[one, two, three, four, five, six]].concat()
}
twin!(compared_with_what_changes_it(
    Counter { count: 1, name: "name".to_owned() },
    vec!["xb".to_owned(), "b".to_owned()]
));
