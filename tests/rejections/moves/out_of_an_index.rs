//@ E0507

#[desugar]
pub async fn out_of_an_index(names: Vec<String>) -> String {
    pause().await;
    names[0]
}

async fn pause() {}
