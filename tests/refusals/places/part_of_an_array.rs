//! An array that is kept loses a part.

#[pinata::desugar]
pub async fn part_of_an_array(names: [String; 3]) -> String {
    let [first, ..] = names;
    pause().await;
    first
}

async fn pause() {}
