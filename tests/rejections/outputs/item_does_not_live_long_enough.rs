//@ lifetime may not live long enough
//@ annotated: lifetime may

#[desugar]
pub async fn parts<'a, 'b>(left: &'a str, right: &'b str) -> impl Iterator<Item = &'a str> + use<'a, 'b> {
    pause().await;
    let parts = vec![left, right];
    parts.into_iter().map(|part| &part[1..])
}

async fn pause() {}
