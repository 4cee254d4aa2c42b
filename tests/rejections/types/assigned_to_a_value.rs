//@ E0070

#[desugar]
pub async fn assigned_to_a_value() {
    pause().await;
    1 = 2;
}

async fn pause() {}
