//! More suspension points than the tag of a machine can tell apart.

#[pinata::desugar]
pub async fn too_long() {
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await; pause().await;
    pause().await;
}

async fn pause() {}
