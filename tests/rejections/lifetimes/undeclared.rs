//@ E0261

#[desugar]
pub async fn undeclared(name: &'a str) -> usize {
    pause().await;
    name.len()
}

async fn pause() {}
