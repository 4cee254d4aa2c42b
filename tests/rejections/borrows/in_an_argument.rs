//@ E0499

#[desugar]
pub async fn in_an_argument(mut values: Vec<u8>) {
    two(&mut values, {
        pause().await;
        &mut values
    });
}

fn two(_: &mut Vec<u8>, _: &mut Vec<u8>) {}

async fn pause() {}
