//@ E0382
//@ annotated: E0382

#[desugar]
pub async fn in_an_arm(name: Option<String>) -> bool {
    match name {
        Some(text) => drop(text),
        None => pause().await,
    }
    name.is_some()
}

async fn pause() {}
