//@ E0560

struct Point {
    x: u8,
}

#[desugar]
pub async fn unknown_field_of_a_literal() -> u8 {
    pause().await;
    let point = Point { x: 1, y: 2 };
    point.x
}

async fn pause() {}
