//@ E0503

#[desugar]
pub async fn used_while_borrowed(mut number: u8) -> u8 {
    let borrowed = &mut number;
    pause().await;
    let sum = number + 1;
    *borrowed = 2;
    sum
}

async fn pause() {}
