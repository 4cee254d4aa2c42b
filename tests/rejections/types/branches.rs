//@ E0308

#[desugar]
pub async fn branches(flag: bool) {
    let value = if flag { 1 } else { "two" };
    pause().await;
    drop(value);
}

async fn pause() {}
