//! The page of the machines, with the bytes of each below its picture.

use pinata_compare::Report;

use super::svg as bytes;
use crate::html::{self, text};
use crate::{Found, Look, Source, svg};

/// Draws the machines of all sources, each with all that was built of it.
pub fn render(report: &Report, sources: &[Source], look: &Look) -> String {
    let style = svg::switchable_bytes();
    html::render_with(sources, look, &style, &|source, found| below(report, source, found))
}

fn below(report: &Report, source: &Source, found: &Found) -> String {
    let compared =
        report.compared.iter().find(|one| one.file == source.path && one.path == found.path);
    let Some(compared) = compared else {
        let why =
            "Not built: generic and never called, configured away, or part of another target.";
        return format!("<p class=\"place\">{}</p>\n", text(why));
    };
    compared.instances.iter().map(|instance| bytes::part(report, compared, instance)).collect()
}
