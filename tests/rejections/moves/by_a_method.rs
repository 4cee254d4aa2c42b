//@ E0382

#[desugar]
pub async fn by_a_method(values: Vec<String>) -> usize {
    let count = values.into_iter().count();
    pause().await;
    count + values.len()
}

async fn pause() {}
