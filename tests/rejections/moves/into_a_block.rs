//@ E0382

#[desugar]
pub async fn into_a_block(name: String) -> usize {
    async move { drop(name) }.await;
    name.len()
}
