//! An array that is kept loses a part.

#[pinata::desugar]
pub async fn part_of_an_array(names: [String; 3]) -> String {
    let [first, ..] = names;
    pause().await;
    first
}

#[pinata::desugar]
pub async fn array_in_a_tuple(all: (u8, [String; 3])) -> String {
    pause().await;
    let (_, [first, ..]) = all;
    pause().await;
    first
}

async fn pause() {}
