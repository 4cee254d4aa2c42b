//@ E0515

#[desugar]
pub async fn reference_to_a_parameter(name: String) -> &'static str {
    pause().await;
    &name
}

async fn pause() {}
