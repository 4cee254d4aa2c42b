//! Sources that the tests have the installed Rust build, in directories of their own.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use pinata_compare::Report;
use pinata_compare::model::{Compared, Instance};
use tempfile::TempDir;

/// What the environment of the tests must not say to Cargo and rustc.
const FOREIGN: [&str; 11] = [
    "CARGO_BUILD_BUILD_DIR",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_BUILD_RUSTC_WRAPPER",
    "CARGO_BUILD_TARGET",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_MANIFEST_DIR",
    "CARGO_PROFILE_DEV_DEBUG",
    "CARGO_TARGET_DIR",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTFLAGS",
];

/// A directory with sources, where the command runs.
pub struct Place(TempDir);

/// What a command printed, and how it ended.
#[derive(Debug)]
pub struct Ran {
    /// The standard output.
    pub out: String,
    /// The standard error.
    pub err: String,
    /// The exit code.
    pub code: Option<i32>,
}

impl Place {
    /// With these files, by their paths.
    pub fn of(files: &[(&str, &str)]) -> Self {
        let place = Self(TempDir::new().unwrap());
        files.iter().for_each(|(path, text)| place.write(path, text));
        place
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, path: &str, text: &str) {
        let path = self.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// A program that the shell runs, and its path.
    #[cfg(unix)]
    pub fn script(&self, path: &str, text: &str) -> PathBuf {
        use std::os::unix::fs::PermissionsExt;
        self.write(path, &format!("#!/bin/sh\n{text}\n"));
        let path = self.path().join(path);
        fs::set_permissions(&path, fs::Permissions::from_mode(0o755)).unwrap();
        path
    }

    pub fn read(&self, path: &str) -> String {
        fs::read_to_string(self.path().join(path)).unwrap()
    }

    /// All files of a directory, by their paths, sorted.
    pub fn files(&self, directory: &str) -> Vec<PathBuf> {
        let mut left = vec![self.path().join(directory)];
        let mut files = Vec::new();
        while let Some(directory) = left.pop() {
            for entry in fs::read_dir(directory).into_iter().flatten() {
                let path = entry.unwrap().path();
                let list = if path.is_dir() { &mut left } else { &mut files };
                list.push(path);
            }
        }
        files.sort();
        files
    }

    pub fn command(&self, words: &[&str]) -> Command {
        self.command_of(env!("CARGO_BIN_EXE_cargo-pinata"), words)
    }

    pub fn command_of(&self, program: &str, words: &[&str]) -> Command {
        command_in(self.path(), program, words)
    }

    pub fn run(&self, words: &[&str]) -> Ran {
        ran(&mut self.command(words))
    }

    /// Runs what has to succeed, and returns the report that it prints.
    pub fn report(&self, words: &[&str]) -> Report {
        report(&mut self.command(words))
    }
}

/// A command that runs in some directory, with nothing foreign in its environment.
pub fn command_in(directory: &Path, program: &str, words: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(words).current_dir(directory).env("CARGO_NET_OFFLINE", "true");
    FOREIGN.iter().for_each(|name| {
        command.env_remove(name);
    });
    command
}

/// Runs a command to its end.
pub fn ran(command: &mut Command) -> Ran {
    let Output { stdout, stderr, status } = command.output().unwrap();
    let [out, err] = [stdout, stderr].map(|text| String::from_utf8(text).unwrap());
    Ran { out, err, code: status.code() }
}

/// Runs what has to succeed with a report.
pub fn report(command: &mut Command) -> Report {
    let Ran { out, err, code } = ran(command.arg("--json"));
    assert_eq!(Some(0), code, "{err}");
    serde_json::from_str(&out).unwrap()
}

/// A function of a report.
pub fn function<'r>(report: &'r Report, path: &str) -> &'r Compared {
    let paths = || report.compared.iter().map(|one| &one.path).collect::<Vec<_>>();
    let found = report.compared.iter().find(|one| one.path == path);
    found.unwrap_or_else(|| panic!("{path} is not in {:?}", paths()))
}

/// What was built of a function that is built once.
pub fn instance<'r>(report: &'r Report, path: &str) -> &'r Instance {
    let [instance] = function(report, path).instances.as_slice() else {
        panic!("{path} is not built once: {:?}", function(report, path).instances);
    };
    instance
}

/// The last line of what a command said, which has to be an error.
pub fn error(ran: &Ran) -> &str {
    assert_eq!((Some(2), ""), (ran.code, &*ran.out), "{}", ran.err);
    let line = ran.err.lines().last().unwrap_or_default();
    line.strip_prefix("error: ").unwrap_or_else(|| panic!("{}", ran.err))
}
