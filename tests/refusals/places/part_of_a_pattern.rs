//! A pattern takes two parts, and one of them gets a new value.

#[pinata::desugar]
pub async fn part_of_a_pattern(mut names: (String, String, u8)) -> String {
    let (first, second, _) = names;
    pause().await;
    names.0 = second;
    pause().await;
    first + &names.0
}

async fn pause() {}
