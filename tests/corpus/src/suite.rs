//! Runs the tests of a crate.

use std::collections::BTreeMap;
use std::env;
use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use serde::Serialize;

use crate::cargo::{self, Built, Plan, Program};
use crate::error::Error;
use crate::process::{self, End};

/// How long a test may take by itself.
const ALONE: Duration = Duration::from_secs(60);

/// Where doc tests come from: no program of their own.
const DOCS: &str = "doc test";

/// How a test ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    Passed,
    Failed,
    Ignored,
    /// It did not end in time.
    Hung,
}

impl From<End> for Outcome {
    fn from(end: End) -> Self {
        match end {
            End::Success => Self::Passed,
            End::Failure => Self::Failed,
            End::Timeout => Self::Hung,
        }
    }
}

/// A test: the file of its program, and its name there; no name for a program without tests in it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Test {
    pub file: String,
    pub name: String,
}

impl Test {
    pub fn shown(&self) -> String {
        match self.name.is_empty() {
            true => self.file.clone(),
            false => format!("{} {}", self.file, self.name),
        }
    }
}

/// The tests of a copy, ready to run.
pub struct Suite<'a> {
    pub copy: &'a Path,
    pub built: &'a Built,
    pub plan: &'a Plan,
    /// Whether doc tests belong to it.
    pub docs: bool,
    pub timeout: Duration,
}

impl Suite<'_> {
    /// Runs everything once.
    ///
    /// Each program runs as a whole. What it says nothing about, since it hung, crashed or printed
    /// into the report, is run once more by itself.
    pub fn run(&self) -> Result<BTreeMap<Test, Outcome>, Error> {
        let mut outcomes = BTreeMap::new();
        for program in &self.built.tests {
            let file = self.file(program);
            let test = |name: &str| Test { file: file.clone(), name: name.to_owned() };
            if !has_harness(program, self.copy) {
                let (end, _) = self.start(program, &[], self.timeout)?;
                outcomes.insert(test(""), end.into());
                continue;
            }
            let names = self.names(program)?;
            if names.is_empty() {
                continue;
            }
            let (_, text) = self.start(program, &[], self.timeout)?;
            let told = outcomes_in(&text);
            for name in &names {
                let outcome = match told.get(name.as_str()) {
                    Some(outcome) => *outcome,
                    None => self.run_one(program, name)?,
                };
                outcomes.insert(test(name), outcome);
            }
        }
        if self.docs {
            outcomes.extend(self.run_docs(&[])?);
        }
        Ok(outcomes)
    }

    /// Runs one test by itself.
    pub fn run_alone(&self, test: &Test) -> Result<Outcome, Error> {
        if test.file == DOCS {
            // A name with blanks would be several filters.
            let file = test.name.split(' ').next().unwrap_or_default();
            let outcomes = self.run_docs(&[file])?;
            return Ok(outcomes.get(test).copied().unwrap_or(Outcome::Failed));
        }
        let program = self.built.tests.iter().find(|program| self.file(program) == test.file);
        match program {
            Some(program) if test.name.is_empty() => {
                Ok(self.start(program, &[], self.timeout)?.0.into())
            }
            Some(program) => self.run_one(program, &test.name),
            None => Ok(Outcome::Failed),
        }
    }

    fn run_one(&self, program: &Program, name: &str) -> Result<Outcome, Error> {
        let (end, text) = self.start(program, &["--exact", name], self.timeout.min(ALONE))?;
        Ok(match (end, outcomes_in(&text).get(name)) {
            (End::Success, Some(told)) => *told,
            (end, _) => end.into(),
        })
    }

    fn run_docs(&self, filters: &[&str]) -> Result<BTreeMap<Test, Outcome>, Error> {
        let mut command = cargo::command(self.copy, self.plan);
        command.args(["test", "--doc"]).args(cargo::arguments(self.plan)).arg("--").args(filters);
        let output = self.plan.build_directory.join("docs.out");
        let ended = process::run(&mut command, &output, self.timeout);
        let (_, text) = ended.map_err(Error::Cargo)?;
        let told = outcomes_in(&text).into_iter();
        let test = |name: &str| Test { file: DOCS.to_owned(), name: name.to_owned() };
        Ok(told.map(|(name, outcome)| (test(name), outcome)).collect())
    }

    fn names(&self, program: &Program) -> Result<Vec<String>, Error> {
        let list = ["--list", "--format", "terse"];
        let (_, text) = self.start(program, &list, self.timeout.min(ALONE))?;
        let names = text.lines().filter_map(|line| line.strip_suffix(": test"));
        Ok(names.map(str::to_owned).collect())
    }

    fn file(&self, program: &Program) -> String {
        let path = program.target.src_path.as_std_path();
        path.strip_prefix(self.copy).unwrap_or(path).to_string_lossy().replace('\\', "/")
    }

    /// Runs a test program as cargo would.
    fn start(
        &self,
        program: &Program,
        arguments: &[&str],
        timeout: Duration,
    ) -> Result<(End, String), Error> {
        let mut command = Command::new(&program.path);
        command
            .args(arguments)
            .current_dir(self.copy)
            .env("CARGO", cargo::program())
            .env("CARGO_MANIFEST_DIR", self.copy)
            .env("CARGO_MANIFEST_PATH", self.copy.join("Cargo.toml"))
            .env(library_path(), libraries(&program.path));
        for (name, path) in &self.built.programs {
            command.env(format!("CARGO_BIN_EXE_{name}"), path);
        }
        let ended = process::run(&mut command, &program.path.with_extension("out"), timeout);
        ended.map_err(Error::file("run", &program.path))
    }
}

/// `test client::get ... ok`, and so on.
fn outcomes_in(text: &str) -> BTreeMap<&str, Outcome> {
    let lines = text.lines().filter_map(|line| line.strip_prefix("test ")?.split_once(" ... "));
    lines
        .filter_map(|(name, told)| {
            let name = name.strip_suffix(" - should panic").unwrap_or(name);
            let outcome = match told.trim() {
                "ok" => Outcome::Passed,
                "FAILED" => Outcome::Failed,
                told if told.starts_with("ignored") => Outcome::Ignored,
                _ => return None,
            };
            Some((name, outcome))
        })
        .collect()
}

/// Whether a program has tests in it, and is not one test itself: cargo tells only in the manifest.
fn has_harness(program: &Program, copy: &Path) -> bool {
    let text = fs::read_to_string(copy.join("Cargo.toml")).unwrap_or_default();
    let Ok(manifest) = text.parse::<toml_edit::DocumentMut>() else { return true };
    let off = |target: &toml_edit::Table| {
        target.get("name").and_then(|name| name.as_str()) == Some(&program.target.name)
            && target.get("harness").and_then(|harness| harness.as_bool()) == Some(false)
    };
    let kinds = ["test", "bench", "example", "bin"];
    let mut listed = kinds.iter().filter_map(|kind| manifest.get(kind)?.as_array_of_tables());
    !listed.any(|targets| targets.iter().any(off))
}

fn library_path() -> &'static str {
    match env::consts::OS {
        "macos" => "DYLD_FALLBACK_LIBRARY_PATH",
        "windows" => "PATH",
        _ => "LD_LIBRARY_PATH",
    }
}

/// Where the libraries are that a test of a procedural macro is linked to.
fn libraries(program: &Path) -> OsString {
    let beside = program.parent().map(Path::to_owned);
    let given = env::var_os(library_path()).unwrap_or_default();
    let all: Vec<PathBuf> = beside.into_iter().chain(env::split_paths(&given)).collect();
    env::join_paths(all).unwrap_or(given)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_tests_print() {
        let text = "\nrunning 4 tests\ntest a::b ... ok\ntest c - should panic ... ok\n\
                    test d ... FAILED\ntest e ... ignored, slow\ntest f ... noise\nok\n";
        let told = outcomes_in(text);
        assert_eq!(told["a::b"], Outcome::Passed);
        assert_eq!(told["c"], Outcome::Passed);
        assert_eq!(told["d"], Outcome::Failed);
        assert_eq!(told["e"], Outcome::Ignored);
        assert_eq!(told.get("f"), None);
    }
}
