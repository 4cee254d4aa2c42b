//! What `compare` says of functions that have the attribute: a package is built and run.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use pinata_compare::Report;
use pinata_compare::model::{Instance, StretchKind};
use pinata_machine::model::Machine;

use crate::built::{Ran, command_in, function, ran, report};

const MANIFEST: &str = "\
[package]
name = \"annotated\"
edition = \"2024\"
[dependencies]
pinata = { path = \"PINATA\" }
[workspace]
";

const PROGRAM: &str = "\
struct Nap([u8; 40]);
impl Future for Nap {
    type Output = ();
    fn poll(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<()> {
        std::hint::black_box(self.0);
        std::task::Poll::Ready(())
    }
}
fn nap() -> Nap {
    Nap([0; 40])
}

#[pinata::desugar]
async fn fetch<T: AsRef<str>>(url: T, goes: bool) -> usize {
    let head = url.as_ref().to_owned();
    nap().await;
    let body = [head.len(); 4];
    if goes {
        drop(url);
    }
    nap().await;
    head.len() + body.len()
}

#[pinata::desugar]
async fn sum(to: u64) -> u64 {
    let mut sum = 0;
    for i in 0..to {
        sum += fetch(i.to_string(), i == 1).await as u64;
    }
    sum + fetch(\"last\", false).await as u64
}

async fn plain(text: String) -> usize {
    nap().await;
    text.len()
}

fn main() {
    println!(\"fetch String {}\", size_of_val(&fetch(String::new(), true)));
    println!(\"fetch str {}\", size_of_val(&fetch(\"\", true)));
    println!(\"sum {}\", size_of_val(&sum(3)));
    println!(\"plain {}\", size_of_val(&plain(String::new())));
    let mut sum = std::pin::pin!(sum(3));
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    assert!(sum.as_mut().poll(&mut context).is_ready());
    let mut plain = std::pin::pin!(plain(String::new()));
    assert!(plain.as_mut().poll(&mut context).is_ready());
}
";

/// Builds the package with or without optimisations: what is said of it, and what it prints. It is
/// kept, so that only the first time is slow.
fn compare(arguments: &[&str], program: &str) -> (Report, String) {
    let package = Path::new(env!("CARGO_TARGET_TMPDIR")).join("annotated");
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    fs::create_dir_all(package.join("src")).unwrap();
    let manifest = MANIFEST.replace("PINATA", root.to_str().unwrap());
    fs::write(package.join("Cargo.toml"), manifest).unwrap();
    fs::write(package.join("src/main.rs"), PROGRAM).unwrap();
    // What the workspace has is there already.
    fs::copy(root.join("Cargo.lock"), package.join("Cargo.lock")).unwrap();
    let mut words = vec!["compare", "src/main.rs"];
    words.extend(arguments);
    let report = report(&mut command_in(&package, env!("CARGO_BIN_EXE_cargo-pinata"), &words));
    let program = package.join("target/pinata").join(program).join("annotated");
    let Ran { out, code, .. } = ran(&mut Command::new(program));
    assert_eq!(code, Some(0));
    (report, out)
}

fn instance<'r>(report: &'r Report, path: &str, of: &str) -> &'r Instance {
    let mut instances = function(report, path).instances.iter();
    instances.find(|instance| instance.path.contains(of)).unwrap()
}

#[test]
fn both_machines_of_an_annotated_function_are_laid_out() {
    for (arguments, profile) in [(&[][..], "debug"), (&["--release"], "release")] {
        let (report, printed) = compare(arguments, profile);
        let size = |name: &str| -> u64 {
            let line = printed.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap().trim().parse().unwrap()
        };
        for (function, of, name) in [
            ("fetch", "String", "fetch String"),
            ("fetch", "<&str>", "fetch str"),
            ("sum", "", "sum"),
        ] {
            let instance = instance(&report, function, of);
            let ours = instance.ours.as_ref().unwrap();
            assert_eq!(ours.size, size(name), "{name} in {profile}");
            assert_eq!(ours.unknown, None, "{name} in {profile}");
        }
        let plain = instance(&report, "plain", "");
        assert!(plain.ours.is_none());
        assert_eq!(plain.size, size("plain"));
        report.compared.iter().for_each(|one| {
            let kept = one.instances.iter().filter(|instance| instance.ours.is_some());
            kept.for_each(|instance| check(&one.machine, instance));
        });
    }
}

/// Each state has all of its bytes once, and all that it holds.
fn check(machine: &Machine, instance: &Instance) {
    let ours = instance.ours.as_ref().unwrap();
    for (pair, bytes) in instance.states.iter().zip(&ours.states) {
        let mut at = 0;
        for stretch in bytes {
            assert_eq!(stretch.range.offset, at, "{} of {}", stretch.range.offset, instance.path);
            at += stretch.range.size;
        }
        assert_eq!(at, ours.size, "{}", instance.path);
        let state = &machine.states[pair.state.unwrap().0];
        let has: BTreeSet<_> = bytes.iter().filter_map(|stretch| stretch.local).collect();
        let held: BTreeSet<_> = state.held.iter().map(|held| held.local).collect();
        assert_eq!(has, held, "{} of {}", state.name, instance.path);
        let awaitees = bytes.iter().filter(|stretch| stretch.kind == StretchKind::Awaitee).count();
        assert_eq!(awaitees, usize::from(state.name.starts_with("Await")), "{}", state.name);
        // What both keep under one name is as large in both.
        for theirs in pair.bytes.iter().filter(|stretch| stretch.kind == StretchKind::Held) {
            let same = bytes.iter().find(|own| own.local == theirs.local && own.local.is_some());
            let is_named = theirs.local.is_some_and(|id| machine.locals[id.0].name.len() > 2);
            if let (Some(same), true) = (same, is_named) {
                assert_eq!(
                    same.range.size, theirs.range.size,
                    "{:?} of {}",
                    theirs.name, state.name
                );
            }
        }
    }
}
