//@ E0597

#[desugar]
async fn unused(_: &str) {}

pub async fn caller() {
    let future;
    {
        let name = String::new();
        future = unused(&name);
    }
    future.await;
}
