//@ E0382

#[desugar]
pub async fn used_again(name: String) -> usize {
    drop(name);
    pause().await;
    name.len()
}

async fn pause() {}
