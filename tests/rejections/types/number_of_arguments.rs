//@ E0061

#[desugar]
pub async fn number_of_arguments() {
    pause(1).await;
}

async fn pause() {}
