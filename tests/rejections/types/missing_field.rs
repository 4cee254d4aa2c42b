//@ E0063

struct Point {
    x: u8,
    y: u8,
}

#[desugar]
pub async fn missing_field() -> u8 {
    pause().await;
    let point = Point { x: 1 };
    point.x + point.y
}

async fn pause() {}
