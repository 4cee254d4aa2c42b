//@ E0277

#[desugar]
async fn show<T: std::fmt::Display>(value: T) -> String {
    pause().await;
    value.to_string()
}

pub struct Opaque;

pub async fn caller() -> String {
    show(Opaque).await
}

async fn pause() {}
