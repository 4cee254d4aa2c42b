//@ E0267

#[desugar]
pub async fn break_through_a_closure() {
    loop {
        pause().await;
        let leave = || break;
        leave();
    }
}

async fn pause() {}
