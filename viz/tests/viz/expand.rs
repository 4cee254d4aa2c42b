//! Machines as Rust.

use std::fs;
use std::process::{Command, Output};

use insta::assert_snapshot;
use tempfile::TempDir;

const SOURCE: &str = "\
struct Client;

impl Client {
    /// Sends.
    #[pinata::desugar(crate = my::pinata)]
    pub(crate) async fn send(&mut self, all: Vec<Part>) -> io::Result<usize> {
        let mut sent = 0;
        for part in all {
            if part.is_empty() {
                continue;
            }
            self.lock().unwrap().write(&part).await?;
            sent += part.len();
        }
        Ok(sent)
    }
}

fn start() {
    spawn(async { work().await });
}

async fn refused() {
    call!(work().await);
}
";

fn run(words: &[&str]) -> Output {
    let directory = TempDir::new().unwrap();
    fs::write(directory.path().join("a.rs"), SOURCE).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-pinata"));
    command.arg("expand").args(words).current_dir(directory.path()).output().unwrap()
}

fn texts(output: Output) -> [String; 2] {
    [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap())
}

#[test]
fn a_textbook() {
    let [text, complaints] = texts(run(&["a.rs::send", "--minimal"]));
    assert_eq!("", complaints);
    assert_snapshot!(text);
}

/// Whatever it is of, a textbook can show it, and it reads as tokens.
#[test]
fn a_textbook_of_all() {
    let [text, complaints] = texts(run(&["a.rs", "--minimal"]));
    assert_eq!("", complaints);
    assert!(text.contains("enum StartAsyncBlockAtLine20 {"), "{text}");
    assert!(text.contains("enum Refused {"), "{text}");
    text.parse::<proc_macro2::TokenStream>().unwrap();
}

/// The attribute is gone, what else stands on the function stays.
#[test]
fn all_of_a_method() {
    let [text, _] = texts(run(&["a.rs::send"]));
    assert!(text.starts_with("/// Sends.\npub(crate) fn send"), "{text}");
    assert!(text.contains("my::pinata::rt::"), "{text}");
    assert!(!text.contains("desugar"), "{text}");
}

#[test]
fn what_is_not_expanded() {
    let output = run(&["a.rs"]);
    assert_eq!(Some(1), output.status.code());
    let [text, complaints] = texts(output);
    assert!(text.contains("fn send"), "{text}");
    assert!(!text.contains("fn refused"), "{text}");
    assert_snapshot!(complaints, @r#"
    not expanded: a.rs: `start::{async block at line 20}` is no `async fn`; see it with `--minimal`
    not expanded: a.rs:24:5: `refused`: when `call!` evaluates this `.await`, and how often, isn't known; await before it: `let value = ….await;`
    "#);
    assert_eq!(Some(1), run(&["a.rs::refused"]).status.code());
}

#[test]
fn colors_change_no_letter() {
    for words in [&["a.rs::send"][..], &["a.rs::send", "--minimal"]] {
        let [plain, _] = texts(run(words));
        let [colored, _] = texts(run(&[words, &["--color", "always"]].concat()));
        assert!(colored.contains("\x1b["));
        assert_eq!(plain, anstream::adapter::strip_str(&colored).to_string());
    }
}
