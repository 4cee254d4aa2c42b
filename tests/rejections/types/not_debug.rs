//@ E0277

pub struct Opaque;

#[desugar]
pub async fn not_debug(value: Opaque) -> String {
    pause().await;
    format!("{:?}", value)
}

async fn pause() {}
