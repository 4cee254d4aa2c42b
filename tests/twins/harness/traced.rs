//! What the macros of `tracing` record goes to the log.

use crate::harness::log::{event, note};
use std::fmt::{Debug, Write as _};
use std::sync::{Mutex, Once, PoisonError};
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::{Event, Metadata, Subscriber};

/// Hands its argument on; from now on everything that is traced is logged.
pub fn traced<T>(value: T) -> T {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| {
        tracing::subscriber::set_global_default(Logger::default()).expect("there is no other");
    });
    value
}

/// The names of the spans, each at its id less one.
#[derive(Default)]
struct Logger {
    spans: Mutex<Vec<&'static str>>,
}

impl Logger {
    fn name(&self, span: &Id) -> &'static str {
        let spans = self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        spans[span.into_u64() as usize - 1]
    }
}

impl Subscriber for Logger {
    fn enabled(&self, _: &Metadata<'_>) -> bool {
        true
    }
    fn new_span(&self, span: &Attributes<'_>) -> Id {
        let mut fields = Fields::default();
        span.record(&mut fields);
        note(format!("span {}:{}", span.metadata().name(), fields.text));
        let mut spans = self.spans.lock().unwrap_or_else(PoisonError::into_inner);
        spans.push(span.metadata().name());
        Id::from_u64(spans.len() as u64)
    }
    fn record(&self, span: &Id, values: &Record<'_>) {
        let mut fields = Fields::default();
        values.record(&mut fields);
        note(format!("record {}:{}", self.name(span), fields.text));
    }
    fn record_follows_from(&self, _: &Id, _: &Id) {}
    fn event(&self, traced: &Event<'_>) {
        let mut fields = Fields::default();
        traced.record(&mut fields);
        let (level, target) = (traced.metadata().level(), traced.metadata().target());
        let target = target.rsplit("::").next().unwrap_or(target);
        event(format!("{level} {target}:{}", fields.text));
    }
    fn enter(&self, span: &Id) {
        note(format!("enter {}", self.name(span)));
    }
    fn exit(&self, span: &Id) {
        note(format!("exit {}", self.name(span)));
    }
    fn try_close(&self, span: Id) -> bool {
        note(format!("close {}", self.name(&span)));
        true
    }
}

#[derive(Default)]
struct Fields {
    text: String,
}

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        let _ = write!(self.text, " {}={value:?}", field.name());
    }
}
