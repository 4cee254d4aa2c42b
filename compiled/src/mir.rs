//! From the text of the MIR to the polls in it.
//!
//! `rustc --emit=mir` writes every function as rustc leaves it to code generation. By then an
//! `async fn` is two of them: one that makes the coroutine, and the `poll` of the coroutine, in
//! which every `await` has become a number that is stored and a `return`.
//!
//! ```text
//! fn inner::{closure#0}(_1: Pin<&mut {async fn body of inner()}>, _2: …) -> Poll<u32> {
//!     debug __awaitee => (((*_9) as variant#3).0: Tick);
//!     bb0: {
//!         _9 = copy (_1.0: &mut {async fn body of inner()});
//!         _8 = discriminant((*_9));
//!         switchInt(move _8) -> [0: bb1, 1: bb7, 2: bb8, 3: bb6, otherwise: bb5];
//!     }
//!     …
//!     bb4: {
//!         discriminant((*_9)) = 3;
//!         return;
//!     }
//! ```
//!
//! becomes `Poll { path: "inner::{closure#0}", states: 4, transitions: [0 → 3, 3 → 1], … }`.
//!
//! ```text
//! cut    the text → its functions, without a look at most of it
//! head   the first line of a function → whether it is a poll
//! body   a poll → its blocks (`line`: what a line of it says)
//! walk   the blocks → the states, and the transitions between them
//! ```
//!
//! The format is made for people and may change with any rustc. So whatever a poll is made of has
//! to be understood, or else there is an error with the line, and never a machine with a hole.

mod body;
mod cut;
pub(crate) mod head;
mod line;
mod walk;

use std::collections::HashMap;

use crate::{Error, Poll};

/// What is not understood, and where: some of the text that is read.
struct Fault<'a> {
    at: &'a str,
    reason: &'static str,
}

/// Reads every poll that the text of the MIR has, in its order.
///
/// It takes no more than one pass over the text, however long that is.
pub fn read(text: &str) -> Result<Vec<Poll>, Error> {
    let mut polls = Vec::new();
    let mut makers = HashMap::new();
    for function in cut::functions(text) {
        let read = function.and_then(|function| match head::poll(function.head) {
            Some(head) => poll(&head, &function, &makers).map(|poll| polls.push(poll)),
            None => {
                makers.extend(head::maker(&function));
                Ok(())
            }
        });
        read.map_err(|fault| error(text, &fault))?;
    }
    Ok(polls)
}

fn poll<'a>(
    head: &head::Head<'a>,
    function: &cut::Function<'a>,
    makers: &HashMap<&str, &str>,
) -> Result<Poll, Fault<'a>> {
    let body = body::read(function)?;
    let walk::Walk { states, transitions, unreachable } =
        walk::walk(&body).map_err(|reason| Fault { at: function.head, reason })?;
    Ok(Poll {
        path: head.path.to_owned(),
        coroutine: head.coroutine.to_owned(),
        place: head.place(makers),
        states,
        transitions,
        unreachable,
        saved: body.saved,
    })
}

/// Lines are only counted where somebody is told.
fn error(text: &str, fault: &Fault<'_>) -> Error {
    let offset = fault.at.as_ptr() as usize - text.as_ptr() as usize;
    let line = text.as_bytes()[..offset].iter().filter(|&&byte| byte == b'\n').count() + 1;
    Error::Malformed { what: "MIR", reason: format!("line {line}: {}", fault.reason) }
}
