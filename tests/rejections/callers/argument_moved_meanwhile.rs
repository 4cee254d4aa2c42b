//@ E0505

#[desugar]
async fn length(name: &String) -> usize {
    pause().await;
    name.len()
}

pub async fn caller(name: String) -> usize {
    let future = length(&name);
    drop(name);
    future.await
}

async fn pause() {}
