//@ E0509

pub struct Droppable(String);

impl Drop for Droppable {
    fn drop(&mut self) {}
}

#[desugar]
pub async fn out_of_a_droppable(value: Droppable) -> String {
    pause().await;
    value.0
}

async fn pause() {}
