//@ E0716

#[desugar]
async fn length(name: &String) -> usize {
    pause().await;
    name.len()
}

pub async fn caller() -> usize {
    let future = length(&String::new());
    future.await
}

async fn pause() {}
