//@ E0382

#[desugar]
pub async fn as_an_earlier_argument(name: String) {
    two(name, {
        pause().await;
        name.len()
    });
}

fn two(_: String, _: usize) {}

async fn pause() {}
