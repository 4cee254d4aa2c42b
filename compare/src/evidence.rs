//! What rustc told about each artifact: its coroutines, and the body of each.

use std::fs;
use std::path::Path;

use pinata_compiled::coroutine::DebugInfo;
use pinata_compiled::pair::Pairing;
use pinata_compiled::{CoroutineLayout, Poll, dwarf, mir, pair};

use crate::Error;
use crate::build::{Artifact, Built};
use crate::nightly::Nightly;

/// What is known of one artifact.
#[derive(Debug)]
pub struct Evidence {
    /// The artifact.
    pub artifact: Artifact,
    /// What its debug info tells.
    pub debug_info: DebugInfo,
    /// What the MIR tells, for each coroutine of `debug_info`; none for code of other crates.
    pub polls: Vec<Option<Poll>>,
    /// What a nightly rustc tells of them, if it was asked.
    pub told: Option<Told>,
}

/// What a nightly rustc tells of the coroutines of an artifact.
#[derive(Debug)]
pub struct Told {
    /// What it says of itself.
    pub rustc: String,
    /// The layout, for each coroutine; none where it tells none.
    pub layouts: Vec<Option<CoroutineLayout>>,
}

/// Reads what was built, and what a nightly rustc told when it built the same.
pub fn read(built: &Built, nightly: Option<&Nightly>) -> Result<Vec<Evidence>, Error> {
    let mirs = built
        .artifacts
        .iter()
        .map(|artifact| bodies(artifact, &built.rustc))
        .collect::<Result<Vec<_>, Error>>()?;
    let mut all = Vec::new();
    for artifact in &built.artifacts {
        let debug_info = coroutines(artifact, &built.rustc)?;
        let mut polls = vec![None; debug_info.coroutines.len()];
        let mut layouts = polls.iter().map(|_| None).collect::<Vec<_>>();
        // A program has the code of its library in it, whose MIR lies beside the library. What is
        // tested holds its own build of the same crate, so the own MIR comes first.
        let own = mirs.iter().filter(|(of, _)| *of == artifact);
        let others = mirs.iter().filter(|(of, _)| *of != artifact && !of.is_test);
        for (of, bodies) in own.chain(others) {
            let pairs = pair::pair(&debug_info.coroutines, &of.krate, bodies);
            for ((poll, layout), pairing) in polls.iter_mut().zip(&mut layouts).zip(pairs) {
                if let (None, Pairing::Found(index)) = (&poll, pairing) {
                    *poll = Some(bodies[index].clone());
                    *layout = nightly.and_then(|nightly| nightly.of(of, &bodies[index])).cloned();
                }
            }
        }
        let told = nightly.map(|nightly| Told { rustc: nightly.rustc.clone(), layouts });
        all.push(Evidence { artifact: artifact.clone(), debug_info, polls, told });
    }
    Ok(all)
}

fn coroutines(artifact: &Artifact, rustc: &str) -> Result<DebugInfo, Error> {
    use pinata_compiled::Error::{LinesOnly, NoDebugInfo};
    let is_library = artifact.binary.extension().is_some_and(|extension| extension == "rlib");
    match dwarf::read(&load(&artifact.binary)?) {
        // rustc was asked for all debug info, and nothing strips a library. So there is nothing to
        // tell: it has constants only, or all in it is generic.
        Err(NoDebugInfo { .. } | LinesOnly) if is_library => Ok(DebugInfo::default()),
        read => read.map_err(|cause| unread(&artifact.binary, cause, rustc)),
    }
}

fn bodies<'a>(artifact: &'a Artifact, rustc: &str) -> Result<(&'a Artifact, Vec<Poll>), Error> {
    let text = String::from_utf8_lossy(&load(&artifact.mir)?).into_owned();
    let polls = mir::read(&text).map_err(|cause| unread(&artifact.mir, cause, rustc))?;
    Ok((artifact, polls))
}

pub(crate) fn unread(path: &Path, cause: pinata_compiled::Error, rustc: &str) -> Error {
    Error::Compiled { path: path.to_owned(), cause, rustc: rustc.to_owned() }
}

pub(crate) fn load(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|cause| Error::Read { path: path.to_owned(), cause })
}
