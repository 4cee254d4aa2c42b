//@ lifetime may not live long enough

use std::cell::Cell;

#[desugar]
pub async fn invariant<'a>(cell: &Cell<&'a str>, name: &'static str) -> &'static str {
    pause().await;
    cell.set(name);
    cell.get()
}

async fn pause() {}
