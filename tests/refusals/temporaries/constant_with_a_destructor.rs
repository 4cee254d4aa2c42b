//! A constant with a destructor is a new value wherever it is named, and dies with the
//! statement. Only the borrow checker knows which constants are like that.

pub struct Bell;

impl Drop for Bell {
    fn drop(&mut self) {}
}

impl Bell {
    const QUIET: Bell = Bell;

    fn listen(&self) -> usize {
        1
    }
}

const LOUD: Bell = Bell;

#[pinata::desugar]
pub async fn borrowed() {
    near(&Bell).await;
    near(&LOUD).await;
}

#[pinata::desugar]
pub async fn called() -> usize {
    let _ = &Bell;
    later(Bell::QUIET.listen()).await
}

/// With a name there is no question.
#[pinata::desugar]
pub async fn named() -> usize {
    let bell = Bell;
    near(&bell).await;
    later(bell.listen()).await
}

async fn near(_: &Bell) {}

async fn later(number: usize) -> usize {
    number
}
