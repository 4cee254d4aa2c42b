//@ E0506

#[desugar]
pub async fn closure_and_local(mut number: u8) -> u8 {
    let read = || number + 1;
    pause().await;
    number = 3;
    read()
}

async fn pause() {}
