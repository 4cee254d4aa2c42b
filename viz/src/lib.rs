//! Renders a machine.
#![warn(missing_docs)]
