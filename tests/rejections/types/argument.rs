//@ E0308

#[desugar]
pub async fn argument(number: u8) -> u16 {
    pause().await;
    double(number)
}

fn double(number: u16) -> u16 {
    number * 2
}

async fn pause() {}
