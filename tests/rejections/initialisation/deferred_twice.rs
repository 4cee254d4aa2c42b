//@ E0384

#[desugar]
pub async fn deferred_twice() -> u8 {
    let number;
    loop {
        number = 1;
        pause().await;
        if number == 2 {
            break;
        }
    }
    number
}

async fn pause() {}
