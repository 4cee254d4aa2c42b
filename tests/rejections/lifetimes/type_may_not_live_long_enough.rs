//@ E0310

#[desugar]
pub async fn type_may_not_live_long_enough<T>(value: T) -> Box<dyn Send>
where
    T: Send,
{
    pause().await;
    Box::new(value)
}

async fn pause() {}
