//@ E0408

#[desugar]
pub async fn alternatives_bind_differently(value: Result<u8, u8>) {
    pause().await;
    match value {
        Ok(number) | Err(other) => {}
    }
}

async fn pause() {}
