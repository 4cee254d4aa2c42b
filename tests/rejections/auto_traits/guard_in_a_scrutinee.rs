//@ future cannot be sent between threads safely

use std::sync::Mutex;

#[desugar]
async fn guard_in_a_scrutinee(lock: &'static Mutex<u8>) {
    match *lock.lock().unwrap() {
        0 => pause().await,
        _ => {}
    }
}

static LOCK: Mutex<u8> = Mutex::new(0);

pub fn spawn() {
    require_send(guard_in_a_scrutinee(&LOCK));
}

fn require_send<T: Send>(_: T) {}

async fn pause() {}
