//@ E0499

#[desugar]
pub async fn held_by_the_awaited(mut values: Vec<u8>) {
    let future = fill(&mut values);
    values.push(1);
    future.await;
}

async fn fill(values: &mut Vec<u8>) {
    values.push(0);
}
