//@ E0308

#[desugar]
pub async fn early_result(flag: bool) -> u8 {
    if flag {
        return "text";
    }
    pause().await;
    1
}

async fn pause() {}
