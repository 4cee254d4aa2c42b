//@ lifetime may not live long enough

#[desugar]
pub async fn not_the_one_declared<'a, 'b>(left: &'a str, right: &'b str) -> &'a str {
    if left.is_empty() {
        pause().await;
        return left;
    }
    right
}

async fn pause() {}
