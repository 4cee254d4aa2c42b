//! Says of every byte of a coroutine what it is for while the coroutine rests in some state.

use pinata_compiled::coroutine::{Coroutine, Range, Saved, SavedKind, State};

use crate::model::{HeldPair, Reason, Stretch, StretchKind};

/// The bytes of a state from the first to the last. `held` says what the source needs of them.
pub fn of(coroutine: &Coroutine, state: &State, held: &[HeldPair]) -> Vec<Stretch> {
    let mut used: Vec<Stretch> =
        state.saved.iter().filter_map(|saved| stretch(saved, held)).collect();
    used.push(Stretch { range: coroutine.tag, kind: StretchKind::Tag, name: None, local: None });
    fill(used, &used_by_any(coroutine), coroutine.size)
}

/// What a state uses, and between that what it does not: `elsewhere` is what any state uses.
pub fn fill(mut used: Vec<Stretch>, elsewhere: &[Range], size: u64) -> Vec<Stretch> {
    used.sort_by_key(|stretch| stretch.range.offset);
    let mut all = Vec::new();
    let mut at = 0;
    for stretch in used {
        // Debug info that contradicts itself is not drawn twice.
        if stretch.range.offset < at || end(stretch.range) > size {
            continue;
        }
        all.extend(unused(at, stretch.range.offset, elsewhere));
        at = end(stretch.range);
        all.push(stretch);
    }
    all.extend(unused(at, size, elsewhere));
    all
}

/// One past the last byte.
fn end(range: Range) -> u64 {
    range.offset.saturating_add(range.size)
}

/// What is saved at a known place, and takes any.
fn stretch(saved: &Saved, held: &[HeldPair]) -> Option<Stretch> {
    let range = Range { offset: saved.offset?, size: saved.size.filter(|size| *size > 0)? };
    let pair = held.iter().find(|pair| {
        let of = pair.saved.as_ref();
        of.is_some_and(|of| of.offset == saved.offset && of.name == saved.name && of.ty == saved.ty)
    });
    let kind = match (saved.kind, pair.and_then(|pair| pair.reason)) {
        (SavedKind::Awaitee, _) => StretchKind::Awaitee,
        (_, Some(Reason::DropFlag)) => StretchKind::Flag,
        (_, Some(_)) => StretchKind::Waste,
        (_, None) => StretchKind::Held,
    };
    let name = pair.map(|pair| pair.name.clone()).or_else(|| saved.name.clone());
    Some(Stretch { range, kind, name, local: pair.and_then(|pair| pair.local) })
}

/// The bytes that some state uses: apart from one another, in order.
fn used_by_any(coroutine: &Coroutine) -> Vec<Range> {
    let saved = coroutine.states.iter().flat_map(|state| &state.saved);
    let ranges = saved.filter_map(|one| Some(Range { offset: one.offset?, size: one.size? }));
    merge(ranges.chain([coroutine.tag]).collect())
}

/// The same bytes: apart from one another, in order.
pub fn merge(mut ranges: Vec<Range>) -> Vec<Range> {
    ranges.retain(|range| range.size > 0);
    ranges.sort();
    let mut merged: Vec<Range> = Vec::new();
    for range in ranges {
        match merged.last_mut() {
            Some(last) if range.offset <= end(*last) => {
                last.size = end(range).max(end(*last)) - last.offset;
            }
            _ => merged.push(range),
        }
    }
    merged
}

/// The bytes from `start` to `stop`, none of which this state uses: dead where others do.
fn unused(start: u64, stop: u64, elsewhere: &[Range]) -> Vec<Stretch> {
    let stretch = |from: u64, to: u64, kind| Stretch {
        range: Range { offset: from, size: to - from },
        kind,
        name: None,
        local: None,
    };
    let mut all = Vec::new();
    let mut at = start;
    for range in elsewhere {
        let (from, to) = (range.offset.clamp(at, stop.max(at)), end(*range).min(stop));
        if to <= from {
            continue;
        }
        all.extend((at < from).then(|| stretch(at, from, StretchKind::Padding)));
        all.push(stretch(from, to, StretchKind::Dead));
        at = to;
    }
    all.extend((at < stop).then(|| stretch(at, stop, StretchKind::Padding)));
    all
}
