//@ E0502

#[desugar]
pub async fn shared_while_exclusive(mut values: Vec<u8>) -> usize {
    let last = values.last_mut();
    let length = values.len();
    pause().await;
    last.map_or(length, |last| usize::from(*last))
}

async fn pause() {}
