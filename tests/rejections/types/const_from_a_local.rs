//@ E0435

#[desugar]
pub async fn const_from_a_local(length: usize) -> usize {
    pause().await;
    [0_u8; length].len()
}

async fn pause() {}
