//@ E0382

#[desugar]
pub async fn generic_without_copy<T>(value: T) -> (T, T) {
    let copy = value;
    pause().await;
    (copy, value)
}

async fn pause() {}
