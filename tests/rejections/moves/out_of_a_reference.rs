//@ E0507

#[desugar]
pub async fn out_of_a_reference(name: &String) -> String {
    pause().await;
    *name
}

async fn pause() {}
