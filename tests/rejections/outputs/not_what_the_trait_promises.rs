//@ E0277

trait Numbers {
    async fn numbers(&self) -> impl Iterator<Item = u8> + Send;
}

struct Shared;

impl Numbers for Shared {
    #[desugar]
    async fn numbers(&self) -> impl Iterator<Item = u8> {
        pause().await;
        let shared = std::rc::Rc::new(1);
        (0..3).map(move |number| number + *shared)
    }
}

pub async fn uses() -> usize {
    Shared.numbers().await.count()
}

async fn pause() {}
