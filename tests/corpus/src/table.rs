//! Reports for people.

use comfy_table::presets::UTF8_FULL_CONDENSED;
use comfy_table::{CellAlignment, Table};
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::report::{Named, Report, Size, Tests};
use crate::sizes;

const HEADER: &[&str] = &[
    "crate",
    "async fns",
    "apart",
    "not built",
    "accepted",
    "refused",
    "failed",
    "tests before",
    "tests after",
    "differ",
    "bytes",
];

/// A table of all crates, and the details of each below it.
pub fn table(reports: &[Report]) -> String {
    if reports.is_empty() {
        return String::new();
    }
    let mut table = Table::new();
    table.load_style(UTF8_FULL_CONDENSED);
    table.set_header(HEADER.iter().copied());
    for report in reports {
        table.add_row(row(report));
    }
    for column in table.column_iter_mut().skip(1) {
        column.set_cell_alignment(CellAlignment::Right);
    }
    let mut text = format!("{table}\n");
    for report in reports {
        // Writing into a `String` does not fail.
        let _ = details(report, &mut text);
    }
    text
}

fn row(report: &Report) -> Vec<String> {
    let candidates = report.candidates();
    let accepted = match candidates {
        0 => "0".to_owned(),
        _ => format!("{} ({} %)", report.accepted, report.accepted * 100 / candidates),
    };
    let tests = &report.tests;
    vec![
        format!("{} {}", report.name, report.version),
        report.found.to_string(),
        report.apart.len().to_string(),
        report.not_built.len().to_string(),
        accepted,
        report.refused.len().to_string(),
        report.failed.len().to_string(),
        passed(&tests.before),
        passed(&tests.after),
        tests.differ.len().to_string(),
        bytes(&report.sizes),
    ]
}

fn passed(counts: &crate::report::Counts) -> String {
    match counts.all() - counts.ignored {
        0 => "no tests".to_owned(),
        all if all == counts.passed => all.to_string(),
        all => format!("{} of {all}", counts.passed),
    }
}

/// What is left of the bytes of futures in the mean, and of how many functions that is known.
fn bytes(sizes: &[Size]) -> String {
    match sizes::mean(sizes) {
        Some((functions, mean)) => format!("{mean:.2} of {functions}"),
        None => "unknown".to_owned(),
    }
}

fn details(report: &Report, text: &mut String) -> std::fmt::Result {
    let build = &report.build;
    writeln!(text, "\n{} {}", report.name, report.version)?;
    writeln!(text, "  built with {}, {}, {}", build.features, build.targets, build.lock)?;
    writeln!(text, "  copies in {} and {}", build.plain.display(), build.annotated.display())?;
    if !report.refused.is_empty() {
        writeln!(text, "  refused:")?;
    }
    for refused in &report.refused {
        name(text, &refused.named)?;
        for refusal in &refused.refusals {
            writeln!(text, "      {}: {}", refusal.place, refusal.reason)?;
        }
    }
    if !report.failed.is_empty() {
        writeln!(text, "  failed to compile:")?;
    }
    for failed in &report.failed {
        let code = failed.code.as_ref().map_or_else(String::new, |code| format!("{code}: "));
        name(text, &failed.named)?;
        writeln!(text, "      {}: {code}{}", failed.at, failed.error.replace('\n', " "))?;
    }
    if !report.warnings.is_empty() {
        writeln!(text, "  new warnings:")?;
    }
    for warning in &report.warnings {
        let lint = warning.lint.as_ref().map_or_else(String::new, |lint| format!("{lint}: "));
        writeln!(text, "    {}: {lint}{}", warning.at, warning.warning.replace('\n', " "))?;
    }
    if !report.apart.is_empty() {
        writeln!(text, "  apart, since another attribute rewrites them:")?;
    }
    let mut counts = BTreeMap::<&str, usize>::new();
    report.apart.iter().for_each(|apart| *counts.entry(&apart.under).or_default() += 1);
    for (attribute, count) in counts {
        writeln!(text, "    {count} under {attribute}")?;
    }
    if !report.not_built.is_empty() {
        writeln!(text, "  not part of this build:")?;
    }
    for named in &report.not_built {
        name(text, named)?;
    }
    tests(text, &report.tests)
}

fn tests(text: &mut String, tests: &Tests) -> std::fmt::Result {
    if let Some(complaint) = &tests.do_not_build {
        return writeln!(text, "  the tests do not build as they are: {complaint}");
    }
    if tests.before.all() == 0 {
        return writeln!(text, "  no tests shipped");
    }
    if !tests.differ.is_empty() {
        writeln!(text, "  tests that differ:")?;
    }
    for difference in &tests.differ {
        let outcome = format!("{:?}", difference.outcome).to_lowercase();
        writeln!(text, "    {}: {outcome}", difference.test)?;
        for named in &difference.because_of {
            writeln!(text, "      because of {} {}", named.place, named.function)?;
        }
    }
    if !tests.unsteady.is_empty() {
        writeln!(text, "  unsteady tests, which do not count:")?;
    }
    tests.unsteady.iter().try_for_each(|test| writeln!(text, "    {test}"))
}

fn name(text: &mut String, named: &Named) -> std::fmt::Result {
    writeln!(text, "    {} {}", named.place, named.function)
}
