//@ E0599

#[desugar]
async fn numbers() -> impl Iterator<Item = u8> {
    pause().await;
    vec![1].into_iter()
}

pub async fn caller() -> usize {
    numbers().await.len()
}

async fn pause() {}
