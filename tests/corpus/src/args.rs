//! What can be said on the command line.

use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use anstyle::{AnsiColor, Style};
use clap::builder::Styles;
use clap::{Args, Parser, Subcommand};
use pinata_viz::Format;

use crate::error::Error;

/// How errors are announced, here and by clap.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default().dimmed())
    .error(ERROR);

const MORE: &str = "\
How it goes:
  1. cargo fetches the crate, and two copies are made: `plain` and `annotated`.
  2. The plain copy is built. The first of these that builds is taken: all features, the default
     ones, `full`; all targets, then fewer. The lock file that came with the crate is used.
  3. Every `async fn` with a body that is built here gets `#[pinata::desugar]`, unless it is refused.
  4. What does not compile is found by the places of the errors, or else by halving, and is
     left plain.
  5. The tests run in both copies, as `cargo test` would run them. A test that passed before and
     fails after is run twice more in both copies before it counts.

Not annotated, and listed apart: functions that another attribute rewrites (`#[tokio::main]`,
`#[async_trait]` and the like; but see --bodies), and functions that a `#[cfg]` keeps out of this build.

Exit codes: 0 all is well, 1 something does not compile, warns, or fails a test that passed before,
2 the command line, the crate or cargo is not right";

/// Put `#[pinata::desugar]` on every async fn of a published crate, and run its tests
#[derive(Debug, Parser)]
#[command(name = "pinata-corpus", version, styles = STYLES, after_help = MORE)]
#[command(args_conflicts_with_subcommands = true, subcommand_negates_reqs = true)]
#[command(disable_help_subcommand = true)]
pub struct Cli {
    /// Something else to do.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Crates as cargo knows them: name@version, or name for the newest
    #[arg(value_name = "CRATE@VERSION", required_unless_present = "path")]
    pub crates: Vec<Spec>,

    /// The directory of a crate that stands alone; may be given several times
    #[arg(long, value_name = "DIR")]
    pub path: Vec<PathBuf>,

    /// Annotate this function only: src/client.rs::Client::get, or the end of it, Client::get
    #[arg(long, value_name = "FUNCTION")]
    pub only: Option<String>,

    /// Move what stands in `#[tokio::test] async fn …() { … }`, and the like, into an annotated
    /// async fn inside of it
    #[arg(long)]
    pub bodies: bool,

    /// Also find the functions that make a test fail
    #[arg(long)]
    pub bisect: bool,

    /// The features to build with, as cargo takes them
    #[arg(long, value_name = "FEATURES")]
    pub features: Option<String>,

    /// Build without the default features
    #[arg(long)]
    pub no_default_features: bool,

    /// Leave out the doc tests
    #[arg(long)]
    pub no_doc_tests: bool,

    /// Print JSON instead of a table
    #[arg(long)]
    pub json: bool,

    /// Where the copies are made, and stay [default: `corpus` in the target directory]
    #[arg(long, value_name = "DIR")]
    pub work: Option<PathBuf>,

    /// How long one test program may run
    #[arg(long, value_name = "SECONDS", default_value = "300", value_parser = seconds)]
    pub timeout: Duration,

    /// Let cargo use only what it has already fetched
    #[arg(long)]
    pub offline: bool,
}

/// What can be done instead.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draw everything that is async in published crates, in every format
    Draw(Draw),
    /// Build published crates, and lay every machine beside the one that rustc made of it
    Compare(Compare),
}

/// Draw crates.
#[derive(Debug, Args)]
pub struct Draw {
    /// Crates as cargo knows them: name@version, or name for the newest
    #[arg(value_name = "CRATE@VERSION", required = true)]
    pub crates: Vec<Spec>,

    /// Draw in this format only; may be given several times
    #[arg(short, long, value_enum)]
    pub format: Vec<Format>,

    /// Let cargo use only what it has already fetched
    #[arg(long)]
    pub offline: bool,
}

/// Compare crates.
#[derive(Debug, Args)]
pub struct Compare {
    /// Crates as cargo knows them: name@version, or name for the newest
    #[arg(value_name = "CRATE@VERSION", required = true)]
    pub crates: Vec<Spec>,

    /// Print each difference, not only how many there are
    #[arg(long)]
    pub details: bool,

    /// Let cargo use only what it has already fetched
    #[arg(long)]
    pub offline: bool,
}

/// A crate in the registry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spec {
    pub name: String,
    /// The newest when there is none.
    pub version: Option<String>,
}

impl FromStr for Spec {
    type Err = Error;

    fn from_str(text: &str) -> Result<Self, Error> {
        let (name, version) = match text.split_once('@') {
            Some((name, version)) => (name, Some(version)),
            None => (text, None),
        };
        let of_a_name = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        let of_a_version = |c: char| c.is_ascii_alphanumeric() || ".-+".contains(c);
        let name_is_fine = !name.is_empty() && name.chars().all(of_a_name);
        let version_is_fine = version.is_none_or(|version| {
            version.starts_with(|c: char| c.is_ascii_digit()) && version.chars().all(of_a_version)
        });
        match name_is_fine && version_is_fine {
            true => Ok(Spec { name: name.to_owned(), version: version.map(str::to_owned) }),
            false => Err(Error::Spec(text.to_owned())),
        }
    }
}

fn seconds(text: &str) -> Result<Duration, String> {
    match text.parse() {
        Ok(0) | Err(_) => Err("a whole number of seconds is wanted".to_owned()),
        Ok(seconds) => Ok(Duration::from_secs(seconds)),
    }
}
