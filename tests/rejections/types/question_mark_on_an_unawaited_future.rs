//@ E0277

#[desugar]
pub async fn question_mark_on_an_unawaited_future() -> Result<(), ()> {
    fails()?;
    fails().await
}

async fn fails() -> Result<(), ()> {
    Err(())
}
