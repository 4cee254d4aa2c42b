//@ E0597

#[desugar]
async fn measure<'a>(text: &'a String) -> impl Fn() -> usize + use<'a> {
    pause().await;
    move || text.len()
}

pub async fn caller() -> usize {
    let measure = {
        let text = String::from("text");
        measure(&text).await
    };
    measure()
}

async fn pause() {}
