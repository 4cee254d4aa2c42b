pub async fn fetch(name: String, count: u32) -> u32 {
    let first = Nap(count).await;
    let second = Nap(first).await;
    first + second + name.len() as u32
}

pub async fn shadowing(x: u32) -> u32 {
    let x = u64::from(Nap(x).await);
    let inner = {
        let x = String::new();
        Nap(3).await;
        x.len()
    };
    x as u32 + inner as u32
}

pub async fn generic<T: Default, const N: usize>(value: T) -> (T, [u8; N]) {
    let bytes = [0; N];
    Nap(N as u32).await;
    (value, bytes)
}

pub struct Store {
    name: String,
}

impl Store {
    pub async fn load(&self, key: [u8; 300]) -> usize {
        Nap(1).await;
        let length = self.name.len();
        Nap(u32::from(key[3])).await;
        length
    }
}

pub trait Named {
    fn name(&self) -> impl Future<Output = u32>;
}

impl Named for Store {
    async fn name(&self) -> u32 {
        Nap(self.name.len() as u32).await
    }
}

pub async fn blocks(text: String) {
    let bytes = vec![1_u8];
    let number = 3_u32;
    let moving = async move {
        Nap(1).await;
        drop((text, bytes));
        Nap(2).await;
    };
    let borrowing = async { Nap(number).await };
    moving.await;
    borrowing.await;
}

pub async fn closures() -> u32 {
    let text = String::from("x");
    let add = async move |a: u32| {
        Nap(a).await;
        text.len() as u32 + a
    };
    let sum = add(1).await + call(&add).await;
    call_once(add).await + sum
}

async fn call(add: impl AsyncFn(u32) -> u32) -> u32 {
    add(2).await
}

async fn call_once(add: impl AsyncFnOnce(u32) -> u32) -> u32 {
    add(3).await
}

pub async fn nothing(a: u8) -> u8 {
    a
}

pub async fn nested() -> u32 {
    let mut pair = (1_u32, Some(generic::<u8, 4>(3)));
    let several = [fetch(String::new(), 1), fetch(String::new(), 2)];
    Nap(1).await;
    if let Some(future) = pair.1.take() {
        future.await;
    }
    for future in several {
        future.await;
    }
    Box::pin(fetch(String::new(), 1)).await + pair.0
}

pub async fn unused(_: String, (left, _right): (u32, String)) -> u32 {
    let _unit = ();
    Nap(left).await
}

fn main() {
    let store = Store { name: String::new() };
    measure("fetch::{async_fn_env#0}", fetch(String::new(), 1));
    measure("shadowing::{async_fn_env#0}", shadowing(1));
    measure("generic::{async_fn_env#0}<u8, 4>", generic::<u8, 4>(1));
    measure("generic::{async_fn_env#0}<u64, 9>", generic::<u64, 9>(1));
    measure("{impl#0}::load::{async_fn_env#0}", store.load([0; 300]));
    measure("{impl#1}::name::{async_fn_env#0}", store.name());
    measure("blocks::{async_fn_env#0}", blocks(String::new()));
    measure("closures::{async_fn_env#0}", closures());
    measure("nothing::{async_fn_env#0}", nothing(1));
    measure("nested::{async_fn_env#0}", nested());
    measure("unused::{async_fn_env#0}", unused(String::new(), (1, String::new())));
    measure("main::{async_block_env#0}", async { Nap(1).await });
}
