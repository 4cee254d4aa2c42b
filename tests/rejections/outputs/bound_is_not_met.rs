//@ E0277

#[desugar]
pub async fn bound_is_not_met() -> impl std::fmt::Display {
    pause().await;
    vec![1]
}

async fn pause() {}
