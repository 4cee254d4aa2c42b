//! What a pattern moved depends on what can be written to later.

pub struct Parts {
    number: u8,
    left: String,
    right: String,
}

#[pinata::desugar]
pub async fn depends_on_the_rest(mut parts: Parts) -> String {
    match parts {
        Parts { number: 0, left: part, .. } | Parts { right: part, .. } => {
            parts.number += 1;
            pause().await;
            part
        }
    }
}

async fn pause() {}
