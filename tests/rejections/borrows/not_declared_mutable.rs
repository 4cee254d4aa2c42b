//@ E0596

#[desugar]
pub async fn not_declared_mutable(values: Vec<u8>) {
    pause().await;
    values.push(1);
}

async fn pause() {}
