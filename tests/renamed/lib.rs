//! A crate that knows `pinata` by another name only, as do those who get it from a
//! re-export: `#[desugar(crate = path)]`. Without `std`, and without `alloc`.
#![no_std]
#![forbid(unsafe_code)]
#![deny(warnings, missing_docs, clippy::unwrap_used, clippy::expect_used, clippy::panic)]
#![deny(clippy::indexing_slicing, clippy::shadow_unrelated, clippy::arithmetic_side_effects)]

/// What a library would write for its users.
pub mod library {
    pub use state_machines as machines;
}

use core::future::{Future, ready};
use library::machines::desugar;

/// Branches, `?`, a loop, a method that may take its receiver, and temporaries.
///
/// # Errors
///
/// When a number is not.
#[desugar(crate = crate::library::machines)]
pub async fn sum(numbers: &[Result<u8, u8>], mut seen: impl FnMut(u8)) -> Result<u32, u8> {
    let mut sum = 0_u32;
    for number in numbers {
        let number = ready(*number).await?;
        let limit = core::cell::Cell::new(number);
        seen(ready(limit.get()).await);
        if let Some(next) = ready(sum.checked_add(number.into())).await {
            sum = next;
        } else {
            break;
        }
    }
    Ok(limit(sum).await.await)
}

/// With an absolute path, an output without a name, and a condition.
#[desugar(crate = ::state_machines)]
async fn limit(number: u32, #[cfg(any())] missing: Missing) -> impl Future<Output = u32> {
    let limited = ready(number).await.min(100);
    ready(limited)
}

/// An attribute of a path.
#[library::machines::desugar(crate = library::machines)]
pub async fn never() -> ! {
    loop {
        ready(()).await;
    }
}

#[cfg(test)]
mod tests {
    use core::pin::pin;
    use core::task::{Context, Poll, Waker};

    #[test]
    fn runs() {
        let mut seen = 0;
        let numbers = [Ok(60), Ok(70)];
        let mut future = pin!(super::sum(&numbers, |_| seen += 1));
        let mut context = Context::from_waker(Waker::noop());
        assert_eq!(future.as_mut().poll(&mut context), Poll::Ready(Ok(100)));
    }
}
