//! MIR that is cut off or corrupt: it is read, or there is an error that names the line.

use std::time::{Duration, Instant};

use pinata_compiled::mir;

mod rustc;

/// A generator of numbers that are the same each time.
struct Numbers(u64);

impl Numbers {
    /// One below a limit.
    fn below(&mut self, limit: usize) -> usize {
        // SplitMix64.
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        ((mixed ^ (mixed >> 31)) % limit.max(1) as u64) as usize
    }
}

/// Some of the text from which MIR is made, to put it where it does not belong.
const PIECES: [&str; 24] = [
    "\n}\n",
    "\n    }\n",
    "    bb0: {\n",
    "fn ",
    "{",
    "}",
    "(",
    ")",
    "\"",
    "'",
    " -> [",
    "];",
    " -> ",
    "bb4294967296",
    "99999999999999999999999999999999999999999",
    "variant#4294967295",
    "return;\n",
    "discriminant((*_4)) = 7;\n",
    "switchInt(move _3) -> [3: bb0, otherwise: bb0];\n",
    "é",
    "\u{2028}",
    "        asm!(\"",
    "\0",
    "\n\n\n",
];

#[test]
fn corrupt() {
    let mut numbers = Numbers(7);
    let (mut read, mut refused) = (0, 0);
    for file in ["loops.rs", "ways.rs", "texts.rs"] {
        let text = rustc::emit(&rustc::bodies().join(file), file == "ways.rs");
        // By function, so that there is time for many.
        let functions =
            text.split_inclusive("\n}\n").filter(|text| text.contains("Pin<&mut {async"));
        for function in functions {
            for _ in 0..150 {
                let mut text = function.to_owned();
                for _ in 0..=numbers.below(3) {
                    damage(&mut text, &mut numbers);
                }
                match check(&text) {
                    true => read += 1,
                    false => refused += 1,
                }
            }
        }
    }
    assert!(read > 1000 && refused > 1000, "{read} read, {refused} refused");
}

/// Wherever the text ends.
#[test]
fn cut_off() {
    let text = rustc::emit(&rustc::bodies().join("texts.rs"), false);
    let ends = (0..text.len()).step_by(37).filter(|&end| text.is_char_boundary(end));
    let refused = ends.filter(|&end| !check(&text[..end])).count();
    assert!(refused > 500, "{refused} refused");
}

/// What rustc makes of `async fn once() { Tick.await }`, without most of what only a panic needs.
const ONCE: &str = "\
// MIR for everybody

fn once::{closure#0}(_1: Pin<&mut {async fn body of once()}>, _2: &mut Context<'_>) -> Poll<()> {
    scope 1 {
        debug __awaitee => (((*_9) as variant#3).0: Tick);
    }

    bb0: {
        _9 = copy (_1.0: &mut {async fn body of once()});
        _8 = discriminant((*_9));
        switchInt(move _8) -> [0: bb1, 3: bb5, otherwise: bb6];
    }

    bb1: {
        (((*_9) as variant#3).0: Tick) = <Tick as IntoFuture>::into_future(const Tick) -> bb2;
    }

    bb2: {
        _7 = &mut (((*_9) as variant#3).0: Tick);
        _6 = <Tick as Future>::poll(move _7, copy _2) -> [return: bb3, unwind continue];
    }

    bb3: {
        _5 = discriminant(_6);
        switchInt(move _5) -> [0: bb7, 1: bb4, otherwise: bb6];
    }

    bb4: {
        discriminant((*_9)) = 3;
        return;
    }

    bb5: {
        goto -> bb2;
    }

    bb6: {
        unreachable;
    }

    bb7: {
        discriminant((*_9)) = 1;
        return;
    }
}
";

/// Each names the line that is wrong, or that of the poll.
#[test]
fn messages() {
    assert!(check(ONCE));
    let mut messages = String::new();
    for (from, to) in [
        ("    }\n}\n", "    }\n"),
        ("return;\n    }\n}\n", "return;\n}\n"),
        ("    bb2: {", "    bb3: {"),
        ("return: bb3, unwind", "return: bb3, unwound"),
        ("        goto -> bb2;", "        asm!(\"goto -> bb2;\n        goto -> bb2;\");"),
        ("1: bb4", "1: bb400"),
        ("(_1.0: &mut {async", "(_1.1: &mut {async"),
        ("discriminant((*_9)) = 3;", "nop;"),
        ("_8 = discriminant((*_9));", "_8 = copy _7;"),
        ("move _8) -> [0", "move _8) -> [4294967296"),
    ] {
        assert!(ONCE.contains(from), "{from}");
        let error = mir::read(&ONCE.replace(from, to)).unwrap_err();
        messages += &format!("{from:?} replaced by {to:?}\n    {error}\n");
    }
    insta::assert_snapshot!(messages);
}

/// Whether it can be read. It must not take long, and an error must have a line of the text.
fn check(text: &str) -> bool {
    let began = Instant::now();
    let result = mir::read(text);
    assert!(began.elapsed() < Duration::from_secs(5), "{text}");
    let Err(error) = result else { return true };
    let message = error.to_string();
    let line = message.strip_prefix("MIR: line ").and_then(|rest| rest.split_once(':')).unwrap().0;
    let line: usize = line.parse().unwrap();
    assert!((1..=text.split('\n').count()).contains(&line), "{message}");
    false
}

fn damage(text: &mut String, numbers: &mut Numbers) {
    let mut place = |text: &str| {
        let at = numbers.below(text.len() + 1);
        (0..=at).rev().find(|&at| text.is_char_boundary(at)).unwrap()
    };
    let (a, b) = (place(text), place(text));
    let (from, to) = (a.min(b), a.max(b));
    // Mostly little is lost.
    let near = text[from..].char_indices().nth(numbers.below(20)).map_or(to, |(at, _)| from + at);
    let piece = PIECES[numbers.below(PIECES.len())];
    match numbers.below(7) {
        0 => text.truncate(from),
        1 => drop(text.drain(from..near)),
        2 => drop(text.drain(from..to)),
        3 => text.insert_str(from, piece),
        4 => text.replace_range(from..near, piece),
        5 => text.insert_str(to, &text.clone()[from..near]),
        _ => {
            let lines = text.lines().count();
            let (gone, moved) = (numbers.below(lines), numbers.below(lines));
            let mut lines = text.lines().map(str::to_owned).collect::<Vec<_>>();
            if lines.is_empty() {
                return;
            }
            let line = lines.remove(gone);
            lines.insert(moved, line);
            *text = lines.join("\n") + "\n";
        }
    }
}
