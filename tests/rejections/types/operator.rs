//@ E0369

#[desugar]
pub async fn operator<T>(left: T, right: T) -> bool {
    pause().await;
    left == right
}

async fn pause() {}
