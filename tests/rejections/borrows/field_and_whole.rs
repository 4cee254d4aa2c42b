//@ E0502

#[desugar]
pub async fn field_and_whole(mut pair: (String, String)) {
    let left = &mut pair.0;
    pause().await;
    print(&pair);
    left.clear();
}

fn print(_: &(String, String)) {}

async fn pause() {}
