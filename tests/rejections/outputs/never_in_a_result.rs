//@ E0658
//@ annotated: E0658

#[desugar]
pub async fn never_in_a_result() -> Result<!, u8> {
    pause().await;
    Err(1)
}

async fn pause() {}
