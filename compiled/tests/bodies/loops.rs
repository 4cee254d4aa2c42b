//! Where a state leads to itself, and where it only seems to.

mod tick;
use tick::{Never, Tick, ask, tick};

//= 0: 3, 3: 1
pub async fn once() {
    tick().await;
}

//= 0: 1 3, 3: 1 3
pub async fn count(n: u32) {
    for _ in 0..n {
        tick().await;
    }
}

//= 0: 1 3, 3: 4, 4: 1 3
pub async fn two_in_turn() {
    while ask() {
        tick().await;
        tick().await;
    }
}

//= 0: 1 3 4, 3: 3 4, 4: 1 3 4
pub async fn nested(n: u32) {
    for _ in 0..n {
        for _ in 0..n {
            tick().await;
        }
        tick().await;
    }
}

//= 0: 3, 3: 1 4, 4: 1 4
pub async fn one_before_a_loop() {
    tick().await;
    while ask() {
        tick().await;
    }
}

//= 0: 3, 3: 1 3
pub async fn in_the_condition() {
    while tick().await > 3 {}
}

//= 0: 3, 3: 3, unreachable: 1
pub async fn forever() {
    loop {
        tick().await;
    }
}

//= 0: 3, 3: 3, unreachable: 1
pub async fn forever_and_true() {
    while true {
        tick().await;
    }
}

//= 0: 3, 3: 3, unreachable: 1
pub async fn never_returns() -> ! {
    loop {
        tick().await;
    }
}

//= 0: , unreachable: 1 2
pub async fn spins() {
    loop {}
}

//= 0: 3, 3: 1
pub async fn never_goes_round() {
    loop {
        tick().await;
        break;
    }
}

//= 0: 3, 3: 1 3 4, 4: 3
pub async fn labels() {
    'outer: loop {
        loop {
            match tick().await {
                0 => continue 'outer,
                1 => break 'outer,
                2 => break,
                _ => continue,
            }
        }
        tick().await;
    }
}

//= 0: 1 3, 3: 1 3
pub async fn without_bytes() {
    while ask() {
        Never.await;
    }
}

//= 0: 3, 3: 1
pub async fn once_without_bytes() {
    Never.await;
}

//= 0: 3, 3: 4, 4: 3, unreachable: 1
pub async fn two_without_bytes() {
    loop {
        Never.await;
        std::future::pending::<()>().await;
    }
}

//= 0: 3, 3: 1 3
pub async fn closures(n: u32) -> u32 {
    loop {
        let found = std::future::poll_fn(|context| {
            let mut left = n;
            while left > 3 {
                left /= 2;
                context.waker().wake_by_ref();
            }
            if left == 0 { std::task::Poll::Pending } else { std::task::Poll::Ready(left) }
        });
        let found = found.await;
        if found > 1 {
            return found;
        }
    }
}

//= 0: 3, 3: 1
pub async fn closure_without_bytes() -> u32 {
    std::future::poll_fn(
        |_| if ask() { std::task::Poll::Pending } else { std::task::Poll::Ready(1) },
    )
    .await
}

//= 0: 1 3, 3: 1 3
pub async fn by_reference(mut one: Tick) -> u32 {
    let mut sum = 0;
    while sum < 5 {
        sum += (&mut one).await;
    }
    sum
}

//= 0: 1 3, 3: 1 3
pub async fn recursive(n: u32) -> u32 {
    let mut sum = 0;
    for i in 0..n {
        sum += Box::pin(recursive(i)).await;
    }
    sum
}
