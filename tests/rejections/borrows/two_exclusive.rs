//@ E0499

#[desugar]
pub async fn two_exclusive(mut values: Vec<u8>) {
    let first = &mut values;
    let second = &mut values;
    pause().await;
    first.push(1);
    second.push(2);
}

async fn pause() {}
