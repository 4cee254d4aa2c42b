//@ E0425

#[desugar]
pub async fn name_before_it_is_declared() -> usize {
    let sum = later + 1;
    pause().await;
    let later = 2;
    sum + later
}

async fn pause() {}
