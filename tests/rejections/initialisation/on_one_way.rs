//@ E0381

#[desugar]
pub async fn on_one_way(flag: bool) -> u8 {
    let number;
    if flag {
        number = 1;
        pause().await;
    }
    number
}

async fn pause() {}
