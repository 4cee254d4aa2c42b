//! The macros and the attribute of `tracing`, whose fields have the names of locals.

use super::*;
use crate::plain::traces as plain;
use crate::traced::traced;
use tracing::{Instrument as _, Level, debug, enabled, error, event, info, info_span, instrument};

#[desugar]
async fn fields(bytes: usize, flag: bool) -> usize {
    let (peer, text) = ((1, 2), String::from("text"));
    info!(bytes, flag, "first");
    step(1).await;
    info!(bytes, ?peer, %text, "second");
    debug!(bytes = bytes + 1, is_small = bytes == 2, peer.port = peer.0, "third {bytes}");
    error!("a name" = bytes, other = %text.len(), "fourth {} {text} {n}", bytes + 1, n = bytes);
    step(1).await;
    event!(name: "named", target: "own", Level::WARN, bytes, flag);
    bytes + text.len()
}
twin!(fields(traced(2), true));

/// The names of the fields are those in the source.
#[desugar]
async fn shadowed(value: usize) -> usize {
    let value = later(value + 1).await;
    info!(value, "{value}");
    {
        let value = later(d("inner")).await;
        info!(?value);
        step(1).await;
        info!(value = value.0.len(), text = ?value.touch());
    }
    let span = info_span!("span", value);
    step(1).await;
    info!(parent: &span, value, "in it");
    value
}
twin!(shadowed(traced(1)));

struct Peer {
    number: usize,
    name: D,
}

impl Peer {
    #[desugar]
    async fn count(&mut self, by: usize) -> usize {
        self.number += by;
        info!(self.number, by, name = self.name.touch());
        step(1).await;
        info!(?self.name, %self.number, is_two = self.number == 2);
        self.number
    }

    #[instrument(skip(self), ret)]
    #[desugar]
    async fn instrumented(&mut self, by: usize) -> usize {
        let before = self.count(by).await;
        debug!(before);
        self.count(before).await
    }
}
#[desugar]
async fn of_self() -> usize {
    let mut peer = Peer { number: 0, name: d("peer") };
    peer.count(later(1).await).await + peer.instrumented(2).await
}
twin!(of_self, |driver| driver.drive(|| traced(super::of_self())));

#[desugar]
async fn spans(number: usize) -> usize {
    let span = info_span!("outer", number, later = tracing::field::Empty);
    let inner = span.clone();
    let value = async move {
        info!(number, "inside");
        later(number + 1).await
    }
    .instrument(span)
    .await;
    inner.record("later", value);
    let text = later(d("text")).await;
    let show = |extra: usize| info!(?text, value, extra, value.twice = 2 * value, "closure");
    show(1);
    step(1).await;
    let found = info_span!("short", ?text).in_scope(|| {
        info!(value, ?text);
        value
    });
    if enabled!(Level::INFO) {
        drop(text);
    }
    step(1).await;
    found
}
twin!(spans(traced(1)));

#[instrument(fields(len = name.len()), err(Debug))]
#[desugar]
async fn fails(name: &str, by: usize) -> Result<usize, Oops> {
    let number = fallible(by)?;
    let guard = d("guard");
    step(number).await;
    let number = later(fallible(number + 1)).await?;
    info!(number, ?guard);
    Ok(number)
}
twin!(fails(traced("name"), 1));
twin!(fails_early = fails(traced("name"), 3));
