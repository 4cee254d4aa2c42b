//@ E0310

#[desugar]
async fn unused<T>() {
    pause().await;
}

pub fn caller<T>() -> Box<dyn std::any::Any> {
    Box::new(unused::<T>())
}

async fn pause() {}
