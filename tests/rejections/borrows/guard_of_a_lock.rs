//@ E0597

use std::sync::Mutex;

#[desugar]
pub async fn guard_of_a_lock() -> usize {
    let text;
    {
        let lock = Mutex::new(String::new());
        text = lock.lock().unwrap();
        pause().await;
    }
    text.len()
}

async fn pause() {}
