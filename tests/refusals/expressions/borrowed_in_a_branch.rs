//! What a branch makes and lends lives as long as the `let`.

#[pinata::desugar]
pub async fn borrowed_in_a_branch(name: Option<&str>) -> usize {
    let name = if let Some(name) = name {
        name
    } else {
        &String::from("nobody")
    };
    pause().await;
    name.len()
}

async fn pause() {}
