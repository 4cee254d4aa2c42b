//! A literal takes two parts of its base, and one of them gets a new value.

pub struct Names {
    first: String,
    second: String,
    third: String,
}

#[pinata::desugar]
pub async fn part_of_a_base(mut names: Names) -> String {
    let other = Names { first: String::new(), ..names };
    pause().await;
    names.second = other.third;
    pause().await;
    names.first + &names.second
}

async fn pause() {}
