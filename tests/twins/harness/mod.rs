//! Drives two copies of a twin and compares what they did.
//!
//! - [`log`] is the record that everything writes to, and the fuse that makes one event panic.
//! - [`instruments`] are futures and functions that log what happens to them, [`droppable`] is
//!   such a value, and [`life`] notices which of them were never dropped, or twice.
//! - [`drive`] polls a future, cancels it, and survives its panics.
//! - [`compare`] goes through all cancellations and all panics.
//! - [`markers`] asks a future for its auto traits.
//! - `notices` tests the harness itself.

mod compare;
mod drive;
pub mod droppable;
pub mod instruments;
pub mod life;
pub mod log;
#[macro_use]
pub mod markers;
mod notices;

pub use compare::compare;
pub use drive::Driver;

/// What a topic imports.
pub mod prelude {
    pub use super::Driver;
    pub use super::droppable::{D, d};
    pub use super::instruments::*;
    pub use super::log::event;
    pub use super::markers::{Fallback, markers_of};
    pub use std::cell::{Cell, RefCell};
    pub use std::future::{Future, IntoFuture};
    pub use std::pin::Pin;
    pub use std::rc::Rc;
    pub use std::sync::Arc;
}

/// Names a twin and says how to run it.
///
/// `twin!(f(a, b))` drives the future of `f(a, b)`. When the arguments borrow
/// something, or when more than one future is to be driven, another form
/// takes a closure: `twin!(f, |driver| { … driver.drive(|| f(&mut v)); … })`.
/// One function may have several twins: `twin!(name = f(other, arguments))`.
macro_rules! twin {
    ($name:ident ( $($arguments:tt)* )) => {
        twin!($name = $name($($arguments)*));
    };
    ($name:ident = $function:ident ( $($arguments:tt)* )) => {
        twin!($name, |driver| {
            let call = || super::$function($($arguments)*);
            driver.markers(markers!(call));
            driver.drive(call);
        });
    };
    ($name:ident, |$driver:ident| $body:expr) => {
        pub(crate) mod $name {
            use super::*;
            pub(crate) fn drive($driver: &mut Driver) {
                $body
            }
            test_twin!($name);
        }
    };
}
