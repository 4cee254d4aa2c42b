//@ E0594

#[desugar]
pub async fn through_a_shared_reference(number: &u8) {
    pause().await;
    *number = 1;
}

async fn pause() {}
