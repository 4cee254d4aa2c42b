//@ E0382

#[desugar]
pub async fn of_a_part(pair: (String, String)) -> (String, String) {
    let left = pair.0;
    pause().await;
    drop(left);
    pair
}

async fn pause() {}
