//! What may stand in the text of the MIR, and whose paths are as long as they have to be.

mod tick;
use tick::{ask, tick};

struct Pin;
struct Context;
enum Poll {}

//= 0: 3, 3: 1
pub async fn strings(name: &str) -> String {
    let close = "\"; }\n}\n\nfn x() -> [return: bb1];\n    bb0: {";
    let all = [b"-> [return: bb0, unwind: bb2];\n}".as_slice(), br#"" -> bb0;"#];
    let chars = ['\'', '"', '{', '}', '\n', '\u{2028}'];
    tick().await;
    println!("{close}{name}{{-> bb1;{all:?}{chars:?}");
    format!("discriminant((*_7)) = 5;\nreturn;{}", name)
}

//= 0: 1 3, 3: 1 3
pub async fn characters(mut letters: std::str::Chars<'_>) -> usize {
    loop {
        match letters.next() {
            Some('"' | '\'') => tick().await,
            Some('\u{10ffff}') => continue,
            Some(letter) => return letter.len_utf8(),
            None => return 0,
        };
    }
}

//= 0: 1 3 4, 3: 1, 4: 1
pub async fn numbers(small: i8, large: u128) {
    match (small, large) {
        (-128, _) => (),
        (-1, 340282366920938463463374607431768211455) => drop(tick().await),
        _ => drop(tick().await),
    }
}

//= 0: 3 4, 3: 3 4, 4: 1
#[cfg(target_arch = "x86_64")]
pub async fn assembly() {
    while ask() {
        tick().await;
        unsafe {
            std::arch::asm!(
                "nop;",
                "/* }} {{ \" -> bb0; */",
                "/*",
                "}}",
                "    bb9: {{",
                "fn x() {{",
                "    }}",
                "        return;",
                "*/",
                "# -> [return: bb0];",
                "mov {0:e}, {0:e}",
                inout(reg) 3 => _,
            );
        }
    }
    tick().await;
}

//= 0: 1 3, 3: 1
#[cfg(target_arch = "x86_64")]
pub async fn jumps() {
    unsafe {
        std::arch::asm!("jmp {}", label { drop(tick().await) });
    }
}

//= 0: 3, 3: 1
pub async fn arrows(map: fn(u32) -> [u32; 4], boxed: Box<dyn Fn(&str) -> (u32, bool)>) -> u32 {
    fn bb5(n: u32) -> [u32; 4] {
        [n; 4]
    }
    let map = if ask() { map } else { bb5 as fn(u32) -> [u32; 4] };
    let n = tick().await;
    map(n)[n as usize % 4] + boxed(") = ").0
}

//= 0: 3, 3: 1
pub async fn r#type(r#match: u32) -> u32 {
    let __awaitee = r#match;
    __awaitee + tick().await
}
