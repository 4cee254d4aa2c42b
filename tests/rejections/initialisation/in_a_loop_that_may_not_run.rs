//@ E0381

#[desugar]
pub async fn in_a_loop_that_may_not_run(count: u8) -> u8 {
    let last;
    for number in 0..count {
        pause().await;
        last = number;
        break;
    }
    last
}

async fn pause() {}
