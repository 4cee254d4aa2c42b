//! Twins: one source, compiled plain and annotated, must behave alike.
//!
//! Every topic is a module of ordinary `async fn`s marked `#[desugar]`, and is
//! compiled twice. In the `plain` copy the attribute changes nothing; in the
//! `annotated` copy it is `pinata::desugar`. A [`twin!`] below a function says
//! how to call it. The harness then drives both copies through every
//! cancellation and every panic, and compares what they logged.
//!
//! `tests/edition2021` does the same in the edition of 2021, without the topic `edition2024`.
//!
//! One twin: `cargo test -p pinata --test twins parameters::in_reverse`, and with
//! `-- --nocapture` also the sizes.

#[macro_use]
mod harness;
#[path = "harness/traced.rs"]
mod traced;

/// In the plain copy there is nothing to compare.
macro_rules! test_twin {
    ($name:ident) => {};
}

/// Every topic as rustc compiles it.
#[allow(clippy::all, irrefutable_let_patterns, unused)] // Twins are odd on purpose.
#[path = "."]
mod plain {
    pub(crate) use unchanged::desugar;
    #[path = "topics.rs"]
    mod topics;
    pub(crate) use topics::*;
    pub(crate) mod edition2024;
}

/// In the annotated copy each twin is a test of the two copies.
macro_rules! test_twin {
    ($name:ident) => {
        #[test]
        fn twin() {
            crate::harness::compare(plain::$name::drive, drive);
        }
    };
}

/// Every topic as the attribute compiles it.
#[allow(clippy::all, irrefutable_let_patterns, unused)] // Twins are odd on purpose.
#[path = "."]
mod annotated {
    pub(crate) use pinata::desugar;
    #[path = "topics.rs"]
    mod topics;
    pub(crate) use topics::*;
    pub(crate) mod edition2024;
}
