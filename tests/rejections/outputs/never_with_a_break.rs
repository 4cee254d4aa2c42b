//@ E0308
//@ annotated: E0308

#[desugar]
pub async fn never_with_a_break(flag: bool) -> ! {
    loop {
        pause().await;
        if flag {
            break;
        }
    }
}

async fn pause() {}
