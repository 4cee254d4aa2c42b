//! The twins in the edition of 2021: `tests/twins/main.rs` without the topic of 2024.

#[macro_use]
#[path = "../twins/harness/mod.rs"]
mod harness;
#[path = "../twins/harness/traced.rs"]
mod traced;

macro_rules! test_twin {
    ($name:ident) => {};
}

#[allow(clippy::all, irrefutable_let_patterns, unused)] // Twins are odd on purpose.
#[path = "../twins"]
mod plain {
    pub(crate) use unchanged::desugar;
    #[path = "topics.rs"]
    mod topics;
    pub(crate) use topics::*;
}

macro_rules! test_twin {
    ($name:ident) => {
        #[test]
        fn twin() {
            crate::harness::compare(plain::$name::drive, drive);
        }
    };
}

#[allow(clippy::all, irrefutable_let_patterns, unused)] // Twins are odd on purpose.
#[path = "../twins"]
mod annotated {
    pub(crate) use pinata::desugar;
    #[path = "topics.rs"]
    mod topics;
    pub(crate) use topics::*;
}
