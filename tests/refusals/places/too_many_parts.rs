//! More parts of one local go their own ways than there are flags.

pub struct Names {
    pub a: String,
    pub b: String,
    pub c: String,
    pub d: String,
    pub e: String,
    pub f: String,
    pub g: String,
    pub h: String,
    pub i: String,
}

#[pinata::desugar]
pub async fn too_many_parts(names: Names) -> usize {
    let mut taken = Vec::new();
    pause().await;
    taken.push(names.a);
    pause().await;
    taken.push(names.b);
    taken.push(names.c);
    taken.push(names.d);
    taken.push(names.e);
    taken.push(names.f);
    taken.push(names.g);
    taken.push(names.h);
    pause().await;
    taken.push(names.i);
    taken.len()
}

async fn pause() {}
