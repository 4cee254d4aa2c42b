//@ E0308

#[desugar]
pub async fn never_that_returns_early(flag: bool) -> ! {
    loop {
        pause().await;
        if flag {
            return ();
        }
    }
}

async fn pause() {}
