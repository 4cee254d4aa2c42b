//! Damaged files: whatever the damage is, there is an answer, soon and with little memory.

use std::ops::Range;
use std::panic::catch_unwind;
use std::time::{Duration, Instant};

use object::{Object, ObjectSection};
use pinata_compiled::dwarf;

use super::build::{Built, build_bare};
use super::memory::most_held;
use super::sound::assert_sound;
use super::{LINKED, SMALL};

/// How many damaged copies of each file are read.
const COPIES: u64 = 600;

/// What reading one of them may take. The files have some 30 kB.
const MAX_TIME: Duration = Duration::from_secs(2);
const MAX_MEMORY: usize = 32 << 20;

/// Random numbers: xorshift64*.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_F491_4F6C_DD1D)
    }

    fn below(&mut self, end: usize) -> usize {
        (self.next() >> 16) as usize % end.max(1)
    }

    fn within(&mut self, range: &Range<usize>) -> usize {
        range.start + self.below(range.len())
    }
}

/// Where the debug info of a file lies, and what says so.
fn interesting(bytes: &[u8]) -> Vec<Range<usize>> {
    let file = object::File::parse(bytes).unwrap();
    let debug = file.sections().filter(|section| {
        section
            .name()
            .is_ok_and(|name| name.starts_with(".debug_") || name.starts_with(".rela.debug_"))
    });
    let ranges = debug.filter_map(|section| section.file_range());
    let ranges = ranges.map(|(start, size)| start as usize..(start + size) as usize);
    ranges.chain([0..64, bytes.len() - 64 * file.sections().count()..bytes.len()]).collect()
}

/// Does one thing to the bytes.
fn damage(bytes: &mut Vec<u8>, places: &[Range<usize>], random: &mut Random) {
    let place = &places[random.below(places.len())];
    let place = place.start.min(bytes.len())..place.end.min(bytes.len());
    if place.is_empty() {
        return;
    }
    let at = random.within(&place);
    let left = &mut bytes[at..place.end];
    match random.below(8) {
        0 | 1 => left[0] ^= 1 << random.below(8),
        2 => left[0] = random.next() as u8,
        3 => {
            // The numbers where arithmetic breaks.
            let extreme =
                [0, 1, u64::MAX, u64::MAX / 2, 1 << 63, u64::from(u32::MAX)][random.below(6)];
            let size = [1, 2, 4, 8][random.below(4)].min(left.len());
            left[..size].copy_from_slice(&extreme.to_le_bytes()[..size]);
        }
        4 => {
            // Some other offset.
            let size = left.len().min(4);
            let other = random.below(place.len()) as u32;
            left[..size].copy_from_slice(&other.to_le_bytes()[..size]);
        }
        5 => {
            let size = 1 + random.below(left.len().min(40));
            let from = random.within(&(place.start..place.end - size + 1));
            bytes.copy_within(from..from + size, at);
        }
        6 => {
            let size = 1 + random.below(left.len().min(40));
            left[..size].fill(0);
        }
        _ => {
            let length = random.below(bytes.len());
            bytes.truncate(length);
        }
    }
}

fn check(built: &Built) {
    let whole = built.bytes();
    assert_eq!(dwarf::read(&whole).unwrap().coroutines.len(), 4);
    let places = interesting(&whole);
    let mut told = [0; 2];
    for seed in 0..COPIES {
        let mut random = Random(seed + 1);
        let mut bytes = whole.clone();
        for _ in 0..=random.below(3) {
            damage(&mut bytes, &places, &mut random);
        }
        let start = Instant::now();
        let held = most_held(|| {
            let read = catch_unwind(|| dwarf::read(&bytes));
            let read = read.unwrap_or_else(|_| panic!("copy {seed} panics"));
            told[usize::from(read.is_ok())] += 1;
        });
        assert!(start.elapsed() < MAX_TIME, "copy {seed} takes {:?}", start.elapsed());
        assert!(held < MAX_MEMORY, "copy {seed} takes {held} bytes");
    }
    // The damage was neither so small that nobody saw it nor so large that nothing was read.
    assert!(told.iter().all(|&count| count > COPIES / 20), "{told:?}");
}

#[test]
fn an_object_file() {
    check(&build_bare(SMALL, &["-g", "--emit=obj", "--crate-type=lib"]));
}

#[test]
fn a_linked_file() {
    check(&build_bare(SMALL, LINKED));
}

/// A file may end anywhere.
#[test]
fn cut_short() {
    let built = build_bare(SMALL, &["-g", "--emit=obj", "--crate-type=lib"]);
    let whole = built.bytes();
    for length in (0..whole.len()).step_by(97) {
        dwarf::read(&whole[..length]).unwrap_err();
    }
    assert_sound(&dwarf::read(&whole).unwrap());
}
