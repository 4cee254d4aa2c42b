//! What has to hold of every coroutine, whoever built it.

use pinata_compiled::coroutine::{Coroutine, DebugInfo, SavedKind, State};

/// Checks that what debug info is said to tell contradicts nothing.
pub fn assert_sound(info: &DebugInfo) {
    assert!(info.producers.is_sorted());
    assert!(info.coroutines.is_sorted_by_key(|coroutine| &coroutine.path));
    for (number, coroutine) in info.coroutines.iter().enumerate() {
        assert!(!info.coroutines[..number].contains(coroutine), "twice: {}", coroutine.path);
        assert!(coroutine.lines.start <= coroutine.lines.end, "{}", coroutine.path);
        assert_eq!(coroutine.size % coroutine.align, 0, "{}", coroutine.path);
        let names: Vec<_> = coroutine.states.iter().map(|state| state.name.as_str()).collect();
        assert_eq!(names[..3], ["Unresumed", "Returned", "Panicked"]);
        for (value, state) in coroutine.states.iter().enumerate() {
            assert_eq!(state.value as usize, value);
            assert_state_sound(info, coroutine, state);
        }
    }
}

fn assert_state_sound(info: &DebugInfo, coroutine: &Coroutine, state: &State) {
    let what = format!("{} {}", coroutine.path, state.name);
    let awaitees = state.saved.iter().filter(|saved| saved.kind == SavedKind::Awaitee).count();
    assert!(awaitees <= 1, "{what}");
    // What is kept lies side by side, and beside the tag.
    let tag = (coroutine.tag.offset, coroutine.tag.size);
    let kept = state.saved.iter().filter_map(|saved| Some((saved.offset?, saved.size?)));
    let mut ranges: Vec<_> = kept.chain([tag]).filter(|(_, size)| *size > 0).collect();
    ranges.sort();
    for pair in ranges.windows(2) {
        assert!(pair[0].0 + pair[0].1 <= pair[1].0, "{what}: {ranges:?}");
    }
    let (offset, size) = *ranges.last().unwrap();
    assert!(offset + size <= coroutine.size, "{what}");
    for saved in &state.saved {
        if let (Some(offset), Some(align)) = (saved.offset, saved.align) {
            assert_eq!(offset % align, 0, "{what}: {saved:?}");
        }
        for inner in &saved.coroutines {
            let size = info.coroutines[inner.coroutine.0].size;
            assert!(inner.offset + size <= saved.size.unwrap(), "{what}: {saved:?}");
        }
    }
}
