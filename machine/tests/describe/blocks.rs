//! Blocks and closures have machines of their own, wherever they stand.

use insta::assert_snapshot;
use pinata_machine::{Survey, survey};

use crate::sketch::sketch;

fn of(code: &str) -> Survey {
    let tokens = code.parse().expect("the code has tokens");
    survey(tokens).expect("the code is Rust")
}

fn paths(survey: &Survey) -> String {
    let found = survey.found.iter();
    let lines: Vec<_> =
        found.map(|one| format!("{}: {}", one.path, one.machine.signature)).collect();
    lines.join("\n")
}

#[test]
fn what_a_block_captures() {
    let survey = of("
fn spawn(&self, socket: Socket, name: String, unused: u8) -> Handle {
    let limit = 3;
    let shadowed = 1;
    tokio::spawn(async move {
        for shadowed in 0..limit {
            socket.send(shadowed).await?;
        }
        log!(\"{name} is done\");
        self.done.notify(socket.close()).await
    })
}");
    assert_snapshot!(sketch(&survey.found[0]), @r#"
    spawn::{async block at line 5}: async move
    Unresumed
        self used@10
        limit used@6
        socket used@7
        name used@9
        -> AwaitSend {6-7} [for shadowed in 0..limit @6]
        -> AwaitNotify {6 9-10} [for shadowed in 0..limit ends @6]
    AwaitSend (socket.send(shadowed)) 7:35
        0..limit used@6, borrowed@6, dropped@8
        name used@9, dropped@11
        socket used@7, borrowed@7, dropped@11
        self used@10, borrowed@10, dropped@11
        -> AwaitSend {6-7} [for shadowed in 0..limit @6]
        -> AwaitNotify {6-10} [for shadowed in 0..limit ends @6]
        -> Returned {7} [? returns @7]
    AwaitNotify (self.done.notify(socket.close())) 10:42
        name dropped@11
        socket borrowed@10, dropped@11
        self borrowed@10, dropped@11
        -> Returned {10}
    Returned
    Panicked
    "#);
}

#[test]
fn what_a_closure_captures() {
    let survey = of("
async fn calls(base: Url) {
    let get = async |path: &str, retry| {
        let response = fetch(base.join(path)).await;
        retry.then(response).await
    };
    get(\"/\", Retry).await;
}");
    assert_snapshot!(sketch(&survey.found[1]), @r#"
    calls::{async closure at line 3}: async |path: &str, retry|
    Unresumed
        base used@4
        path: &str used@4
        retry used@5
        -> AwaitFetch {4}
    AwaitFetch (fetch(base.join(path))) 4:47
        retry used@5, dropped@6
        base borrowed@4
        -> AwaitThen {4-5}
    AwaitThen (retry.then(response)) 5:30
        retry borrowed@5, dropped@6
        base borrowed@4
        -> Returned {5}
    Returned
    Panicked
    "#);
}

#[test]
fn places() {
    let survey = of("
static START: Lazy = Lazy::new(async { a().await });
mod inner {
    impl Client {
        fn both(&self) -> impl Future {
            join(async { 1 }, async { 2 });
            async move {
                let f = async || async { 3 };
                async fn inside() {}
            }
        }
    }
}
trait Service {
    async fn required(&self);
    async fn provided(&self) { self.required().await }
}");
    assert_snapshot!(paths(&survey), @r#"
    {async block at line 2}: async
    inner::Client::both::{async block at line 6, column 18}: async
    inner::Client::both::{async block at line 6, column 31}: async
    inner::Client::both::{async block at line 7}: async move
    inner::Client::both::{async block at line 7}::{async closure at line 8}: async ||
    inner::Client::both::{async block at line 7}::{async closure at line 8}::{async block at line 8}: async
    inner::Client::both::{async block at line 7}::inside: async fn inside()
    Service::provided: async fn provided(&self)
    "#);
    assert!(survey.left_out.is_empty(), "{:?}", survey.left_out);
}

#[test]
fn arguments_of_macros() {
    let survey = of("
cfg_net! {
    mod tcp;
    impl Client { cfg_rt! { pub async fn get(&self) {} } }
    trait Get { with! { async fn get(&self) {} } }
}
fn calls(x: u8) {
    vec![async { x }, async move { x }];
    route!(GET \"/\" => async move { x.await }, cached, (GET => async |y| y.await));
    select! { a = async { x } => async {}.await, else => {} }
}");
    assert_snapshot!(paths(&survey), @r#"
    Client::get: async fn get(&self)
    Get::get: async fn get(&self)
    calls::{async block at line 8, column 10}: async
    calls::{async block at line 8, column 23}: async move
    calls::{async block at line 9}: async move
    calls::{async closure at line 9}: async |y|
    calls::{async block at line 10, column 19}: async
    calls::{async block at line 10, column 34}: async
    "#);
    assert!(survey.left_out.is_empty(), "{:?}", survey.left_out);
}

/// What can't be read is counted.
#[test]
fn left_out() {
    let survey = of("
macro_rules! get {
    ($name:ident) => { async fn $name() { async move { 1 }.await } };
}
fn f(g: impl AsyncFn()) {
    call!(async fn $);
    call!(async { 1 1 });
    r#async(async || 1);
}");
    assert_snapshot!(paths(&survey), @"f::{async closure at line 8}: async ||");
    let places = survey.left_out.iter().map(|place| (place.line, place.column));
    assert_eq!(places.collect::<Vec<_>>(), [(3, 24), (3, 43), (6, 11), (7, 11)]);
}
