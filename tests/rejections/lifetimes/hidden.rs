//@ E0726
//@ annotated: elided_lifetimes_in_paths

pub struct Holder<'a>(&'a str);

#[desugar]
pub async fn hidden(holder: Holder) -> usize {
    pause().await;
    holder.0.len()
}

async fn pause() {}
