//@ E0382

#[desugar]
pub async fn in_a_condition(flag: bool, name: String) -> usize {
    if flag {
        drop(name);
        pause().await;
    }
    name.len()
}

async fn pause() {}
