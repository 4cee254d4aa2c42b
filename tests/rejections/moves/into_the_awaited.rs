//@ E0382

#[desugar]
pub async fn into_the_awaited(name: String) -> String {
    take(name).await;
    name
}

async fn take(_: String) {}
