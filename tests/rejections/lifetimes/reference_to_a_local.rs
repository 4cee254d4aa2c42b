//@ E0515

#[desugar]
pub async fn reference_to_a_local() -> &'static str {
    let name = String::new();
    pause().await;
    name.as_str()
}

async fn pause() {}
