//@ E0502

#[desugar]
pub async fn iterated_and_changed(mut values: Vec<u8>) {
    for value in &values {
        pause().await;
        values.push(*value);
    }
}

async fn pause() {}
