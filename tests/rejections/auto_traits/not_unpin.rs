//@ E0277

use std::pin::Pin;

#[desugar]
async fn not_unpin() {
    pause().await;
}

pub fn pin() {
    let mut future = not_unpin();
    drop(Pin::new(&mut future));
}

async fn pause() {}
