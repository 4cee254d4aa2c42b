//@ E0381

#[desugar]
pub async fn borrowed_before() {
    let name: String;
    take(&name).await;
    name = String::new();
}

async fn take(_: &str) {}
