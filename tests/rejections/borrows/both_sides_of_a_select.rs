//@ E0499

#[desugar]
pub async fn both_sides_of_a_select(mut values: Vec<u8>) {
    let left = async { values.push(1) };
    let right = async { values.push(2) };
    right.await;
    left.await;
}
