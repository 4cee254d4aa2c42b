//@ E0597
//@ annotated: E0373

#[desugar]
pub async fn closure_that_borrows(number: u8) -> Box<dyn Fn() -> u8> {
    pause().await;
    Box::new(|| number + 1)
}

async fn pause() {}
