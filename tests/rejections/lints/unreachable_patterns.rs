//@ unreachable_patterns

#![deny(unreachable_patterns)]

#[desugar]
pub async fn unreachable(number: u8) {
    match number {
        _ => pause().await,
        1 => {}
    }
}

async fn pause() {}
