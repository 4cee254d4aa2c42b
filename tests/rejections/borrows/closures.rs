//@ E0499

#[desugar]
pub async fn closures(mut number: u8) {
    let mut first = || number += 1;
    let mut second = || number += 2;
    pause().await;
    first();
    second();
}

async fn pause() {}
