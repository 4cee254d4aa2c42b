//@ E0597

#[desugar]
async fn length(name: &str) -> usize {
    pause().await;
    name.len()
}

pub async fn caller() -> usize {
    let future;
    {
        let name = String::new();
        future = length(&name);
    }
    future.await
}

async fn pause() {}
