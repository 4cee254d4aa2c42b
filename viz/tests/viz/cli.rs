//! The command line: what it prints where, and its exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use tempfile::TempDir;

const SOURCE: &str = "\
async fn fetch(host: &str) -> Vec<u8> {
    let socket = connect(host).await;
    socket.read().await
}

struct Client;

impl Client {
    async fn request(&mut self) {
        fetch(\"there\").await;
    }
}
";

/// A directory with `a.rs` in it, where the command runs.
struct Place(TempDir);

impl Place {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        fs::write(directory.path().join("a.rs"), SOURCE).unwrap();
        Self(directory)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn command(&self, words: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-pinata"));
        command.args(words).current_dir(self.path());
        command
    }

    fn run(&self, words: &[&str]) -> Output {
        self.command(words).output().unwrap()
    }

    /// Runs what has to fail with one line, and returns that line.
    fn fail(&self, words: &[&str]) -> String {
        let output = self.run(words);
        let stderr = String::from_utf8(output.stderr).unwrap();
        assert_eq!(Some(2), output.status.code(), "{stderr}");
        assert!(output.stdout.is_empty());
        let line = stderr.strip_suffix('\n').unwrap();
        assert!(!line.contains('\n'), "more than a line: {stderr}");
        line.to_owned()
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(self.path()).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

fn stdout(output: Output) -> String {
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(Some(0), output.status.code(), "{stderr}");
    assert!(stderr.is_empty(), "{stderr}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_file_is_drawn_as_text() {
    let drawing = stdout(Place::new().run(&["graph", "a.rs"]));
    for name in ["fetch", "Client::request", "Unresumed", "Returned"] {
        assert!(drawing.contains(name), "{name} in\n{drawing}");
    }
    assert!(!drawing.contains('\x1b'));
}

#[test]
fn cargo_adds_a_word() {
    let place = Place::new();
    let with = stdout(place.run(&["pinata", "graph", "a.rs"]));
    assert_eq!(with, stdout(place.run(&["graph", "a.rs"])));
}

#[test]
fn a_function_is_drawn_alone() {
    let drawing = stdout(Place::new().run(&["graph", "a.rs::Client::request"]));
    assert!(drawing.contains("Client::request"));
    assert!(!drawing.contains("AwaitConnect"));
}

#[test]
fn formats_are_chosen() {
    let place = Place::new();
    let dot = stdout(place.run(&["graph", "a.rs", "-f", "dot"]));
    assert!(dot.starts_with("digraph pinata {"));
    let json = stdout(place.run(&["graph", "a.rs", "--format", "json"]));
    let json: serde_json::Value = serde_json::from_str(&json).unwrap();
    assert_eq!("fetch", json[0]["path"]);
    assert_eq!("Unresumed", json[1]["machine"]["states"][0]["name"]);
}

#[test]
fn the_name_of_the_output_chooses() {
    let place = Place::new();
    for (name, start) in [("a.dot", "digraph"), ("a.json", "["), ("a.txt", "fetch"), ("a", "fetch")]
    {
        stdout(place.run(&["graph", "a.rs", "-o", name]));
        let drawing = fs::read_to_string(place.path().join(name)).unwrap();
        assert!(drawing.starts_with(start), "{drawing}");
    }
    stdout(place.run(&["graph", "a.rs", "-o", "b.painting", "-f", "text"]));
    assert_eq!(
        "error: cannot tell the format of `a.painting` from its name: choose one with `--format`",
        place.fail(&["graph", "a.rs", "-o", "a.painting"]),
    );
}

#[test]
fn looks_are_chosen() {
    let place = Place::new();
    let ascii = stdout(place.run(&["graph", "a.rs", "--ascii", "--width", "50"]));
    assert!(ascii.is_ascii());
    assert!(ascii.lines().all(|line| line.len() <= 50));
    let color = stdout(place.run(&["graph", "a.rs", "--color", "always"]));
    assert!(color.contains("\x1b["));
}

#[test]
fn a_drawing_is_saved_whole() {
    let place = Place::new();
    let drawing = stdout(place.run(&["graph", "a.rs"]));
    for _ in 0..2 {
        assert_eq!("", stdout(place.run(&["graph", "a.rs", "-o", "a.txt"])));
        assert_eq!(drawing, fs::read_to_string(place.path().join("a.txt")).unwrap());
        assert_eq!(["a.rs", "a.txt"], place.names()[..]);
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_file_stays_what_it_is() {
    let place = Place::new();
    let drawing = stdout(place.run(&["graph", "a.rs"]));
    let direct = place.run(&["graph", "a.rs", "-o", "/dev/stdout"]);
    assert_eq!(drawing, stdout(direct));
}

#[cfg(unix)]
#[test]
fn a_link_is_followed() {
    let place = Place::new();
    let link = place.path().join("link");
    fs::write(place.path().join("real"), "before").unwrap();
    std::os::unix::fs::symlink("real", &link).unwrap();
    stdout(place.run(&["graph", "a.rs", "-o", "link"]));
    assert!(link.is_symlink());
    assert!(fs::read_to_string(place.path().join("real")).unwrap().contains("fetch"));
}

#[test]
fn a_missing_file_is_named() {
    let line = Place::new().fail(&["graph", "b.rs"]);
    assert!(line.starts_with("error: cannot read `b.rs`: "), "{line}");
}

#[test]
fn what_is_not_text_is_not_read() {
    let place = Place::new();
    fs::write(place.path().join("b.rs"), b"\xff\xfe").unwrap();
    let line = place.fail(&["graph", "b.rs"]);
    assert!(line.starts_with("error: cannot read `b.rs`: "), "{line}");
}

#[test]
fn what_is_not_rust_is_shown_where() {
    let place = Place::new();
    fs::write(place.path().join("b.rs"), "async fn f() {\n    let = 1;\n}\n").unwrap();
    let line = place.fail(&["graph", "b.rs"]);
    assert!(line.starts_with("error: b.rs:2:9: "), "{line}");
}

#[test]
fn a_file_without_async_fns_is_named() {
    let place = Place::new();
    fs::write(place.path().join("b.rs"), "fn f() {}").unwrap();
    assert_eq!("error: `b.rs` has nothing `async` with a body", place.fail(&["graph", "b.rs"]));
}

#[test]
fn a_missing_function_has_neighbours() {
    let line = Place::new().fail(&["graph", "a.rs::Client::reqest"]);
    assert_eq!(
        "error: `a.rs` has no `async fn Client::reqest`; did you mean `Client::request`?",
        line,
    );
}

#[test]
fn an_output_that_cannot_be_written_is_named() {
    let place = Place::new();
    for output in ["nowhere/a.txt", "a.rs/a.txt", "nowhere/"] {
        let line = place.fail(&["graph", "a.rs", "-o", output]);
        assert!(line.starts_with(&format!("error: cannot write `{output}")), "{line}");
    }
    assert_eq!(["a.rs"], place.names()[..]);
}

#[test]
fn a_failure_leaves_the_old_drawing() {
    let place = Place::new();
    fs::write(place.path().join("a.txt"), "old").unwrap();
    place.fail(&["graph", "b.rs", "-o", "a.txt"]);
    assert_eq!("old", fs::read_to_string(place.path().join("a.txt")).unwrap());
}

#[test]
fn deep_code_is_drawn() {
    let place = Place::new();
    let (open, close) = ("{".repeat(500), "}".repeat(500));
    let deep = format!("async fn deep() {{ {open} g().await; {close} }}");
    fs::write(place.path().join("deep.rs"), deep).unwrap();
    assert!(stdout(place.run(&["graph", "deep.rs"])).contains("AwaitG"));
}

#[test]
fn bad_usage_is_explained() {
    let place = Place::new();
    for words in [
        &["graph", "a.rs", "-f", "painting"][..],
        &["graph", "a.rs", "--manifest-path", "Cargo.toml"],
        &["list", "a.rs", "--sort", "beauty"],
        &["completions", "a.rs"],
        &["graph", "a.rs", "--width", "wide"],
        &["grahp", "a.rs"],
        &[],
    ] {
        let output = place.run(words);
        assert_eq!(Some(2), output.status.code(), "{words:?}");
        assert!(output.stdout.is_empty());
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn help_is_no_failure() {
    let help = stdout(Place::new().run(&["graph", "--help"]));
    assert!(help.contains("cargo pinata graph"), "{help}");
}

/// A closed pipe on the other side: the drawing is larger than any pipe holds.
#[cfg(unix)]
#[test]
fn a_reader_may_leave() {
    let place = Place::new();
    let many: String =
        (0..500).map(|index| format!("async fn f{index}() {{ g().await; }}\n")).collect();
    fs::write(place.path().join("many.rs"), many).unwrap();
    let mut child = place
        .command(&["graph", "many.rs"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!("", String::from_utf8(output.stderr).unwrap());
    assert_eq!(Some(0), output.status.code());
}

#[test]
fn graphviz_draws_where_it_is_installed() {
    let place = Place::new();
    let words = ["graph", "a.rs::fetch", "-f", "svg", "--engine", "dot"];
    let output = place.run(&words);
    if Command::new("dot").arg("-V").output().is_ok() {
        assert!(stdout(output).contains("Generated by graphviz"));
    }
    // Where there is none, that is said on one line.
    let output = place.command(&words).env("PATH", "").output().unwrap();
    assert_eq!(Some(2), output.status.code());
    assert_eq!(
        "error: cannot run `dot`: No such file or directory; install Graphviz, or leave out `--engine`\n",
        String::from_utf8(output.stderr).unwrap(),
    );
}
