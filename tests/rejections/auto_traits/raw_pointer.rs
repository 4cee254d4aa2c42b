//@ future cannot be sent between threads safely

#[desugar]
async fn raw_pointer() -> bool {
    let pointer = std::ptr::null::<u8>();
    pause().await;
    pointer.is_null()
}

pub fn spawn() {
    require_send(raw_pointer());
}

fn require_send<T: Send>(_: T) {}

async fn pause() {}
