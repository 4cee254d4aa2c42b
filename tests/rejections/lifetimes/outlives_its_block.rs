//@ E0597

#[desugar]
pub async fn outlives_its_block() -> usize {
    let name: &str;
    {
        let owned = String::new();
        name = &owned;
        pause().await;
    }
    name.len()
}

async fn pause() {}
