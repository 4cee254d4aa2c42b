//! Compiles a batch of bodies, twice each, and finds out which of them rustc does not accept.

use crate::body::Body;
use serde_json::Value;
use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};

/// What a body has to do with an error.
#[derive(Clone, Debug, PartialEq)]
pub struct Complaint {
    pub code: String,
    pub message: String,
}

/// Knows where the libraries are that bodies use.
pub struct Workshop {
    libraries: PathBuf,
    externs: Vec<String>,
    directory: PathBuf,
    pub edition: &'static str,
    /// Goes no further than to see what rustc accepts plain.
    pub only_plain: bool,
}

/// A batch that could be compiled, but for some of its bodies.
pub struct Batch {
    pub program: Option<PathBuf>,
    /// What rustc does not accept even plain: a mistake of the generator.
    pub rejected: BTreeMap<usize, Complaint>,
    /// What it does not accept with the attribute.
    pub loud: BTreeMap<usize, Complaint>,
}

#[derive(Clone, Copy, PartialEq)]
enum Step {
    /// Asks what rustc rejects plain.
    Check,
    /// Asks what it rejects annotated.
    CheckAnnotated,
    /// Compiles both copies.
    Build,
}

/// Each workshop has a directory of its own.
static WORKSHOPS: AtomicUsize = AtomicUsize::new(0);

const ROOT: &str = "#![allow(warnings)]\n";
const PLAIN: &str = "#[path = \".\"] mod plain { pub(crate) use unchanged::desugar; \
                     #[path = \"bodies.rs\"] pub mod bodies; }\n";
const ANNOTATED: &str = "#[path = \".\"] mod annotated { pub(crate) use pinata::desugar; \
                         #[path = \"bodies.rs\"] pub mod bodies; }\n";

impl Workshop {
    /// Cargo puts the libraries next to what it runs.
    pub fn new(edition: &'static str, only_plain: bool) -> Self {
        let program = env::current_exe().expect("a program knows where it is");
        let mut libraries = program.parent().expect("it is in a directory").to_owned();
        if !libraries.ends_with("deps") {
            libraries.push("deps");
        }
        let externs = ["pinata", "pinata_generator", "unchanged"]
            .map(|name| format!("--extern={name}={}", newest(&libraries, name).display()))
            .to_vec();
        let number = WORKSHOPS.fetch_add(1, Ordering::Relaxed);
        let own = format!("{}-{number}", std::process::id());
        let directory = libraries.with_file_name("generated").join(own);
        Workshop { libraries, externs, directory, edition, only_plain }
    }

    /// Compiles what can be compiled.
    pub fn compile(&self, name: &str, bodies: &[Body]) -> Batch {
        self.compile_in_steps(name, bodies, &[Step::Check, Step::Build])
    }

    /// Without asking first what rustc rejects plain: that counts as rejected annotated.
    pub fn compile_unchecked(&self, name: &str, bodies: &[Body]) -> Batch {
        self.compile_in_steps(name, bodies, &[Step::Build])
    }

    /// Only asks what rustc rejects.
    pub fn compile_unlinked(&self, name: &str, bodies: &[Body]) -> Batch {
        self.compile_in_steps(name, bodies, &[Step::Check, Step::CheckAnnotated])
    }

    fn compile_in_steps(&self, name: &str, bodies: &[Body], steps: &[Step]) -> Batch {
        let directory = self.directory.join(name);
        fs::create_dir_all(&directory).expect("the target directory can be written");
        let mut batch = Batch { program: None, rejected: BTreeMap::new(), loud: BTreeMap::new() };
        let mut left: Vec<usize> = (0..bodies.len()).collect();
        for &step in steps {
            if self.only_plain && step != Step::Check {
                break;
            }
            while let Err(complaints) = self.take_step(step, &directory, bodies, &left) {
                left.retain(|index| !complaints.contains_key(index));
                match step {
                    Step::Check => batch.rejected.extend(complaints),
                    _ => batch.loud.extend(complaints),
                }
            }
            if step == Step::Build && !left.is_empty() {
                batch.program = Some(directory.join("batch"));
            }
        }
        batch
    }

    /// Throws away what was compiled.
    pub fn clear(&self, name: &str) {
        // It is only in the way; the next run has another directory.
        let _ = fs::remove_dir_all(self.directory.join(name));
    }

    /// Throws away all the rest.
    pub fn close(&self) {
        // Nobody minds an empty directory.
        let _ = fs::remove_dir_all(&self.directory);
    }

    fn take_step(
        &self,
        step: Step,
        directory: &Path,
        bodies: &[Body],
        left: &[usize],
    ) -> Result<(), BTreeMap<usize, Complaint>> {
        let lines = write_bodies(directory, bodies, left);
        let (source, kind) = match step {
            Step::Check => (format!("{ROOT}{PLAIN}"), "lib"),
            Step::CheckAnnotated => (format!("{ROOT}{ANNOTATED}"), "lib"),
            Step::Build => (format!("{ROOT}{PLAIN}{ANNOTATED}{}", main(left)), "bin"),
        };
        write(directory, "batch.rs", &source);
        let emit = if step == Step::Build { "link" } else { "metadata" };
        let arguments = [
            format!("--crate-type={kind}"),
            format!("--emit={emit}"),
            "--crate-name=batch".into(),
            "batch.rs".into(),
        ];
        self.rustc(directory, &arguments, &lines, left)
    }

    /// Runs rustc; when it fails, says what it has against which body.
    fn rustc(
        &self,
        directory: &Path,
        arguments: &[String],
        lines: &[usize],
        left: &[usize],
    ) -> Result<(), BTreeMap<usize, Complaint>> {
        let output = Command::new(env::var_os("RUSTC").unwrap_or("rustc".into()))
            .args(["--edition", self.edition, "--error-format=json", "--cap-lints=allow"])
            .args(["-Cdebuginfo=0", "-Ccodegen-units=1", "--out-dir", "."])
            .args(&self.externs)
            .arg(format!("-Ldependency={}", self.libraries.display()))
            .args(arguments)
            .current_dir(directory)
            .stdin(Stdio::null())
            .output()
            .expect("rustc can be run");
        if output.status.success() {
            return Ok(());
        }
        let text = String::from_utf8_lossy(&output.stderr);
        let mut complaints = BTreeMap::new();
        for line in text.lines() {
            let Ok(message) = serde_json::from_str::<Value>(line) else { continue };
            if message["level"] != "error" {
                continue;
            }
            let Some(line) = line_of(&message) else { continue };
            let position = lines.partition_point(|&start| start <= line);
            let Some(&index) = position.checked_sub(1).and_then(|at| left.get(at)) else {
                continue;
            };
            let code = message["code"]["code"].as_str().unwrap_or("none").to_owned();
            let message = message["message"].as_str().unwrap_or_default().to_owned();
            complaints.entry(index).or_insert(Complaint { code, message });
        }
        assert!(!complaints.is_empty(), "rustc failed, and nobody is to blame:\n{text}");
        Err(complaints)
    }
}

/// The function that runs all bodies.
fn main(left: &[usize]) -> String {
    let cases = left.iter().map(|index| {
        format!("({index}, plain::bodies::b{index}::drive, annotated::bodies::b{index}::drive),\n")
    });
    format!("fn main() {{\npinata_generator::world::run(&[\n{}]);\n}}\n", cases.collect::<String>())
}

fn write(directory: &Path, name: &str, text: &str) {
    fs::write(directory.join(name), text).expect("the target directory can be written");
}

/// Writes the bodies, and returns the line where each begins.
fn write_bodies(directory: &Path, bodies: &[Body], left: &[usize]) -> Vec<usize> {
    let mut text = String::from("use super::desugar;\nuse pinata_generator::world::*;\n");
    let mut line = 3;
    let mut lines = Vec::new();
    for &index in left {
        let body = &bodies[index];
        lines.push(line);
        let module =
            format!("pub mod b{index} {{\nuse super::*;\n{}{}}}\n", body.function(), body.driver());
        line += module.lines().count();
        text.push_str(&module);
    }
    write(directory, "bodies.rs", &text);
    lines
}

/// The line of the bodies that an error is about, through all expansions.
fn line_of(message: &Value) -> Option<usize> {
    let spans = message["spans"].as_array()?;
    let primary = spans.iter().filter(|span| span["is_primary"] == true);
    let others = spans.iter().filter(|span| span["is_primary"] != true);
    let own = primary.chain(others).find_map(|span| {
        let mut span = span;
        loop {
            if span["file_name"].as_str().is_some_and(|name| name.ends_with("bodies.rs")) {
                return span["line_start"].as_u64();
            }
            span = span.get("expansion").filter(|expansion| !expansion.is_null())?.get("span")?;
        }
    });
    let children = message["children"].as_array();
    own.map(|line| line as usize)
        .or_else(|| children.and_then(|children| children.iter().find_map(line_of)))
}

/// Older builds may lie around.
fn newest(libraries: &Path, name: &str) -> PathBuf {
    let entries = fs::read_dir(libraries).expect("the directory of the libraries can be read");
    entries
        .map(|entry| entry.expect("it can be read"))
        .filter(|entry| {
            let file = entry.file_name();
            let file = file.to_string_lossy();
            let ends = file.ends_with(".rlib") || file.ends_with(std::env::consts::DLL_SUFFIX);
            file.starts_with(&format!("lib{name}-")) && ends
        })
        .max_by_key(|entry| entry.metadata().and_then(|metadata| metadata.modified()).ok())
        .unwrap_or_else(|| panic!("cargo has built {name} for this"))
        .path()
}
