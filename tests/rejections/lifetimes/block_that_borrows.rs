//@ E0597

#[desugar]
pub async fn block_that_borrows() {
    let future;
    {
        let name = String::new();
        future = async { name.len() };
        pause().await;
    }
    future.await;
}

async fn pause() {}
