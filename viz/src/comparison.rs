//! Shows a comparison with what rustc built: as text, as pictures, as a page, as JSON.

pub mod bar;
pub mod futures;
pub mod html;
pub mod sizes;
pub mod svg;
pub mod text;
pub mod words;

use std::path::Path;

use clap::ValueEnum;
use pinata_compare::Report;
use pinata_compare::model::{Compared, StatePair};
use pinata_machine::model::StateKind;

use crate::svg::Theme;
use crate::{Error, Look, Source, png};

/// A way to show a comparison.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Bars and tables for the terminal
    #[default]
    Text,
    /// A picture that scales, of one function
    Svg,
    /// A picture in pixels, of one function
    Png,
    /// A page with the source and the machine beside it
    Html,
    /// The report itself, for other programs
    Json,
}

impl Format {
    /// The format of a file, by how its name ends. One that ends in nothing is text.
    pub fn of_path(path: &Path) -> Result<Self, Error> {
        match crate::Format::of_path(path)? {
            crate::Format::Text => Ok(Self::Text),
            crate::Format::Svg => Ok(Self::Svg),
            crate::Format::Png => Ok(Self::Png),
            crate::Format::Html => Ok(Self::Html),
            crate::Format::Json => Ok(Self::Json),
            crate::Format::Dot | crate::Format::Mermaid => {
                Err(Error::NoFormat { path: path.to_owned() })
            }
        }
    }

    /// Shows a report about `sources`.
    pub fn render(
        self,
        report: &Report,
        sources: &[Source],
        look: &Look,
    ) -> Result<Vec<u8>, Error> {
        Ok(match self {
            Self::Text => text::render(report, look).into_bytes(),
            Self::Json => json(report).into_bytes(),
            Self::Html => html::render(report, sources, look).into_bytes(),
            Self::Svg => picture(report, look.theme)?.into_bytes(),
            Self::Png => {
                let theme = if look.theme == Theme::Auto { Theme::Light } else { look.theme };
                let picture = picture(report, theme)?;
                png::paint(&picture)
                    .ok_or_else(|| Error::TooLarge { name: report.compared[0].path.clone() })?
            }
        })
    }
}

/// The report for other programs, with a newline at the end.
fn json(report: &Report) -> String {
    let json = serde_json::to_string_pretty(report).expect("a report is plain data");
    json + "\n"
}

/// The one future of a report.
fn picture(report: &Report, theme: Theme) -> Result<String, Error> {
    let all = report.compared.iter();
    let all: Vec<_> =
        all.flat_map(|one| one.instances.iter().map(move |instance| (one, instance))).collect();
    match all.as_slice() {
        [(one, instance)] => Ok(svg::render(report, one, instance, theme)),
        _ => Err(Error::NotOneFuture { count: all.len() }),
    }
}

/// Whether there is something to see in a state: nothing rests in the two last ones.
fn is_shown(compared: &Compared, pair: &StatePair) -> bool {
    let kind = pair.state.map(|id| &compared.machine.states[id.0].kind);
    !matches!(kind, Some(StateKind::Returned | StateKind::Panicked))
}
