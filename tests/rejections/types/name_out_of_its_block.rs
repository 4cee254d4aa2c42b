//@ E0425

#[desugar]
pub async fn name_out_of_its_block() -> usize {
    {
        let inner = 1;
        pause().await;
        drop(inner);
    }
    inner
}

async fn pause() {}
