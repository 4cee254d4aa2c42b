//@ E0499

#[desugar]
async fn fill(values: &mut Vec<u8>) {
    pause().await;
    values.push(1);
}

pub async fn caller(mut values: Vec<u8>) {
    let future = fill(&mut values);
    values.push(2);
    future.await;
}

async fn pause() {}
