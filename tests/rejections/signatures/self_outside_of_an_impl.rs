//@ `self` parameter is only allowed in associated functions

#[desugar]
pub async fn self_outside_of_an_impl(&self) {
    pause().await;
}

async fn pause() {}
