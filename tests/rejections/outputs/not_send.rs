//@ E0277

#[desugar]
async fn shared() -> impl Fn() -> usize {
    let shared = std::rc::Rc::new(1);
    pause().await;
    move || std::rc::Rc::strong_count(&shared)
}

pub async fn caller() {
    let shared = shared().await;
    send(shared);
}

fn send(_: impl Send) {}

async fn pause() {}
