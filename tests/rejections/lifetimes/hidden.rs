//@ E0726

pub struct Holder<'a>(&'a str);

#[desugar]
pub async fn hidden(holder: Holder) -> usize {
    pause().await;
    holder.0.len()
}

async fn pause() {}
