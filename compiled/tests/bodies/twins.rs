//! Coroutines that are easily taken for one another.

mod tick;
use std::pin::pin;
use std::task::{Context, Waker};

use tick::{Guard, ask, tick};

pub struct One(u8);
pub struct Two<T>(T);

pub trait Service {
    async fn call(&self, n: u32) -> u32;

    async fn provided(&self, n: u32) -> u32 {
        self.call(n).await + self.call(n).await
    }
}

impl Service for One {
    async fn call(&self, n: u32) -> u32 {
        n + tick().await
    }
}

impl<T> Service for Two<T> {
    async fn call(&self, n: u32) -> u32 {
        n + tick().await + tick().await
    }

    async fn provided(&self, n: u32) -> u32 {
        while n > tick().await {}
        n
    }
}

impl One {
    async fn call(&self, n: u32) -> u32 {
        let more = tick().await;
        let most = Service::call(self, n).await;
        n + more + most
    }
}

// Each has its own impl, but all of it stands in the same place.
macro_rules! kinds {
    ($($name:ident: $($more:expr)?;)*) => {
        $(
            pub struct $name;

            impl $name {
                async fn get(&self) -> u32 {
                    tick().await $(+ { $more; tick().await })?
                }

                async fn make() -> Self {
                    $($more; tick().await;)?
                    $name
                }
            }
        )*
    };
}

kinds! {
    Plain: ;
    Twice: ();
    Unused: ();
    Again: ();
}

// Nothing but the number of its impl tells what these belong to.
macro_rules! makers {
    ($($name:ident: $body:expr;)*) => {
        $(
            pub struct $name;

            impl $name {
                pub async fn made() -> Self {
                    $body;
                    $name
                }
            }
        )*
    };
}

makers! {
    Looping: while ask() { tick().await; };
    Single: tick().await;
}

pub mod incomplete {
    use crate::{ask, tick};

    makers! {
        Single: tick().await;
        Unused: while ask() { tick().await; };
        Looping: while ask() { tick().await; };
    }
}

pub mod left {
    pub async fn same(n: u32) -> u32 {
        n + crate::tick().await
    }

    pub mod deep {
        pub async fn lone(n: u32) -> u32 {
            crate::left::same(n).await + crate::right::same(n).await
        }
    }
}

pub mod right {
    pub async fn same(n: u32) -> u32 {
        n + crate::tick().await + crate::tick().await
    }
}

pub async fn generic<T: Into<u32> + Copy>(of: T) -> u32 {
    async fn nested(n: u32) -> u32 {
        n * tick().await
    }
    let block = async { of.into() + tick().await };
    let other = async move {
        let mut sum = of.into();
        while sum > tick().await {
            sum -= 1;
        }
        sum
    };
    block.await + other.await + nested(3).await
}

pub async fn closures(guard: Guard) -> u32 {
    let plain = |n: u32| n + guard.0;
    let mut twice = async |n: u32| plain(n) + tick().await + tick().await;
    let first = twice(1).await;
    let once = async move |n: u32| {
        drop(guard);
        n + tick().await
    };
    first + by_value(once).await + by_value(async |n| n + tick().await).await
}

async fn by_value(then: impl AsyncFnOnce(u32) -> u32) -> u32 {
    then(1).await
}

const _: fn() -> u32 = {
    async fn nested() -> u32 {
        tick().await
    }
    || crate::run(nested())
};

const NAMED: fn() -> u32 = {
    async fn nested() -> u32 {
        tick().await + tick().await
    }
    || crate::run(nested())
};

static STATIC: fn() -> u32 = || crate::run(async { tick().await + tick().await + tick().await });

pub async fn r#type() {
    mod local {
        impl crate::One {
            pub async fn hidden(&self) -> u32 {
                crate::tick().await
            }
        }
    }
    One(3).hidden().await;
}

fn run<R>(future: impl Future<Output = R>) -> R {
    let mut future = pin!(future);
    loop {
        let poll = future.as_mut().poll(&mut Context::from_waker(Waker::noop()));
        if let std::task::Poll::Ready(ready) = poll {
            return ready;
        }
    }
}

fn main() {
    run(async {
        One(1).call(2).await;
        Service::call(&One(1), 2).await;
        One(1).provided(2).await;
        Two(3).call(2).await;
        Two("").provided(2).await;
        Two(3u64).provided(2).await;
        Again.get().await;
        Twice.get().await;
        Plain.get().await;
        Again::make().await;
        Plain::make().await;
        Looping::made().await;
        Single::made().await;
        incomplete::Looping::made().await;
        incomplete::Single::made().await;
        left::deep::lone(1).await;
        generic(1u8).await;
        generic(true).await;
        closures(Guard(3)).await;
        r#type().await;
    });
    NAMED();
    STATIC();
}
