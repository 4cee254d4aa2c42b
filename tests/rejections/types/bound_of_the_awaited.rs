//@ E0277

pub struct Opaque;

#[desugar]
pub async fn bound_of_the_awaited(value: Opaque) {
    show(value).await;
}

async fn show<T: std::fmt::Display>(value: T) {
    drop(value.to_string());
}
