//! Runs cargo on a copy.

use std::path::{Path, PathBuf};
use std::process::Command;

use cargo_metadata::diagnostic::{Diagnostic, DiagnosticLevel};
use cargo_metadata::{Artifact, Message, Target};

use crate::copy::COPIES;
use crate::error::Error;

/// How a crate is built: what is added to every call.
#[derive(Debug, Clone, Default)]
pub struct Plan {
    pub features: Vec<String>,
    pub targets: Vec<String>,
    pub offline: bool,
    /// The name of the crate.
    pub package: String,
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

    fn take(&mut self, message: Message, copy: &Path) {
        match message {
            // Not what is said about a crate that this one depends on.
            Message::CompilerMessage(message)
                if message.target.src_path.as_std_path().starts_with(copy) =>
            {
                let message = message.message;
                match message.level {
                    DiagnosticLevel::Error | DiagnosticLevel::Ice if tells(&message) => {
                        self.errors.push(message);
                    }
                    DiagnosticLevel::Warning => self.warnings.push(message),
                    _ => {}
                }
            }
            Message::CompilerArtifact(artifact) => {
                let Artifact { executable: Some(path), target, profile, .. } = artifact else {
                    return;
                };
                match profile.test {
                    true => self.tests.push(Program { target, path: path.into() }),
                    false => self.programs.push((target.name, path.into())),
                }
            }
            _ => {}
        }
    }
}

/// Whether an error is more than a count of errors.
fn tells(error: &Diagnostic) -> bool {
    !error.message.starts_with("aborting due to") && !error.message.starts_with("could not compile")
}

/// What cargo complains about, in one line.
pub fn complaint(stderr: &str) -> String {
    let lines = stderr.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.skip_while(|line| !line.starts_with("error"));
    let first = lines.next().unwrap_or("cargo says nothing").trim_start_matches("error: ");
    // The cause is what helps, where there is one.
    let mut causes = lines.skip_while(|line| *line != "Caused by:").filter(|l| *l != "Caused by:");
    match causes.next() {
        Some(cause) => format!("{first}: {cause}"),
        None => first.to_owned(),
    }
}

/// Builds a copy.
pub fn build(copy: &Path, plan: &Plan, task: Task) -> Result<Built, Error> {
    let mut command = command(copy, plan);
    match task {
        Task::Check => command.args(["check", "--keep-going"]).args(&plan.targets),
        Task::Tests => command.args(["test", "--no-run"]),
    };
    command.args(arguments(plan)).arg("--message-format=json");
    let output = command.output().map_err(Error::Cargo)?;
    let mut built = Built {
        succeeded: output.status.success(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
        ..Built::default()
    };
    for message in Message::parse_stream(&*output.stdout).filter_map(Result::ok) {
        built.take(message, copy);
    }
    built.tests.sort_by(|a, b| a.target.src_path.cmp(&b.target.src_path));
    Ok(built)
}

/// Cargo in a copy, with directories of its own.
pub fn command(copy: &Path, plan: &Plan) -> Command {
    let name = copy.file_name().unwrap_or_default();
    // To cargo, packages of the same name in the same place of their workspace are the same, and
    // one would overwrite what was built of the other. They differ when their profile does.
    let units = 256 - COPIES.iter().position(|copy| name == *copy).unwrap_or(COPIES.len());
    let profile = format!("profile.dev.package.{}", plan.package);
    let [units, debug] = [format!("{profile}.codegen-units={units}"), format!("{profile}.debug=2")];
    let mut command = Command::new(program());
    command
        // Debug info tells how large the futures are. Of all else it takes time, and nobody is
        // going to look at these programs with a debugger.
        .args(["--config", &units, "--config", &debug])
        .env("CARGO_PROFILE_DEV_DEBUG", "line-tables-only")
        .env("CARGO_TARGET_DIR", plan.target_directory.join(name))
        .env("CARGO_BUILD_BUILD_DIR", &plan.build_directory)
        .current_dir(copy);
    command
}

/// What every call of cargo gets.
pub fn arguments(plan: &Plan) -> impl Iterator<Item = &str> {
    plan.features.iter().map(String::as_str).chain(plan.offline.then_some("--offline"))
}

/// The cargo that runs us, or the one that is installed.
pub fn program() -> PathBuf {
    std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from)
}
