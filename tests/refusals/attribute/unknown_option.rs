//! There is one option, and this isn't it.

#[pinata::desugar(Send)]
pub async fn an_option() {}

#[pinata::desugar(boxed, crate = pinata)]
pub async fn one_of_two() {}

#[pinata::desugar(name = "Machine")]
pub async fn with_a_value() {}

#[pinata::desugar(crate)]
pub async fn without_a_path() {}

#[pinata::desugar(crate = "pinata")]
pub async fn text_for_a_path() {}

#[pinata::desugar("pinata")]
pub async fn text() {}

#[pinata::desugar(crate = pinata, crate = ::pinata)]
pub async fn twice() {}
