//! The ways to draw machines, each a module of its own.

use std::path::Path;

use clap::ValueEnum;

use crate::graphviz::{self, Engine};
use crate::{Error, Found, Look, Source, dot, html, json, mermaid, png, svg, text};

/// A way to draw machines.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
pub enum Format {
    /// Boxes and arrows for the terminal
    #[default]
    Text,
    /// A picture that scales
    Svg,
    /// A picture in pixels
    Png,
    /// A page with the source beside the machine
    Html,
    /// A graph for Graphviz: `dot -Tsvg`
    Dot,
    /// A diagram for Mermaid, which pastes into a README
    Mermaid,
    /// The model itself, for other programs
    Json,
}

impl Format {
    /// The format of a file, by how its name ends. One that ends in nothing is text.
    pub fn of_path(path: &Path) -> Result<Self, Error> {
        let Some(extension) = path.extension() else {
            return Ok(Self::Text);
        };
        match extension.to_str() {
            Some("txt") => Ok(Self::Text),
            Some("svg") => Ok(Self::Svg),
            Some("png") => Ok(Self::Png),
            Some("html" | "htm") => Ok(Self::Html),
            Some("dot" | "gv") => Ok(Self::Dot),
            Some("mmd" | "mermaid") => Ok(Self::Mermaid),
            Some("json") => Ok(Self::Json),
            _ => Err(Error::NoFormat { path: path.to_owned() }),
        }
    }

    /// How the names of files in this format end.
    pub fn extension(self) -> &'static str {
        match self {
            Self::Text => "txt",
            Self::Svg => "svg",
            Self::Png => "png",
            Self::Html => "html",
            Self::Dot => "dot",
            Self::Mermaid => "mmd",
            Self::Json => "json",
        }
    }

    /// Whether several machines make one document. If not, each gets a file of its own.
    pub fn holds_many(self) -> bool {
        match self {
            Self::Text | Self::Html | Self::Dot | Self::Json => true,
            Self::Svg | Self::Png | Self::Mermaid => false,
        }
    }

    /// Draws the machines; `look` only matters to those formats that have a choice.
    pub fn render(self, sources: &[Source], look: &Look) -> Result<Vec<u8>, Error> {
        let found: Vec<&Found> = sources.iter().flat_map(|source| &source.found).collect();
        Ok(match self {
            Self::Text => text::render(&found, look).into_bytes(),
            Self::Svg => {
                let each = found.iter().map(|one| match look.engine {
                    Engine::Pinata => Ok(svg::render(one, look.theme, look.show).into_bytes()),
                    Engine::Dot => graphviz::render(dot::render(&[one]), "svg"),
                });
                each.collect::<Result<Vec<_>, _>>()?.concat()
            }
            Self::Png => {
                let each = found.iter().map(|one| match look.engine {
                    Engine::Pinata => png::render(one, look.theme, look.show),
                    Engine::Dot => graphviz::render(dot::render(&[one]), "png"),
                });
                each.collect::<Result<Vec<_>, _>>()?.concat()
            }
            Self::Html => html::render(sources, look).into_bytes(),
            Self::Dot => dot::render(&found).into_bytes(),
            Self::Mermaid => {
                let drawings: Vec<_> = found.iter().map(|one| mermaid::render(one)).collect();
                drawings.join("\n").into_bytes()
            }
            Self::Json => json::render(sources).into_bytes(),
        })
    }
}
