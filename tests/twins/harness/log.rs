//! The record of one run, and the fuse that makes one of its events panic.

use super::life::take_leaked;
use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe, PanicHookInfo};
use std::sync::Once;
use std::thread;

/// A run that logs more events than this one is taken for an endless loop.
const ENDLESS: usize = 10_000;

/// What happened in one run, in order.
#[derive(Default)]
pub struct Record {
    pub lines: Vec<String>,
    /// How many of the lines were events, each of which could have panicked.
    pub events: usize,
    /// What was made but never dropped.
    pub leaked: Vec<String>,
    /// The event that panics.
    fuse: Option<usize>,
}

thread_local! {
    static RECORD: RefCell<Option<Record>> = const { RefCell::new(None) };
}

/// Runs `body` and returns what it logged; the event number `fuse` panics.
///
/// A panic that `body` lets through ends the run.
pub fn record(fuse: Option<usize>, body: impl FnOnce()) -> Record {
    listen_to_panics();
    let record = Record { fuse, ..Record::default() };
    RECORD.set(Some(record));
    let _panicked = panic::catch_unwind(AssertUnwindSafe(body));
    let record = RECORD.take().expect("the record is only taken here");
    Record { leaked: take_leaked(), ..record }
}

/// Logs something that a twin did. Any event can be the one that panics.
///
/// Nothing panics while a panic is unwinding already: that would abort.
#[track_caller]
pub fn event(text: impl Into<String>) {
    let text = text.into();
    let (endless, blows) = RECORD.with_borrow_mut(|record| {
        let Some(record) = record else {
            return (false, false);
        };
        let number = record.events;
        record.events += 1;
        record.lines.push(format!("  {text}"));
        (number > ENDLESS, record.fuse == Some(number))
    });
    if (endless || blows) && !thread::panicking() {
        panic!("{} at `{text}`", if endless { "endless" } else { "fuse" });
    }
}

/// Logs something that the harness did or saw; it never panics.
pub fn note(text: impl Into<String>) {
    RECORD.with_borrow_mut(|record| {
        if let Some(record) = record {
            record.lines.push(text.into());
        }
    });
}

/// Makes panics of a recorded run part of the record, in place of a message on the screen.
fn listen_to_panics() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        let others = panic::take_hook();
        panic::set_hook(Box::new(move |info| {
            if RECORD.with_borrow(Option::is_some) {
                note(describe(info));
            } else {
                others(info);
            }
        }));
    });
}

/// The message of a panic and where it is said to have come from.
fn describe(info: &PanicHookInfo<'_>) -> String {
    let message = info.payload_as_str().unwrap_or("a payload that is no text");
    let place = info.location().expect("every panic has a location");
    let file = place.file().rsplit('/').next().unwrap_or_default();
    format!("! {message} ({file}:{}:{})", place.line(), place.column())
}
