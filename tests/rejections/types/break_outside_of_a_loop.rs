//@ E0267

#[desugar]
pub async fn break_outside_of_a_loop() {
    pause().await;
    break;
}

async fn pause() {}
