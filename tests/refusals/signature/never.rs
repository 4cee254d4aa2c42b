//! A function that never returns.

#[pinata::desugar]
pub async fn serve() -> ! {
    loop {
        pause().await;
    }
}

async fn pause() {}
