//! Runs Cargo, and finds what it made.

use std::env::{self, consts::EXE_EXTENSION};
use std::ffi::OsString;
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
        // What is not final may have a place of its own; not that of other builds.
        .env("CARGO_BUILD_BUILD_DIR", &order.target_directory)
        .env("RUSTC_WORKSPACE_WRAPPER", own)
        .env(wrapper::ASKED, "1")
        .stdin(Stdio::null())
        .stdout(Stdio::piped());
    if let Some(rustc) = &order.nightly {
        // What is not compiled anew tells nothing, so a crate is compiled as a whole or not at all.
        command.env("RUSTC", rustc).env(wrapper::LAYOUTS, "1").env("CARGO_INCREMENTAL", "0");
    }
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
    let has_layouts = order.nightly.is_some();
    let artifacts = own
        .filter_map(|message| artifact(message, has_layouts))
        .collect::<Result<Vec<_>, Error>>()?;
    let rustc = version(&order.root, order.nightly.as_deref())?;
    Ok(Built { artifacts, rustc, root: order.root.clone(), scratch: None })
}

/// What rustc says of itself: the one that a directory asks for, where several are installed, unless
/// one is named.
pub fn version(directory: &Path, named: Option<&Path>) -> Result<String, Error> {
    let output = Command::new(rustc(named))
        .arg("--version")
        .current_dir(directory)
        .output()
        .map_err(|cause| Error::Run { program: "rustc", cause })?;
    Ok(String::from_utf8_lossy(&output.stdout).trim().to_owned())
}

/// The compiler: the one that is named, or else what the user has.
pub fn rustc(named: Option<&Path>) -> OsString {
    let usual = || env::var_os("RUSTC").unwrap_or_else(|| "rustc".into());
    named.map_or_else(usual, |named| named.as_os_str().to_owned())
}

/// What one message of Cargo tells of; nothing for what only the build runs.
fn artifact(message: &Message, has_layouts: bool) -> Option<Result<Artifact, Error>> {
    let only_for_the_build = message.target.kind.contains(&TargetKind::CustomBuild)
        || message.target.crate_types.contains(&CrateType::ProcMacro);
    if only_for_the_build {
        return None;
    }
    let krate = message.target.name.replace('-', "_");
    let files = || message.filenames.iter().map(|file| file.as_std_path());
    let has = |extension: &str| files().find(|file| ends_with(file, extension));
    let binary = match &message.executable {
        Some(executable) => executable.as_std_path(),
        None => has("rlib").or_else(|| files().find(|file| !ends_with(file, "rmeta")))?,
    };
    let mir = match has("rmeta") {
        Some(metadata) => Some(metadata.to_owned()),
        None => linked(binary, &krate),
    };
    let mir = mir.and_then(|path| mir_of(&path)).filter(|mir| mir.is_file());
    let Some(mir) = mir else {
        return Some(Err(Error::NoMir { binary: binary.to_owned() }));
    };
    Some(Ok(Artifact {
        krate,
        is_test: message.profile.test,
        binary: binary.to_owned(),
        layouts: has_layouts.then(|| wrapper::layouts(&mir)),
        mir,
        root: message.target.src_path.clone().into_std_path_buf(),
    }))
}

fn ends_with(file: &Path, extension: &str) -> bool {
    file.extension().is_some_and(|own| own == extension)
}

/// Where rustc writes the MIR of a crate, given what else it wrote of it: `libmini-0123.rmeta` or
/// `mini-0123` → `mini-0123.mir`.
fn mir_of(file: &Path) -> Option<PathBuf> {
    let stem = file.file_stem()?.to_str()?;
    let is_library = file.extension().is_some_and(|extension| extension != EXE_EXTENSION);
    let name = if is_library { stem.strip_prefix("lib").unwrap_or(stem) } else { stem };
    Some(file.with_file_name(format!("{name}.mir")))
}

/// The file under the name that rustc gave it, often with a hash in it: Cargo links it to where
/// users look.
fn linked(binary: &Path, krate: &str) -> Option<PathBuf> {
    let directory = binary.parent()?;
    let deps = directory.join("deps");
    let is_of_crate = |path: &PathBuf| {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let after = stem.strip_prefix("lib").unwrap_or(stem).strip_prefix(krate);
        let after = after.or_else(|| stem.strip_prefix(krate));
        after.is_some_and(|after| after.is_empty() || after.starts_with('-'))
    };
    let named = |directory: &Path| -> io::Result<Vec<PathBuf>> {
        let entries = fs::read_dir(directory)?.filter_map(Result::ok).map(|entry| entry.path());
        Ok(entries.filter(is_of_crate).filter(|path| path != binary).collect())
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
    // A test has only the name that rustc gave it.
    let has_own = mir_of(binary).is_some_and(|mir| mir.is_file());
    let found = same.or_else(|| if has_own { None } else { newest() });
    Some(found.cloned().unwrap_or_else(|| binary.to_owned()))
}
