//! A closure takes a part of what is kept.

#[pinata::desugar]
pub async fn captured_part(pair: (String, String)) -> usize {
    let length = move || pair.0.len();
    pause().await;
    length()
}

#[pinata::desugar]
pub async fn into_a_block(pair: (String, (String, String))) -> usize {
    pause().await;
    let future = async move { pair.1.0.len() };
    let length = future.await;
    length + pair.0.len()
}

#[pinata::desugar]
pub async fn without_move(pair: (String, u8)) -> usize {
    pause().await;
    let length = || pair.0.len() + usize::from(pair.1);
    let sum = length();
    let name = async { pair.0 };
    name.await.len() + sum
}

pub struct Names {
    first: String,
    second: String,
    number: u8,
}

#[pinata::desugar]
pub async fn rest_of_a_base(names: Names, others: Names) -> usize {
    pause().await;
    let numbered = move || Names { number: 2, ..others };
    let renamed = move || Names { first: String::new(), ..names };
    let (one, other) = ({ numbered }(), { renamed }());
    pause().await;
    names.first.len() + one.first.len() + other.second.len() + usize::from(other.number)
}

async fn pause() {}
