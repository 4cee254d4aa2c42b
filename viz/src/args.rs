//! What can be said on the command line.

use std::env;
use std::ffi::OsString;
use std::path::PathBuf;

use anstream::ColorChoice;
use anstyle::{AnsiColor, Style};
use clap::builder::{OsStringValueParser, Styles, TypedValueParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use pinata_viz::{Format, Target};

/// How errors are announced, here and by clap.
pub const ERROR: Style = AnsiColor::Red.on_default().bold();

const STYLES: Styles = Styles::styled()
    .header(Style::new().bold())
    .usage(Style::new().bold())
    .literal(AnsiColor::Cyan.on_default())
    .placeholder(AnsiColor::Cyan.on_default().dimmed())
    .error(ERROR);

/// See inside an async fn: its states, what each holds and why, what leads from one to the next
#[derive(Debug, Parser)]
#[command(name = "cargo-pinata", bin_name = "cargo pinata", version, styles = STYLES)]
#[command(disable_help_subcommand = true)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Draw the state machine of each async fn in a file, annotated or not
    #[command(after_help = EXIT_CODES)]
    Graph(Graph),
}

const EXIT_CODES: &str = "\
Exit codes: 0 it is drawn, 2 the command line or the file is not right";

/// Draw machines.
#[derive(Debug, Args)]
pub struct Graph {
    /// file.rs, file.rs::function or file.rs::Type::method
    #[arg(value_parser = OsStringValueParser::new().map(|text| Target::from(text.as_os_str())))]
    pub target: Target,

    /// How to draw [default: what the name of the output says, or else text]
    #[arg(short, long, value_enum)]
    pub format: Option<Format>,

    /// Write to a file instead of the standard output
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,

    /// Draw text with ASCII characters only
    #[arg(long)]
    pub ascii: bool,

    /// How many columns text may take [default: the width of the terminal]
    #[arg(long, value_name = "COLUMNS")]
    pub width: Option<usize>,

    /// When to colour text
    #[arg(long, value_enum, value_name = "WHEN", default_value_t)]
    pub color: Color,
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
