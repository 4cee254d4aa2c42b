//@ E0382

#[desugar]
pub async fn in_a_loop(name: String) {
    for _ in 0..2 {
        pause().await;
        drop(name);
    }
}

async fn pause() {}
