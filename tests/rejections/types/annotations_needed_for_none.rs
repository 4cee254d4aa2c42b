//@ E0282

#[desugar]
pub async fn annotations_needed_for_none() {
    let nothing = None;
    pause().await;
}

async fn pause() {}
