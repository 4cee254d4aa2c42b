//@ E0521

#[desugar]
pub async fn escapes(name: &str) {
    pause().await;
    keep(name);
}

fn keep(_: &'static str) {}

async fn pause() {}
