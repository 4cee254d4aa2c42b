//@ E0277

#[desugar]
async fn not_clone() {
    pause().await;
}

pub fn copy() {
    require_clone(not_clone());
}

fn require_clone<T: Clone>(_: T) {}

async fn pause() {}
