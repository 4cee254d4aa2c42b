//@ E0716

#[desugar]
pub async fn temporary() -> usize {
    let name = String::new().as_str();
    pause().await;
    name.len()
}

async fn pause() {}
