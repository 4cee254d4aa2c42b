//@ E0502

#[desugar]
pub async fn exclusive_while_shared(mut values: Vec<u8>) -> Option<u8> {
    let first = values.first();
    pause().await;
    values.push(1);
    first.copied()
}

async fn pause() {}
