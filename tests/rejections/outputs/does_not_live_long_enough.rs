//@ lifetime may not live long enough

#[desugar]
pub async fn closure<'a>(text: &'a str) -> impl Fn() -> usize + 'static {
    pause().await;
    move || text.len()
}

async fn pause() {}
