//@ E0282

#[desugar]
pub async fn method_before_the_type_is_known(text: &str) -> u8 {
    let number = text.parse().unwrap();
    pause().await;
    number.pow(2)
}

async fn pause() {}
