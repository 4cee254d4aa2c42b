//@ E0571

#[desugar]
pub async fn break_with_a_value() {
    while true {
        pause().await;
        break 1;
    }
}

async fn pause() {}
