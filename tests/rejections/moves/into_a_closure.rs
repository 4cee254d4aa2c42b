//@ E0382

#[desugar]
pub async fn into_a_closure(name: String) -> usize {
    let length = move || name.len();
    pause().await;
    length() + name.len()
}

async fn pause() {}
