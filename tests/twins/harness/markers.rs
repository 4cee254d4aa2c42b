//! Which auto traits a future has.
//!
//! A type that is not known to be `Send` can't be asked at run time. But a
//! method of an inherent impl hides one of a trait, and only applies where the
//! bounds of the impl hold; [`markers!`] asks like that.

use std::marker::PhantomData;

/// Stands for the type that is asked.
pub struct Marked<T>(PhantomData<T>);

/// The type that a closure returns.
pub fn markers_of<T>(_: &impl FnOnce() -> T) -> Marked<T> {
    Marked(PhantomData)
}

/// The answers when the bounds don't hold.
pub trait Fallback {
    fn send(&self) -> &'static str {
        "!Send"
    }
    fn sync(&self) -> &'static str {
        "!Sync"
    }
    fn unpin(&self) -> &'static str {
        "!Unpin"
    }
}

impl<T> Fallback for Marked<T> {}

impl<T: Send> Marked<T> {
    pub fn send(&self) -> &'static str {
        "Send"
    }
}

impl<T: Sync> Marked<T> {
    pub fn sync(&self) -> &'static str {
        "Sync"
    }
}

impl<T: Unpin> Marked<T> {
    #[allow(dead_code)] // No machine is `Unpin`, or this is used.
    pub fn unpin(&self) -> &'static str {
        "Unpin"
    }
}

/// The auto traits of what a closure returns.
macro_rules! markers {
    ($make:expr) => {{
        let marked = markers_of(&$make);
        format!("{} {} {}", marked.send(), marked.sync(), marked.unpin())
    }};
}
