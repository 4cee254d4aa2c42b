//! Branches, early ends, dead code.

mod tick;
use tick::{Guard, ask, tick};

//= 0: 1, unreachable: 2
pub async fn empty() {}

//= 0: 1
pub async fn calls() -> bool {
    ask()
}

//= 0: 3 4, 3: 1, 4: 1
pub async fn either() {
    if ask() {
        tick().await;
    } else {
        tick().await;
    }
}

//= 0: 3 4 5, 3: 5, 4: 5, 5: 1
pub async fn matches(n: Option<u32>) {
    match n {
        Some(0) => (),
        Some(_) if ask() => drop(tick().await),
        _ => drop(tick().await),
    }
    tick().await;
}

//= 0: 1 3, 3: 1
pub async fn guarded(n: Option<u32>) -> u32 {
    match n {
        Some(n) if n > 3 => tick().await,
        Some(n) => n,
        None => return 3,
    }
}

//= 0: 3, 3: 1 4, 4: 1
pub async fn question(n: Result<u32, String>) -> Result<u32, String> {
    let a = tick().await;
    let n = n?;
    Ok(a + n + tick().await)
}

//= 0: 3, 3: 1 4, 4: 1
async fn asked(n: u32) -> Result<u32, String> {
    let n = inner(n).await?;
    inner(n).await
}

//= 0: 3, 3: 1
async fn inner(n: u32) -> Result<u32, String> {
    Ok(n + tick().await)
}

//= 0: 3, 3: 1 4, 4: 1
pub async fn let_else(n: Option<u32>) -> u32 {
    let n = tick().await + 1;
    let Some(n) = n.checked_sub(2) else { return 3 };
    n + tick().await
}

//= 0: 3 4, 3: 1, 4: 1
pub async fn let_chain(n: Option<u32>) -> u32 {
    if let Some(n) = n
        && let Some(m) = n.checked_add(1)
        && m > 3
    {
        tick().await
    } else {
        tick().await
    }
}

//= 0: 1, unreachable: 2
pub async fn after_return() {
    return;
    tick().await;
}

//= 0: 3, 3: 3, unreachable: 1
pub async fn after_a_loop() -> u32 {
    loop {
        tick().await;
    }
    tick().await
}

//= 0: 4, 4: 1, unreachable: 3
pub async fn if_false() {
    if false {
        tick().await;
    }
    tick().await;
}

const FLAG: bool = false;

//= 0: 4, 4: 1, unreachable: 3
pub async fn if_flag() {
    if FLAG {
        tick().await;
    }
    tick().await;
}

//= 0: 3 4, 3: 4, 4: 1
pub async fn if_generic<const B: bool>() {
    if B {
        tick().await;
    }
    tick().await;
}

//= 0: 3, 3: 1
pub async fn panics(n: u32) {
    if n > 3 {
        panic!("-> [return: bb1]");
    }
    tick().await;
    assert!(n != 2, "a -> bb0;");
}

//= 0: 3, unreachable: 1
pub async fn exits() {
    tick().await;
    std::process::exit(3)
}

//= 0: 1 3, 3: 1 4, 4: 1
pub async fn and_or(a: bool) -> bool {
    a && tick().await == 1 && tick().await == 1
}

//= 0: 3, 3: 4, 4: 1
pub async fn labelled_block() -> u32 {
    let found = 'found: {
        if tick().await == 1 {
            break 'found 3;
        }
        4
    };
    found + tick().await
}

//= 0: 3, 3: 4 5, 4: 5, 5: 1
pub async fn drops(a: Guard, b: Guard) {
    let c = Guard(3);
    let flag = tick().await == 1;
    if flag {
        drop(a);
        let d = (Guard(1), Guard(2));
        tick().await;
        drop(d.1);
    }
    let (e, _) = (Guard(5), Guard(6));
    match (Guard(7), tick().await) {
        (g, 3) => drop(g),
        _ => drop(b),
    }
}

//= 0: 3, 3: 4, 4: 1
pub async fn operands() -> (Guard, u32, Guard, u32) {
    (Guard(1), tick().await, Guard(2), tick().await)
}

//= 0: 1 3, 3: 1
pub async fn scrutinee(lock: &std::sync::Mutex<u32>) -> u32 {
    match *lock.lock().unwrap() {
        0 => tick().await,
        n => n,
    }
}

macro_rules! first_of {
    ($($name:ident = $future:expr => $then:expr),*) => {{
        enum Won { $($name(u32)),* }
        $(#[allow(non_snake_case)] let mut $name = std::pin::pin!($future);)*
        let won = std::future::poll_fn(|context| {
            $(if let std::task::Poll::Ready(ready) = $name.as_mut().poll(context) {
                return std::task::Poll::Ready(Won::$name(ready));
            })*
            std::task::Poll::Pending
        });
        match won.await {
            $(Won::$name(_) => $then),*
        }
    }};
}

//= 0: 3, 3: 1 4 5, 4: 3, 5: 1
pub async fn select() -> u32 {
    use std::future::Future;
    loop {
        first_of! {
            A = tick() => if tick().await == 3 { continue },
            B = tick() => break,
            C = tick() => return 3
        }
    }
    tick().await
}
