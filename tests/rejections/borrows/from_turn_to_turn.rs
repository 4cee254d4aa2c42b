//@ E0499

#[desugar]
pub async fn from_turn_to_turn(mut values: Vec<u8>) -> usize {
    let mut borrowed = Vec::new();
    for _ in 0..2 {
        borrowed.push(values.iter_mut());
        pause().await;
    }
    borrowed.len()
}

async fn pause() {}
