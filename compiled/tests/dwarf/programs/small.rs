#![no_std]

use core::pin::{Pin, pin};
use core::task::{Context, Poll, Waker};

pub struct Nap(u32);

impl Future for Nap {
    type Output = u32;
    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<u32> {
        Poll::Ready(self.0)
    }
}

pub async fn inner<const N: usize>(bytes: [u8; N]) -> u32 {
    Nap(1).await;
    bytes.len() as u32
}

pub async fn outer(text: &str) -> u32 {
    let pair = (Some(inner([0; 3])), [inner([0; 5]), inner([0; 5])]);
    let length = async { text.len() as u32 + Nap(3).await }.await;
    match pair.0 {
        Some(future) => future.await,
        None => length,
    }
}

#[unsafe(no_mangle)]
pub extern "C" fn go() -> u32 {
    match pin!(outer("")).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(length) => length,
        Poll::Pending => 0,
    }
}

#[cfg(program)]
#[panic_handler]
fn panic(_: &core::panic::PanicInfo<'_>) -> ! {
    loop {}
}
