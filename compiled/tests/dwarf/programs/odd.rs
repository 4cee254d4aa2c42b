macro_rules! same_name {
    ($name:ident) => {{
        let name = 1_u64;
        let mut $name = String::new();
        async move {
            Nap(1).await;
            $name.push('a');
            Nap(name as u32).await
        }
    }};
}

async fn hygiene() -> u32 {
    let block = same_name!(name);
    block.await
}

async fn raw(r#type: u32) -> u32 {
    Nap(1).await;
    r#type
}

async fn functions(item: impl Fn(u32) -> Nap, pointer: fn(u32) -> Nap) {
    let items = [Nap, Nap];
    item(1).await;
    items[1](2).await;
    pointer(3).await;
}

async fn never() -> ! {
    loop {
        Nap(1).await;
    }
}

async fn maybe() {
    let maybe = std::mem::MaybeUninit::new(never());
    Nap(1).await;
    drop(maybe);
}

async fn partly((_, last): (String, u32), ref name: String) -> usize {
    Nap(last).await;
    name.len()
}

fn main() {
    measure("hygiene::{async_fn_env#0}", hygiene());
    measure("raw::{async_fn_env#0}", raw(1));
    measure("functions::{async_fn_env#0}<fn(u32) -> demo::Nap>", functions(Nap, Nap));
    measure("maybe::{async_fn_env#0}", maybe());
    measure("partly::{async_fn_env#0}", partly((String::new(), 1), String::new()));
}
