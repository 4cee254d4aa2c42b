//@ E0373

#[desugar]
pub async fn returned_closure_that_borrows() -> impl Fn() -> u8 {
    let number = 1;
    pause().await;
    || number + 1
}

async fn pause() {}
