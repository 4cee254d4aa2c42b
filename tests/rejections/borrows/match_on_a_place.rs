//@ E0506

#[desugar]
pub async fn match_on_a_place(mut name: Option<String>) -> usize {
    match &name {
        Some(text) => {
            name = None;
            pause().await;
            text.len()
        }
        None => 0,
    }
}

async fn pause() {}
