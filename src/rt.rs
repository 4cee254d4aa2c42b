//! What the expansion of `#[pinata::desugar]` calls. Not for use by hand: it changes with
//! the macro, and most of it is `unsafe` to call for reasons that only the macro keeps.

mod aside;
mod branch;
mod call;
mod compared;
mod doubt;
mod hand;
mod keep;
mod look;
mod machine;
mod output;
mod parts;
mod probe;
mod rest;
mod slot;

pub use aside::{Kept, Taken, Verdict, put_aside, put_there};
pub use branch::{Branch, FromBranch, branch, from_branch, returned};
pub use call::{Called, CalledOnce, Callee};
pub use compared::{BeforeInPlace, Compared, Copied, Lent};
pub use doubt::{AskFirst, AskLast, Drops, Free, Holds};
pub use hand::{Hand, ToTokio, to_tokio};
pub use keep::{CaptureByValue, Captured, Owned, Place, Temporary, hold};
pub use look::{Bind, Found, Look, LookInside, Moves, Tight, bound, free, freed, seen};
pub use machine::{
    Bytes, Code, Layout, Machine, Op, Storage, after_panic, after_return, is_oracle, oracle,
};
pub use output::{Returning, Returns, given};
pub use parts::{Goes, Lends, Remains, Stay, Stays, TakenElements, TakenPart, TakenReference};
pub use probe::*;
pub use rest::{Made, Rest, field, made_of, rest};
pub use slot::{
    Ending, GONE, Handle, LIVE, Local, Or, Parted, Plain, Slot, assign, assign_part, assign_parted,
    either, halves, parted, plain, whole,
};

pub use crate::__probe;
