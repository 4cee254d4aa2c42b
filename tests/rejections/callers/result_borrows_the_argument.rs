//@ E0505

#[desugar]
async fn first(names: &[String]) -> &str {
    pause().await;
    &names[0]
}

pub async fn caller(names: Vec<String>) -> usize {
    let name = first(&names).await;
    drop(names);
    name.len()
}

async fn pause() {}
