//@ E0308

#[desugar]
pub async fn two_closures(flag: bool) -> impl Fn(usize) -> usize {
    pause().await;
    if flag {
        return |number| number;
    }
    |number| number + 1
}

async fn pause() {}
