//! Runs cargo on a copy.

use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{Message, Target};

use crate::error::Error;

/// How a crate is built: what is added to every call.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub features: Vec<String>,
    pub targets: Vec<String>,
    pub offline: bool,
    /// Shared by all copies, for what they depend on.
    pub build_directory: PathBuf,
    /// Has a directory for each copy, for its programs.
    pub target_directory: PathBuf,
}

/// What cargo is asked to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Task {
    Check,
    /// Build the tests.
    Tests,
}

/// A test program.
#[derive(Debug, Clone)]
pub struct Program {
    pub target: Target,
    pub path: PathBuf,
}

/// What came of it.
#[derive(Debug, Default)]
pub struct Built {
    pub succeeded: bool,
    pub errors: Vec<Diagnostic>,
    pub warnings: Vec<Diagnostic>,
    pub tests: Vec<Program>,
    /// The programs that tests may call, by name.
    pub programs: Vec<(String, PathBuf)>,
    /// What cargo itself had to say.
    pub stderr: String,
}

impl Built {
    /// Why it failed, in one line.
    pub fn complaint(&self) -> String {
        match self.errors.first() {
            Some(error) => error.message.lines().next().unwrap_or_default().to_owned(),
            None => complaint(&self.stderr),
        }
    }
}

/// What cargo complains about, in one line.
pub fn complaint(stderr: &str) -> String {
    let lines = stderr.lines().map(str::trim);
    let mut lines = lines.skip_while(|line| !line.starts_with("error")).filter(|l| !l.is_empty());
    let first = lines.next().unwrap_or("cargo says nothing");
    let first = first.trim_start_matches("error: ");
    // The cause is what helps, where there is one.
    let mut causes = lines.skip_while(|line| *line != "Caused by:").filter(|l| *l != "Caused by:");
    match causes.next() {
        Some(cause) => format!("{first}: {cause}"),
        None => first.to_owned(),
    }
}

/// Builds a copy.
pub fn build(copy: &Path, plan: &Plan, task: Task) -> Result<Built, Error> {
    let name = copy.file_name().unwrap_or_default();
    let mut command = Command::new(program());
    match task {
        Task::Check => command.arg("check").args(&plan.targets),
        Task::Tests => command.args(["test", "--no-run"]),
    };
    command
        .args(["--keep-going", "--message-format=json"].iter().filter(|flag| {
            // `cargo test` knows no such flag.
            task == Task::Check || **flag != "--keep-going"
        }))
        .args(&plan.features)
        .args(plan.offline.then_some("--offline"))
        .env("CARGO_TARGET_DIR", plan.target_directory.join(name))
        .env("CARGO_BUILD_BUILD_DIR", &plan.build_directory)
        .current_dir(copy);
    let output = command.output().map_err(Error::Cargo)?;
    let mut built = Built {
        succeeded: output.status.success(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        ..Built::default()
    };
    for message in Message::parse_stream(&*output.stdout).filter_map(Result::ok) {
        match message {
            Message::CompilerMessage(message) if is_at(&message.target, copy) => {
                match message.message.level {
                    DiagnosticLevel::Error | DiagnosticLevel::Ice => {
                        built.errors.push(message.message);
                    }
                    DiagnosticLevel::Warning => built.warnings.push(message.message),
                    _ => {}
                }
            }
            Message::CompilerArtifact(artifact) => {
                let Some(path) = artifact.executable else { continue };
                let path = path.into_std_path_buf();
                match artifact.profile.test {
                    true => built.tests.push(Program { target: artifact.target, path }),
                    false => built.programs.push((artifact.target.name, path)),
                }
            }
            _ => {}
        }
    }
    // “Aborting due to 3 previous errors” tells nothing.
    built.errors.retain(|error| !error.spans.is_empty() || error.code.is_some() || is_alone(error));
    built.tests.sort_by(|a, b| a.target.src_path.cmp(&b.target.src_path));
    Ok(built)
}

fn is_alone(error: &Diagnostic) -> bool {
    !error.message.starts_with("aborting due to") && !error.message.starts_with("could not compile")
}

/// Whether a target belongs to the copy, and not to something it depends on.
fn is_at(target: &Target, copy: &Path) -> bool {
    target.src_path.as_std_path().starts_with(copy)
}

/// The cargo that runs us, or the one that is installed.
pub fn program() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}
