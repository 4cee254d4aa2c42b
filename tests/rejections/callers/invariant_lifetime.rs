//@ E0597

use std::cell::Cell;

#[desugar]
async fn keep<'a>(cell: &Cell<&'a str>, name: &'a str) {
    pause().await;
    cell.set(name);
}

pub async fn caller() {
    let cell = Cell::new("");
    {
        let name = String::new();
        keep(&cell, &name).await;
    }
    cell.get();
}

async fn pause() {}
