//! Which functions a target means.

use std::path::Path;

use pinata_viz::{Error, Source, Target};

use crate::fixture::{branching, empty, long, straight};

fn target(text: &str) -> Target {
    let Ok(target) = text.parse();
    target
}

fn file() -> Vec<Source> {
    let mut other = straight();
    other.path = "Client::request".to_owned();
    let found = vec![straight(), branching(), other, empty(), long()];
    vec![Source { path: "a.rs".into(), text: String::new(), found, left_out: vec![] }]
}

fn chosen(text: &str) -> Vec<String> {
    let sources = target(text).choose(file()).unwrap();
    sources.into_iter().flat_map(|source| source.found).map(|one| one.path).collect()
}

fn refused(text: &str) -> String {
    target(text).choose(file()).unwrap_err().to_string()
}

#[test]
fn file_and_function_are_split() {
    for (text, file, function) in [
        ("a/b.rs", "a/b.rs", None),
        ("a/b.rs::f", "a/b.rs", Some("f")),
        ("b.rs::m::T::f", "b.rs", Some("m::T::f")),
        ("script::f", "script", Some("f")),
        ("odd::name/b.rs::f", "odd::name/b.rs", Some("f")),
        ("x.rs/y.rs", "x.rs/y.rs", None),
    ] {
        let Target { file: path, function: name } = target(text);
        assert_eq!((Path::new(file), function), (path.as_path(), name.as_deref()), "{text}");
    }
}

#[test]
fn a_file_is_all_its_functions() {
    assert_eq!(5, chosen("a.rs").len());
}

#[test]
fn a_path_is_meant_literally() {
    assert_eq!(["request"], chosen("a.rs::request")[..]);
    assert_eq!(["Client::request"], chosen("a.rs::Client::request")[..]);
}

#[test]
fn a_name_stands_for_a_method_as_well() {
    assert_eq!(["Queue::drain"], chosen("a.rs::drain")[..]);
    assert_eq!(["storage::replication::replicate"], chosen("a.rs::replication::replicate")[..]);
}

#[test]
fn the_nearest_names_are_offered() {
    assert_eq!(
        "`a.rs` has no `async fn requst`; did you mean `request` or `Client::request`?",
        refused("a.rs::requst"),
    );
    assert_eq!(
        "`a.rs` has no `async fn Queue::drian`; did you mean `Queue::drain`?",
        refused("a.rs::Queue::drian"),
    );
}

#[test]
fn a_part_of_a_name_is_no_name() {
    for part in ["rain", "Queue", "", ":drain", "::drain"] {
        let text = format!("a.rs::{part}");
        assert!(target(&text).choose(file()).is_err(), "{part}");
    }
}

#[test]
fn a_file_without_machines_says_so() {
    let error = target("a.rs::f").choose(vec![]).unwrap_err();
    assert!(matches!(error, Error::NoMachine { .. }));
    assert_eq!("`a.rs` has nothing `async` with a body", error.to_string());
}
