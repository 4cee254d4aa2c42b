//! Renders the machine of an `async fn`: as text for the terminal, as a picture, as
//! a page with the source beside it, as a DOT graph, as JSON.
//!
//! [`target`] says which functions of which file, [`files`] which files there are, [`read`]
//! derives the machines in one of them, and [`gather`](mod@gather) does all three.
//! [`format`](mod@format) names the ways to draw them, and [`write`](mod@write) puts the
//! drawing where it belongs. A new way to draw is one module and one line in [`Format`].
#![warn(missing_docs)]

pub mod changes;
pub mod comparison;
pub mod dot;
pub mod error;
pub mod expand;
pub mod files;
pub mod format;
pub mod gather;
pub mod graph;
pub mod graphviz;
pub mod hazard;
pub mod html;
pub mod json;
pub mod list;
pub mod look;
pub mod mermaid;
pub mod outputs;
pub mod phrase;
pub mod picture;
pub mod png;
pub mod read;
pub mod svg;
pub mod target;
pub mod text;
pub mod write;

pub use error::Error;
pub use format::Format;
pub use look::Look;
pub use read::Source;
pub use target::Target;

pub use pinata_machine::Found;
