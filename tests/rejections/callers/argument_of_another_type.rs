//@ E0308

#[desugar]
async fn double(number: u8) -> u8 {
    pause().await;
    number * 2
}

pub async fn caller() -> u8 {
    double("two").await
}

async fn pause() {}
