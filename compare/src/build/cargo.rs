//! Runs Cargo, and finds what it made.

use std::env;
use std::io::BufReader;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::{fs, io};

use cargo_metadata::{Artifact as Message, CrateType, Message as Line, TargetKind};
use same_file::is_same_file;

use super::plan::Order;
use super::{Artifact, Built, wrapper};
use crate::Error;

/// What the profiles must not take away again when all is linked.
const PROFILES: [(&str, &str); 6] = [
    ("CARGO_PROFILE_DEV_LTO", "off"),
    ("CARGO_PROFILE_DEV_STRIP", "none"),
    ("CARGO_PROFILE_DEV_SPLIT_DEBUGINFO", "off"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_STRIP", "none"),
    ("CARGO_PROFILE_RELEASE_SPLIT_DEBUGINFO", "off"),
];

/// Builds in a target directory of its own.
pub fn build(order: &Order) -> Result<Built, Error> {
    let own = env::current_exe().map_err(|cause| Error::Run { program: "cargo", cause })?;
    let cargo = env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command
        .arg("build")
        .args(&order.arguments)
        .arg("--message-format=json-render-diagnostics")
        .arg("--target-dir")
        .arg(&order.target_directory)
        .current_dir(&order.root)
        .envs(PROFILES)
        .env("RUSTC_WORKSPACE_WRAPPER", own)
        .env(wrapper::ASKED, "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    let mut child = command.spawn().map_err(|cause| Error::Run { program: "cargo", cause })?;
    let mut messages = Vec::new();
    if let Some(output) = child.stdout.take() {
        for line in Line::parse_stream(BufReader::new(output)) {
            match line {
                Ok(Line::CompilerArtifact(message)) => messages.push(message),
                Ok(_) => {}
                Err(cause) => return Err(Error::Run { program: "cargo", cause }),
            }
        }
    }
    let status = child.wait().map_err(|cause| Error::Run { program: "cargo", cause })?;
    if !status.success() {
        return Err(Error::Build);
    }
    let own = messages.iter().filter(|message| order.packages.contains(&message.package_id.repr));
    let artifacts = own.filter_map(artifact).collect::<Result<Vec<_>, Error>>()?;
    Ok(Built { artifacts, rustc: version()?, root: order.root.clone(), scratch: None })
}

/// What rustc says of itself.
pub fn version() -> Result<String, Error> {
    let rustc = env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    let output = Command::new(rustc)
        .arg("--version")
        .output()
        .map_err(|cause| Error::Run { program: "rustc", cause })?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// What one message of Cargo tells of; nothing for what only the build runs.
fn artifact(message: &Message) -> Option<Result<Artifact, Error>> {
    let only_for_the_build = message.target.kind.contains(&TargetKind::CustomBuild)
        || message.target.crate_types.contains(&CrateType::ProcMacro);
    if only_for_the_build {
        return None;
    }
    let krate = message.target.name.replace('-', "_");
    let files = || message.filenames.iter().map(|file| file.as_std_path());
    let has =
        |extension: &str| files().find(|file| file.extension().is_some_and(|own| own == extension));
    let binary = match &message.executable {
        Some(executable) => executable.as_std_path(),
        None => has("rlib").or_else(|| files().find(|file| !ends_with(file, "rmeta")))?,
    };
    let mir = match has("rmeta") {
        Some(metadata) => stem_of_metadata(metadata).map(|stem| metadata.with_file_name(stem)),
        None => linked(binary, &krate),
    };
    let mir = mir.map(|path| append(&path, ".mir")).filter(|mir| mir.is_file());
    let Some(mir) = mir else {
        return Some(Err(Error::NoMir { binary: binary.to_owned() }));
    };
    Some(Ok(Artifact { krate, is_test: message.profile.test, binary: binary.to_owned(), mir }))
}

fn ends_with(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|own| own == extension)
}

/// `libmini-0123.rmeta` → `mini-0123`
fn stem_of_metadata(metadata: &Path) -> Option<String> {
    let stem = metadata.file_stem()?.to_str()?;
    Some(stem.strip_prefix("lib")?.to_owned())
}

/// The file under its full name, which has a hash in it: Cargo links it to where users look.
fn linked(binary: &Path, krate: &str) -> Option<PathBuf> {
    let directory = binary.parent()?;
    let deps = directory.join("deps");
    let prefix = format!("{krate}-");
    let named = |directory: &Path| -> io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(directory)?.filter_map(Result::ok).map(|entry| entry.path());
        let is_named = |path: &PathBuf| {
            path.file_name()
                .and_then(|name| name.to_str())
                .is_some_and(|name| name.starts_with(&prefix))
        };
        Ok(entries.filter(is_named).collect())
    };
    let all =
        [directory, &deps].into_iter().filter_map(|directory| named(directory).ok()).flatten();
    let programs: Vec<PathBuf> =
        all.filter(|path| path.extension() == binary.extension()).collect();
    let same = programs.iter().find(|path| is_same_file(path, binary).unwrap_or(false));
    // Where there are no hard links it is a copy: the one that was made last.
    let newest = || {
        let made = |path: &&PathBuf| path.metadata().and_then(|data| data.modified()).ok();
        programs.iter().max_by_key(made)
    };
    let found = same.or_else(newest)?;
    Some(found.with_extension(""))
}

fn append(path: &Path, suffix: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(suffix);
    name.into()
}
