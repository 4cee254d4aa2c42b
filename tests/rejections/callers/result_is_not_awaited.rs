//@ E0308

#[desugar]
async fn number() -> u8 {
    pause().await;
    1
}

pub fn caller() -> u8 {
    number()
}

async fn pause() {}
