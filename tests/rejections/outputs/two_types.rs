//@ E0308

#[desugar]
pub async fn two_types(flag: bool) -> impl std::fmt::Debug {
    pause().await;
    if flag {
        return 1;
    }
    "one"
}

async fn pause() {}
