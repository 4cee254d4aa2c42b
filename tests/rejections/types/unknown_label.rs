//@ E0426

#[desugar]
pub async fn unknown_label() {
    loop {
        pause().await;
        break 'outer;
    }
}

async fn pause() {}
