//@ E0597

#[desugar]
pub async fn static_parameter() {
    let name = String::new();
    keep(&name).await;
}

async fn keep(_: &'static str) {}
