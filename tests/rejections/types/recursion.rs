//@ E0733
//@ annotated: E0733

#[desugar]
pub async fn recursion(number: u8) -> u8 {
    if number == 0 {
        return 0;
    }
    recursion(number - 1).await + 1
}
