//! The sizes of futures as a table, and what does not keep to the budget.

use pinata_compare::budget::{Finding, Growth, Measured, Sizes};

use super::{futures, words};
use crate::Look;
use crate::text::glyphs::Glyphs;
use crate::text::line::Line;
use crate::text::style;

/// How many parts of a function are named.
const NAMED: usize = 3;

/// A line for each function, the largest first.
pub fn table(sizes: &Sizes, look: &Look) -> String {
    let digits = sizes.functions.first().map_or(1, |one| one.size.to_string().len());
    let lines = sizes.functions.iter().map(|one| {
        Line::new()
            .with(style::TITLE, &format!("{:>digits$}  ", one.size))
            .with(style::PLAIN, &name(one, look))
            .with(style::QUIET, &format!("  {}:{}", one.file.display(), one.line))
    });
    print(lines, look)
}

/// That all is well, and how near the largest comes.
pub fn kept(sizes: &Sizes, look: &Look) -> String {
    let lines = sizes.functions.first().map(|largest| {
        let count = crate::phrase::counted(sizes.functions.len(), "future");
        let bytes = words::bytes(largest.size);
        let name = name(largest, look);
        Line::plain(&format!("{count}, none too large: the largest, `{name}`, takes {bytes}"))
    });
    print(lines.into_iter(), look)
}

/// What is wrong, each function with its reasons below it.
pub fn findings(findings: &[Finding], look: &Look) -> String {
    let lines = findings.iter().flat_map(|finding| {
        let Measured { file, line, size, .. } = &finding.measured;
        let grew = finding.before.filter(|before| before < size);
        let grew = grew.map(|before| format!(", {} more than the baseline", size - before));
        let over = finding.over.map(|max| format!(", over the {max} that are allowed"));
        let title = Line::new()
            .with(style::TITLE, &name(&finding.measured, look))
            .with(style::QUIET, &format!("  {}:{line}", file.display()))
            .with(style::NOTE, &format!("  {}", words::bytes(*size)))
            .with(style::PLAIN, &grew.into_iter().chain(over).collect::<String>());
        let by = finding.by.iter().take(NAMED).map(|growth| part(growth, look));
        std::iter::once(title).chain(by).collect::<Vec<_>>()
    });
    print(lines, look)
}

fn part(Growth { part, before }: &Growth, look: &Look) -> Line {
    let what = if part.is_awaitee { "awaits" } else { "holds" };
    let before = before.map(|before| format!(", {before} before")).unwrap_or_default();
    let name = Glyphs::of(look.ascii).cut(&part.name, look.width.saturating_sub(48).max(16));
    let bytes = words::bytes(part.size);
    Line::plain(&format!("  {what} `{name}` at line {}: {bytes}{before}", part.line))
}

fn name(one: &Measured, look: &Look) -> String {
    let glyphs = Glyphs::of(look.ascii);
    match one.instance.split_once('<') {
        // Which of the instances.
        Some(_) => glyphs.cut(&futures::short(&one.instance), look.width.saturating_sub(32)),
        None => glyphs.say(&one.path),
    }
}

fn print(lines: impl Iterator<Item = Line>, look: &Look) -> String {
    let text: String = lines.map(|line| format!("{line}\n")).collect();
    look.in_its_colors(text)
}
