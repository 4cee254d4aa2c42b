//@ E0382

#[desugar]
pub async fn by_a_pattern(pair: (String, u8)) -> usize {
    let (name, _) = pair;
    pause().await;
    name.len() + pair.0.len()
}

async fn pause() {}
