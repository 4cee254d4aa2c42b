//! A crate that is written anew and compiled, again and again.

#![allow(dead_code, reason = "each benchmark uses some of it")]

use std::error::Error;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub struct Scratch {
    directory: PathBuf,
}

impl Scratch {
    /// An empty crate that depends on this one.
    pub fn new(name: &str) -> Result<Self, Box<dyn Error>> {
        let directory = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let pinata = Path::new(env!("CARGO_MANIFEST_DIR"));
        // Its own workspace: the directory may well be inside of ours.
        let manifest = format!(
            "[package]\n\
             name = \"{name}\"\n\
             edition = \"2024\"\n\
             \n\
             [dependencies]\n\
             pinata = {{ path = {pinata:?} }}\n\
             \n\
             # The macro runs as fast as it can.\n\
             [profile.dev.build-override]\n\
             opt-level = 3\n\
             \n\
             [workspace]\n"
        );
        fs::create_dir_all(directory.join("src"))?;
        fs::write(directory.join("Cargo.toml"), manifest)?;
        // The versions that we are built with are there already, so nothing has to be downloaded.
        fs::copy(pinata.join("Cargo.lock"), directory.join("Cargo.lock"))?;
        Ok(Self { directory })
    }

    /// Builds a program, and reads the number that it prints.
    pub fn build(&self, source: &str) -> Result<(Duration, usize), Box<dyn Error>> {
        let time = self.time("build", source)?;
        let run = self.cargo("run").output()?;
        Ok((time, String::from_utf8(run.stdout)?.trim().parse()?))
    }

    /// Checks a program.
    pub fn check(&self, source: &str) -> Result<Duration, Box<dyn Error>> {
        self.time("check", source)
    }

    fn time(&self, verb: &str, source: &str) -> Result<Duration, Box<dyn Error>> {
        fs::write(self.directory.join("src/main.rs"), source)?;
        let start = Instant::now();
        let done = self.cargo(verb).output()?;
        match done.status.success() {
            true => Ok(start.elapsed()),
            false => Err("the crate does not compile".into()),
        }
    }

    fn cargo(&self, verb: &str) -> Command {
        let mut cargo = Command::new(env!("CARGO"));
        cargo
            .args([verb, "--offline", "--quiet", "--target-dir", "target"])
            .current_dir(&self.directory)
            .env("CARGO_INCREMENTAL", "0")
            .stderr(Stdio::inherit());
        cargo
    }
}
