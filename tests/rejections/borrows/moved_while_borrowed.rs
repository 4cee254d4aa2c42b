//@ E0505

#[desugar]
pub async fn moved_while_borrowed(name: String) -> usize {
    let borrowed = name.as_str();
    pause().await;
    drop(name);
    borrowed.len()
}

async fn pause() {}
