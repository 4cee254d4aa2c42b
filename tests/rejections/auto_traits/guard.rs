//@ future cannot be sent between threads safely

use std::sync::Mutex;

#[desugar]
async fn guard(lock: &'static Mutex<u8>) {
    let mut number = lock.lock().unwrap();
    pause().await;
    *number += 1;
}

static LOCK: Mutex<u8> = Mutex::new(0);

pub fn spawn() {
    require_send(guard(&LOCK));
}

fn require_send<T: Send>(_: T) {}

async fn pause() {}
