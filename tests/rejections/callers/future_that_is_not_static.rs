//@ E0521

#[desugar]
async fn length(name: &str) -> usize {
    pause().await;
    name.len()
}

pub fn caller(name: &str) {
    spawn(length(name));
}

fn spawn<T: 'static>(_: T) {}

async fn pause() {}
