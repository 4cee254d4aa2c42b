//@ E0271

#[desugar]
pub async fn bound_inside_is_not_met() -> Result<impl Iterator<Item = u8>, String> {
    pause().await;
    Ok("text".chars())
}

async fn pause() {}
