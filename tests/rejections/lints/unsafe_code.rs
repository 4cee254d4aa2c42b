//@ unsafe_code

#![deny(unsafe_code)]

#[desugar]
pub async fn danger(pointer: *const u8) -> bool {
    pause().await;
    unsafe { pointer.is_aligned() }
}

async fn pause() {}
