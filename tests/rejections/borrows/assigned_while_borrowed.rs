//@ E0506

#[desugar]
pub async fn assigned_while_borrowed(mut number: u8) -> u8 {
    let borrowed = &number;
    pause().await;
    number = 2;
    pause().await;
    *borrowed
}

async fn pause() {}
