//@ E0401

pub fn outer<T>(value: T) {
    #[desugar]
    async fn inner(value: T) {
        pause().await;
        drop(value);
    }
    drop(value);
}

async fn pause() {}
