//@ E0700

#[desugar]
pub async fn captures<'a, 'b>(text: &'a str, other: &'b str) -> impl Fn() -> usize + use<'a> {
    pause().await;
    let rest = &other[1..];
    move || text.len() + rest.len()
}

async fn pause() {}
