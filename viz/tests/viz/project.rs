//! Whole directories and packages: every file in them, and what becomes of each.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use insta::assert_snapshot;
use tempfile::TempDir;

/// Two packages in a workspace, a file outside of both, and what must not be read.
const FILES: [(&str, &str); 10] = [
    ("Cargo.toml", "[workspace]\nmembers = [\"client\", \"server\"]\nresolver = \"3\"\n"),
    (
        "client/Cargo.toml",
        "[package]\nname = \"client\"\nedition = \"2024\"\n[[test]]\nname = \"far\"\npath = \"../far/far.rs\"\n",
    ),
    (
        "client/src/lib.rs",
        "pub mod net;\npub async fn get(url: Url) { net::connect(&url).await.send(url).await }\n",
    ),
    (
        "client/src/net.rs",
        "cfg! { impl Net { pub async fn connect(&self) { for a in self.all() { a.try_it().await; } } } }\n",
    ),
    ("client/src/unused.rs", "fn f() { spawn(async move { g().await }); }\n"),
    ("far/far.rs", "#[tokio::test]\nasync fn far() {}\n"),
    ("server/Cargo.toml", "[package]\nname = \"server\"\nedition = \"2024\"\n"),
    (
        "server/src/main.rs",
        "macro_rules! m { () => { async {} } }\nasync fn main() { accept().await }\n",
    ),
    ("target/CACHEDIR.TAG", ""),
    ("target/made.rs", "async fn made() {}\n"),
];

struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let directory = TempDir::new().unwrap();
        for (path, text) in FILES {
            let path = directory.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        Self(directory)
    }

    fn path(&self) -> &Path {
        self.0.path()
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path().join(path), text).unwrap();
    }

    fn run(&self, words: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-pinata"));
        command.args(words).current_dir(self.path()).output().unwrap()
    }
}

/// Both outputs and the exit code.
fn all(output: Output) -> String {
    let [out, err] = [output.stdout, output.stderr].map(|text| String::from_utf8(text).unwrap());
    format!("{out}---\n{err}--- {}", output.status.code().unwrap())
}

#[test]
fn a_directory() {
    assert_snapshot!(all(Project::new().run(&["list", "."])), @r#"
    awaits  held  loops  desugar  name                        place
    ./client/src/lib.rs
         2     2      0      yes  get                         line 2
    ./client/src/net.rs
         1     3      1      yes  Net::connect                line 1
    ./client/src/unused.rs
         1     0      0        -  f::{async block at line 1}  line 1
    ./far/far.rs
         0     0      0       no  far                         line 2
            1:1  `#[tokio::test]` rewrites the function as well; move the body into an `async fn` of its
            own, and write `#[pinata::desugar]` there
    ./server/src/main.rs
         1     0      0      yes  main                        line 2

    4 functions, 1 block, 5 suspension points; 1 refused by `#[pinata::desugar]`
    ---
    left out: ./server/src/main.rs: `async` in a macro at 1:26
    --- 0
    "#);
}

#[test]
fn a_workspace() {
    assert_snapshot!(all(Project::new().run(&["list", "--sort", "awaits"])), @r#"
    awaits  held  loops  desugar  name                        place
         2     2      0      yes  get                         client/src/lib.rs:2
         1     3      1      yes  Net::connect                client/src/net.rs:1
         1     0      0        -  f::{async block at line 1}  client/src/unused.rs:1
         1     0      0      yes  main                        server/src/main.rs:2
         0     0      0       no  far                         far/far.rs:2
            1:1  `#[tokio::test]` rewrites the function as well; move the body into an `async fn` of its
            own, and write `#[pinata::desugar]` there

    4 functions, 1 block, 5 suspension points; 1 refused by `#[pinata::desugar]`
    ---
    left out: server/src/main.rs: `async` in a macro at 1:26
    --- 0
    "#);
}

#[test]
fn a_package() {
    let words = ["list", "--manifest-path", "client/Cargo.toml", "--filter", "Net", "--json"];
    assert_snapshot!(all(Project::new().run(&words)), @r#"
    [
      {
        "path": "Net::connect",
        "file": "client/src/net.rs",
        "line": 1,
        "kind": "function",
        "suspension_points": 1,
        "most_held": 3,
        "loops": 1,
        "accepted": true,
        "refusals": []
      }
    ]
    ---
    --- 0
    "#);
}

#[test]
fn a_function_somewhere_in_a_directory() {
    assert_snapshot!(all(Project::new().run(&["list", "client::Net::connect"])), @r#"
    awaits  held  loops  desugar  name          place
    client/src/net.rs
         1     3      1      yes  Net::connect  line 1

    1 function, 1 suspension point
    ---
    --- 0
    "#);
    assert_snapshot!(all(Project::new().run(&["list", "client::conect"])), @r#"
    ---
    error: `client` has no `async fn conect`; did you mean `Net::connect`?
    --- 2
    "#);
}

#[test]
fn what_cannot_be_read_is_skipped_aloud() {
    let project = Project::new();
    project.write("server/src/broken.rs", "async fn broken( {}");
    project.write("server/src/binary.rs", "\u{0}");
    assert_snapshot!(all(project.run(&["list", "server"])), @r#"
    awaits  held  loops  desugar  name  place
    server/src/main.rs
         1     0      0      yes  main  line 2

    1 function, 1 suspension point
    ---
    skipped: server/src/binary.rs:1:1: cannot parse string into token stream
    skipped: server/src/broken.rs:1:16: cannot parse string into token stream
    left out: server/src/main.rs: `async` in a macro at 1:26
    --- 1
    "#);
}

#[test]
fn packages_that_cannot_be_found() {
    let project = Project::new();
    assert_snapshot!(all(project.run(&["list", "--manifest-path", "nowhere/Cargo.toml"])), @r#"
    ---
    error: cargo: manifest path `nowhere/Cargo.toml` does not exist
    --- 2
    "#);
    project.write("client/Cargo.toml", "[package\n");
    let complaint = all(project.run(&["list"]));
    assert!(complaint.starts_with("---\nerror: cargo: "), "{complaint}");
    assert_eq!(3, complaint.lines().count(), "{complaint}");
}

#[test]
fn one_file_for_each_machine() {
    let project = Project::new();
    let output = project.run(&["graph", "client", "-f", "json", "-o", "pictures/"]);
    assert!(all(output).starts_with("---\nerror: cannot write `pictures/"));
    fs::create_dir(project.path().join("pictures")).unwrap();
    assert_snapshot!(all(project.run(&["graph", "client", "-f", "json", "-o", "pictures"])), @r#"
    ---
    --- 0
    "#);
    let mut names: Vec<_> = fs::read_dir(project.path().join("pictures"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    assert_snapshot!(names.join("\n"), @r#"
    client.src.lib.get.json
    client.src.net.Net.connect.json
    client.src.unused.f.async-block-at-line-1.json
    "#);
}

#[test]
fn shells_complete() {
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = all(Project::new().run(&["completions", shell]));
        assert!(script.contains("manifest-path"), "{script}");
    }
}
