//@ E0382

#[desugar]
pub async fn exclusive_reference(name: &mut String) {
    let moved = name;
    pause().await;
    moved.clear();
    name.clear();
}

async fn pause() {}
