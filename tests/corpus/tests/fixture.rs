//! Goes through a crate in which everything happens that can happen.

use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::{Mutex, MutexGuard};

use serde_json::Value;

/// The copies are always made in the same place, so that what they depend on is built only once.
static PLACE: Mutex<()> = Mutex::new(());

fn place() -> MutexGuard<'static, ()> {
    PLACE.lock().unwrap_or_else(|poisoned| poisoned.into_inner())
}

fn here() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn corpus(arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_pinata-corpus"))
        .arg("--offline")
        .args(arguments)
        .arg("--work")
        .arg(Path::new(env!("CARGO_TARGET_TMPDIR")).join("corpus"))
        .output()
        .expect("it can be run")
}

fn fixture(arguments: &[&str]) -> Output {
    let path = here().join("tests/fixture");
    let path = path.to_str().expect("the path is UTF-8");
    corpus(&[&["--path", path], arguments].concat())
}

#[track_caller]
fn one_report(output: &Output) -> Value {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let all: Value = serde_json::from_slice(&output.stdout).expect(&stderr);
    assert_eq!(all.as_array().map(Vec::len), Some(1), "{stderr}");
    all[0].clone()
}

#[track_caller]
fn complains(output: &Output, what: &str) {
    let stderr = String::from_utf8_lossy(&output.stderr);
    let errors: Vec<_> = stderr.lines().filter(|line| line.starts_with("error: ")).collect();
    assert_eq!(output.status.code(), Some(2), "{stderr}");
    assert_eq!(errors.len(), 1, "{stderr}");
    assert!(errors[0].contains(what), "{stderr}");
    assert!(!stderr.contains("panicked"), "{stderr}");
}

fn functions(list: &Value) -> Vec<&str> {
    let list = list.as_array().expect("it is a list");
    list.iter().map(|one| one["function"].as_str().expect("it has a name")).collect()
}

fn line_of(text: &str) -> usize {
    let source = std::fs::read_to_string(here().join("tests/fixture/src/lib.rs"));
    let source = source.expect("it is part of the repository");
    source.lines().position(|line| line.contains(text)).expect("it is there") + 1
}

#[test]
fn sorts_everything() {
    let _place = place();
    let output = fixture(&["--json", "--bisect", "--features", "more"]);
    let report = one_report(&output);

    assert_eq!(output.status.code(), Some(1));
    assert_eq!((&report["crate"], &report["version"]), (&"fixture".into(), &"1.2.3".into()));
    assert_eq!(functions(&report["refused"]), ["refused"]);
    let refusal = &report["refused"][0]["refusals"][0];
    let place = format!("src/lib.rs:{}", line_of("*numbers.first_mut()"));
    assert_eq!(refusal["place"], place);
    assert!(refusal["reason"].as_str().is_some_and(|reason| reason.contains("place")));

    assert_eq!(functions(&report["failed"]), ["fails"]);
    assert_eq!(report["failed"][0]["code"], "E0507");
    assert_eq!(report["failed"][0]["at"], format!("src/lib.rs:{}", line_of("    callback()")));
    assert_eq!(functions(&report["apart"]), ["apart"]);
    assert_eq!(report["apart"][0]["under"], "#[unchanged::desugar]");
    assert_eq!(functions(&report["not_built"]), ["not_built", "thrown_away"]);
    assert_eq!(report["found"], 13);
    assert_eq!(report["accepted"], 8);
    assert_eq!(report["warnings"], Value::Array(Vec::new()));

    let tests = &report["tests"];
    assert_eq!(tests["before"]["passed"], 4);
    assert_eq!(tests["before"]["failed"], 1);
    assert_eq!(tests["before"]["ignored"], 1);
    assert_eq!(tests["after"]["passed"], 3);
    assert_eq!(tests["differ"].as_array().map(Vec::len), Some(1));
    assert_eq!(tests["differ"][0]["test"], "tests/all.rs is_known_by_name");
    assert_eq!(functions(&tests["differ"][0]["because_of"]), ["known_by_name"]);

    let sizes = report["sizes"].as_array().expect("it is a list");
    let of = |function: &str, of: &str| -> Option<(u64, u64)> {
        let one = sizes.iter().find(|size| size["function"] == function && size["of"] == of)?;
        Some((one["annotated"].as_u64()?, one["plain"].as_u64()?))
    };
    assert_eq!(of("fixture::ready", "<u8>"), Some((2, 2)));
    let accepted = of("fixture::accepted", "");
    assert!(accepted.is_some_and(|(annotated, plain)| annotated < plain), "{accepted:?}");
    assert!(!functions(&report["sizes"]).contains(&"fixture::fails"));

    // The copy stays as it was tested.
    let annotated = PathBuf::from(report["build"]["annotated"].as_str().expect("it is a path"));
    let source = std::fs::read_to_string(annotated.join("src/lib.rs")).expect("it is there");
    assert_eq!(source.matches("#[::pinata::desugar] ").count(), 8);
    assert!(source.contains("#[must_use]\n#[::pinata::desugar] pub async fn accepted("));
}

#[test]
fn only_one_function() {
    let _place = place();
    let output = fixture(&["--only", "Client::send", "--no-doc-tests"]);
    let text = String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(0), "{text}");
    assert!(text.contains("fixture 1.2.3") && text.contains("1 (100 %)"), "{text}");

    let output = fixture(&["--only", "apart", "--bodies", "--no-doc-tests", "--json"]);
    assert_eq!(one_report(&output)["accepted"], 1);

    complains(&fixture(&["--only", "send"]), "any of `src/lib.rs::Client::send`, `src/lib.rs::Se");
    complains(&fixture(&["--only", "acepted"]), "did you mean `src/lib.rs::accepted`?");
}

#[test]
fn says_what_is_wrong() {
    let _place = place();
    complains(&corpus(&["mini redis"]), "`mini redis` is not a crate");
    complains(&corpus(&["mini-redis@"]), "`mini-redis@` is not a crate");
    complains(&corpus(&["no-such-crate-at-all@1.0.0"]), "no-such-crate-at-all@1.0.0 cannot be");
    complains(&corpus(&["--path", "nowhere"]), "cannot read `nowhere/Cargo.toml`: No such file");
    complains(&corpus(&["--timeout", "0", "x@1.0.0"]), "a whole number of seconds is wanted");
    complains(&fixture(&["--features", "no-such-feature"]), "fixture does not build as it is: ");
    complains(&corpus(&[]), "required arguments");
}
