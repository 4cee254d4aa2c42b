//! `async` blocks, items and recursion inside of an `async fn`.

use super::*;
use crate::plain::nested as plain;

#[desugar]
async fn block(a: D) -> usize {
    let inner = async {
        a.touch();
        later(1).await
    };
    step(1).await;
    inner.await + a.0.len()
}
twin!(block(d("a")));

#[desugar]
async fn moving_block(a: D, b: D) -> usize {
    let inner = async move {
        step(1).await;
        a.finish()
    };
    b.touch();
    let length = inner.await;
    step(2).await;
    length
}
twin!(moving_block(d("a"), d("b")));

#[desugar]
async fn block_at_once(mut sum: usize) -> usize {
    async { sum += later(1).await }.await;
    let text = async move { later(sum.to_string()).await }.await;
    text.len() + sum
}
twin!(block_at_once(1));

#[desugar]
async fn block_that_is_never_polled(a: D) -> usize {
    let never = async move { a.finish() };
    step(1).await;
    1
}
twin!(block_that_is_never_polled(d("a")));

/// `return` and `?` in a block leave the block only.
#[desugar]
async fn exits_of_a_block(number: usize) -> Result<usize, Oops> {
    let inner: Result<usize, Oops> = async {
        let a = d("a");
        if number == 0 {
            return Ok(later(10).await);
        }
        Ok(later(fallible(number)).await? + 1)
    }
    .await;
    step(1).await;
    Ok(inner? * 2)
}
twin!(exits_of_a_block, |driver| {
    for number in 0..3 {
        driver.drive(|| super::exits_of_a_block(number));
    }
});

#[desugar]
async fn blocks_in_blocks(a: D) -> usize {
    async {
        let b = d("b");
        async {
            step(1).await;
            a.touch().len() + b.touch().len()
        }
        .await
            + later(1).await
    }
    .await
}
twin!(blocks_in_blocks(d("a")));

#[desugar]
async fn recursive(number: usize) -> usize {
    let a = d("a");
    if number == 0 {
        return later(0).await;
    }
    number + Box::pin(recursive(number - 1)).await
}
twin!(recursive(2));

#[desugar]
async fn even(number: usize) -> bool {
    match number {
        0 => later(true).await,
        _ => Box::pin(odd(number - 1)).await,
    }
}

#[desugar]
async fn odd(number: usize) -> bool {
    match number {
        0 => false,
        _ => Box::pin(even(number - 1)).await,
    }
}
twin!(even, |driver| {
    driver.drive(|| super::even(2));
    driver.drive(|| super::even(1));
});

struct Tree {
    name: &'static str,
    children: Vec<Tree>,
}

#[desugar]
async fn walk(tree: &Tree, path: &mut Vec<&'static str>) -> usize {
    path.push(tree.name);
    let mut count = 1;
    for child in &tree.children {
        count += Box::pin(walk(child, path)).await;
    }
    step(1).await;
    call(path.pop());
    count
}
twin!(walk, |driver| {
    let leaf = |name| Tree { name, children: vec![] };
    let tree = Tree { name: "root", children: vec![leaf("a"), leaf("b")] };
    let mut path = vec![];
    driver.drive(|| super::walk(&tree, &mut path));
    driver.markers(format!("{path:?}"));
});

/// Items of the body are seen before they are written.
#[desugar]
async fn items(number: usize) -> usize {
    let sum = later(twice(number)).await + LIMIT;
    const LIMIT: usize = 5;
    use std::collections::BTreeMap as Map;
    struct Holder {
        value: usize,
    }
    impl Holder {
        fn get(&self) -> usize {
            self.value
        }
    }
    enum Kind {
        One,
    }
    fn twice(number: usize) -> usize {
        number * 2
    }
    static STEPS: usize = 2;
    type Number = usize;
    step(STEPS).await;
    let map: Map<Number, Holder> = Map::from([(sum, Holder { value: 1 })]);
    step(1).await;
    match Kind::One {
        Kind::One => map[&sum].get() + LIMIT,
    }
}
twin!(items(1));

#[desugar]
async fn traits_and_macros_inside(text: &str) -> usize {
    trait Twice {
        fn twice(&self) -> String;
    }
    impl Twice for str {
        fn twice(&self) -> String {
            self.repeat(2)
        }
    }
    macro_rules! add {
        ($left:expr, $right:expr) => {
            $left + $right
        };
    }
    let twice = text.twice();
    step(1).await;
    let more = later(1).await;
    add!(twice.len(), more)
}
twin!(traits_and_macros_inside("ab"));

#[desugar]
async fn async_functions_inside(a: D) -> usize {
    async fn plain(number: usize) -> usize {
        let b = d("b");
        later(number).await
    }
    #[desugar]
    async fn marked(a: &D) -> usize {
        step(1).await;
        a.touch().len()
    }
    plain(1).await + marked(&a).await
}
twin!(async_functions_inside(d("a")));

/// Machines inside of machines.
#[desugar]
async fn outer(a: D) -> Result<usize, Oops> {
    let first = middle(&a, 2).await?;
    let second = middle(&a, first).await;
    step(1).await;
    second
}

#[desugar]
async fn middle(a: &D, number: usize) -> Result<usize, Oops> {
    let b = d("b");
    Ok(inner(fallible(number)?, &b).await + a.touch().len())
}

#[desugar]
async fn inner(number: usize, b: &D) -> usize {
    let c = d("c");
    later(b.0.len() + number).await
}
twin!(outer(d("a")));
