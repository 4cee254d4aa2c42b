//! What can be said on the command line.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::builder::{OsStringValueParser, Styles, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use pinata_compare::build::{Request, Subject};
use pinata_viz::graphviz::Engine;
use pinata_viz::list::Order;
use pinata_viz::picture::Show;
use pinata_viz::svg::Theme;
use pinata_viz::{Format, Target, comparison, gather};

/// How errors are announced, here and by clap.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();

/// How what is left out is announced.
pub const WARNING: Style = AnsiColor::Yellow.on_default().bold();

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default().dimmed())
    .error(ERROR);

/// See inside what is async: its states, what each holds and why, what leads from one to the next
#[derive(Debug, Parser)]
#[command(name = "cargo-pinata", bin_name = "cargo pinata", version, styles = STYLES)]
#[command(disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,

    /// When to colour text
    #[arg(long, global = true, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List what is async, how often it suspends, and what it holds meanwhile
    #[command(after_help = EXIT_CODES)]
    List(List),
    /// Draw the state machine of what is async, annotated or not
    #[command(after_help = EXIT_CODES)]
    Graph(Graph),
    /// Write the state machine as Rust that compiles in place of the function
    #[command(after_help = EXIT_CODES)]
    Expand(Expand),
    /// Build what is async, and lay its machine beside the one that rustc made of it
    #[command(after_help = EXIT_CODES)]
    Compare(Compare),
    /// Build what is async, and hold the sizes of its futures against a limit
    #[command(after_help = BUDGET_EXIT_CODES)]
    Size(Size),
    /// Print a script that completes these commands in a shell
    Completions(Completions),
}

const EXIT_CODES: &str = "\
Exit codes: 0 all is well, 1 not everything can be read or expanded, 2 the command line or the input is not right";

const BUDGET_EXIT_CODES: &str = "\
Exit codes: 0 all keep to the budget, 1 some do not, 2 the command line or the input is not right, or it does not build";

/// Where to look.
#[derive(Debug, Args)]
pub struct Scope {
    /// A file, file.rs::function, file.rs::Type::method, or a directory [default: the package
    /// or workspace that Cargo finds from here]
    #[arg(value_parser = OsStringValueParser::new().map(|text| Target::from(text.as_os_str())))]
    pub target: Option<Target>,

    /// The Cargo.toml of a whole package, or of all packages of a workspace
    #[arg(long, value_name = "PATH", conflicts_with = "target")]
    pub manifest_path: Option<PathBuf>,
}

impl Scope {
    /// What to build so that all of it is there.
    pub fn request(&self, building: &Building) -> Request {
        let Building { release, all_targets, .. } = *building;
        let subject = match &self.target {
            Some(target) => Subject::Path(target.file.clone()),
            None => Subject::Packages(self.manifest_path.clone()),
        };
        let mut arguments = Vec::new();
        arguments.extend(building.all_features.then(|| "--all-features".to_owned()));
        arguments.extend(building.no_default_features.then(|| "--no-default-features".to_owned()));
        if !building.features.is_empty() {
            arguments.extend(["--features".to_owned(), building.features.join(",")]);
        }
        Request { subject, release, all_targets, arguments, ..Request::default() }
    }

    /// What is meant.
    pub fn chosen(&self) -> gather::Scope {
        match &self.target {
            Some(target) => gather::Scope::Path(target.clone()),
            None => gather::Scope::Packages(self.manifest_path.clone()),
        }
    }
}

/// How text looks.
#[derive(Debug, Args)]
pub struct Looks {
    /// Write text with ASCII characters only
    #[arg(long)]
    pub ascii: bool,

    /// How many columns text may take [default: the width of the terminal]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,
}

/// List machines.
#[derive(Debug, Args)]
pub struct List {
    /// Where to look.
    #[command(flatten)]
    pub scope: Scope,

    /// What comes first
    #[arg(short, long, value_enum, value_name = "BY", default_value_t)]
    pub sort: Order,

    /// Only what has this in its name
    #[arg(long, value_name = "TEXT")]
    pub filter: Option<String>,

    /// Print JSON, for other programs
    #[arg(long)]
    pub json: bool,

    /// How text looks.
    #[command(flatten)]
    pub look: Looks,
}

/// Draw machines.
#[derive(Debug, Args)]
pub struct Graph {
    /// Where to look.
    #[command(flatten)]
    pub scope: Scope,

    /// How to draw [default: what the name of the output says, or else text]
    #[arg(short, long, value_enum)]
    pub format: Option<Format>,

    /// Write to a file instead of the standard output. A directory gets a file for each machine,
    /// and so does a format that has room for one only
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// The colours of svg, png and html
    #[arg(long, value_enum, value_name = "THEME", default_value_t)]
    pub theme: Theme,

    /// What else svg and png show at each suspension point
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub show: Vec<Besides>,

    /// What places the boxes of svg and png
    #[arg(long, value_enum, value_name = "ENGINE", default_value_t)]
    pub engine: Engine,

    /// How text looks.
    #[command(flatten)]
    pub look: Looks,
}

/// Write machines as Rust.
#[derive(Debug, Args)]
pub struct Expand {
    /// Where to look.
    #[command(flatten)]
    pub scope: Scope,

    /// Only what a textbook would show: the states, and which lines lead from one to the next
    #[arg(long)]
    pub minimal: bool,

    /// The edition of the source
    #[arg(long, value_name = "YEAR", default_value = "2024")]
    pub edition: Edition,

    /// Write to a file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
}

/// Where code means the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Edition {
    /// The first one that has `async`
    #[value(name = "2018")]
    Of2018,
    /// As in 2018
    #[value(name = "2021")]
    Of2021,
    /// Temporaries of a block's last expression die before its locals
    #[value(name = "2024")]
    Of2024,
}

impl From<Edition> for u16 {
    fn from(edition: Edition) -> Self {
        match edition {
            Edition::Of2018 => 2018,
            Edition::Of2021 => 2021,
            Edition::Of2024 => 2024,
        }
    }
}

/// What may happen at every suspension point.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Besides {
    /// Polls that find nothing ready
    Pending,
    /// Drops before the end
    Cancel,
    /// Panics
    Panic,
}

impl Graph {
    /// What is drawn besides.
    pub fn shown(&self) -> Show {
        let has = |what| self.show.contains(&what);
        Show {
            pending: has(Besides::Pending),
            cancel: has(Besides::Cancel),
            panic: has(Besides::Panic),
        }
    }
}

/// How to build.
#[derive(Debug, Args)]
#[command(next_help_heading = "Build options")]
pub struct Building {
    /// Build with optimisations, as `cargo build --release` does
    #[arg(long)]
    pub release: bool,

    /// Build tests, examples and benchmarks as well: a generic function is there with the types
    /// that something calls it with
    #[arg(long)]
    pub all_targets: bool,

    /// The features to activate
    #[arg(short = 'F', long, value_name = "FEATURES", value_delimiter = ',')]
    pub features: Vec<String>,

    /// Activate all features
    #[arg(long)]
    pub all_features: bool,

    /// Do not activate the features that are active by default
    #[arg(long)]
    pub no_default_features: bool,
}

/// Compare machines with what rustc builds.
#[derive(Debug, Args)]
pub struct Compare {
    /// Where to look.
    #[command(flatten)]
    pub scope: Scope,

    /// How to show it [default: what the name of the output says, or else text]
    #[arg(short, long, value_enum)]
    pub format: Option<comparison::Format>,

    /// Print JSON, for other programs: the same as `--format json`
    #[arg(long, conflicts_with = "format")]
    pub json: bool,

    /// Write to a file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Have the installed nightly rustc build it as well, and hold what was read against what that
    /// tells of its own layouts
    #[arg(long)]
    pub nightly: bool,

    /// The colours of svg, png and html
    #[arg(long, value_enum, value_name = "THEME", default_value_t)]
    pub theme: Theme,

    /// How text looks.
    #[command(flatten)]
    pub look: Looks,

    /// How to build.
    #[command(flatten)]
    pub building: Building,
}

/// Measure futures.
#[derive(Debug, Args)]
pub struct Size {
    /// Where to look.
    #[command(flatten)]
    pub scope: Scope,

    /// How many bytes a future may take
    #[arg(long, value_name = "BYTES")]
    pub max: Option<u64>,

    /// What `--save` wrote: nothing may be larger than it was
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,

    /// Write the sizes to a file, for later runs with `--baseline`
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,

    /// Print JSON, for other programs
    #[arg(long)]
    pub json: bool,

    /// How text looks.
    #[command(flatten)]
    pub look: Looks,

    /// How to build.
    #[command(flatten)]
    pub building: Building,
}

/// Complete commands.
#[derive(Debug, Args)]
pub struct Completions {
    /// Which shell
    #[arg(value_enum)]
    pub shell: Shell,
}

/// When to colour text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Color {
    /// On a terminal that can
    #[default]
    Auto,
    /// Also in a file or a pipe
    Always,
    /// Not at all
    Never,
}

impl From<Color> for ColorChoice {
    fn from(color: Color) -> Self {
        match color {
            Color::Auto => Self::Auto,
            Color::Always => Self::Always,
            Color::Never => Self::Never,
        }
    }
}

/// The words of the command line.
///
/// Cargo calls `cargo-pinata pinata graph …` for `cargo pinata graph …`: the first word goes.
pub fn words() -> impl Iterator<Item = OsString> {
    let mut words = env::args_os();
    let program = words.next();
    let mut words = words.peekable();
    words.next_if(|word| word == "pinata");
    program.into_iter().chain(words)
}
