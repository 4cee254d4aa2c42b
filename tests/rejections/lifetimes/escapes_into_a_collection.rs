//@ lifetime may not live long enough
//@ annotated: lifetime may not live long enough

#[desugar]
pub async fn escapes_into_a_collection<'a, 'b>(names: &mut Vec<&'a str>, name: &'b str) {
    pause().await;
    names.push(name);
}

async fn pause() {}
