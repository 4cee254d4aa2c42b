//@ E0277

#[desugar]
pub async fn bound<T>(value: T) -> String {
    pause().await;
    show(value)
}

fn show<T: std::fmt::Display>(value: T) -> String {
    value.to_string()
}

async fn pause() {}
