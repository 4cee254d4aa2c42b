//! A comparison as text: a bar of bytes per state, and who holds what.

use pinata_compare::budget;
use pinata_compare::model::{
    Compared, Confirmation, Difference, HeldPair, Instance, Report, StatePair, StretchKind,
};
use unicode_width::UnicodeWidthStr;

use super::{bar, futures, words};
use crate::Look;
use crate::text::glyphs::Glyphs;
use crate::text::line::Line;
use crate::text::style;

/// The widest that a bar gets.
const BAR: usize = 72;

/// Draws all that was compared.
pub fn render(report: &Report, look: &Look) -> String {
    let mut lines = Vec::new();
    for one in &report.compared {
        for instance in &one.instances {
            lines.extend(draw(report, one, instance, look));
            lines.push(Line::new());
        }
    }
    if !report.compared.is_empty() {
        lines.push(bar::legend(look.ascii));
    }
    lines.extend(missing(report, look));
    lines.push(summary(report));
    let text: String = lines.iter().map(|line| format!("{line}\n")).collect();
    look.in_its_colors(text)
}

fn draw(report: &Report, one: &Compared, instance: &Instance, look: &Look) -> Vec<Line> {
    let mut lines = title(report, one, instance, look);
    for (at, state) in instance.states.iter().enumerate() {
        if super::is_shown(one, state) {
            lines.push(Line::new());
            lines.extend(draw_state(one, instance, at, look));
        }
    }
    lines.push(Line::new());
    lines.extend(transitions(one, instance));
    lines.extend(dearest(one, instance));
    lines.extend(confirmed(instance));
    lines.extend(waste(report, instance));
    if !report.futures[instance.future.0].inner.is_empty() {
        lines.push(Line::new());
        lines.push(Line::plain("  Futures, each inside of the one above it"));
        lines.extend(futures::draw(report, instance.future, look));
    }
    lines
}

fn title(report: &Report, one: &Compared, instance: &Instance, look: &Look) -> Vec<Line> {
    let glyphs = Glyphs::of(look.ascii);
    let place = format!("{}:{}", one.file.display(), one.machine.lines.start);
    let lean = report.futures[instance.future.0].lean;
    let size = words::sizes(instance, lean);
    let first = Line::new()
        .with(style::TITLE, &glyphs.say(&one.path))
        .with(style::QUIET, &format!("  {place}  "))
        .with(style::TITLE, &size);
    let is_one_of_many = one.instances.len() > 1 || instance.path.contains('<');
    let second = is_one_of_many.then(|| {
        let path = glyphs.cut(&futures::short(&instance.path), look.width.saturating_sub(4));
        Line::new().with(style::QUIET, &format!("  {path}"))
    });
    let unknown = instance.ours.as_ref().and_then(|ours| ours.unknown);
    let third =
        unknown.map(|why| Line::new().with(style::QUIET, &format!("  {}", words::unknown(why))));
    std::iter::once(first).chain(second).chain(third).collect()
}

fn draw_state(one: &Compared, instance: &Instance, at: usize, look: &Look) -> Vec<Line> {
    let pair = &instance.states[at];
    let glyphs = Glyphs::of(look.ascii);
    let state = pair.state.map(|id| &one.machine.states[id.0]);
    let (name, how) = match state {
        Some(state) => (state.name.clone(), style::state(&state.kind)),
        None => ("only rustc has it".to_owned(), style::NOTE),
    };
    let place = match (&pair.rustc_name, pair.line) {
        (Some(name), Some(line)) => format!("  {name}, line {line}"),
        _ => format!("  only in the source: {}", words::difference(Difference::NeverTaken)),
    };
    let mut lines =
        vec![Line::new().with(how, &format!("  {}", glyphs.say(&name))).with(style::QUIET, &place)];
    let columns = look.width.saturating_sub(4).min(BAR);
    let ours = instance.ours.as_ref().filter(|ours| ours.unknown.is_none());
    if let Some(ours) = ours {
        lines.extend(bar::both(&pair.bytes, &ours.states[at], columns, look.ascii));
    } else if !pair.bytes.is_empty() {
        lines.push(Line::plain("  ").join(&bar::draw(&pair.bytes, columns, look.ascii)));
    }
    let widest = pair.held.iter().map(|held| glyphs.say(&held.name).width()).max().unwrap_or(0);
    lines.extend(pair.held.iter().map(|held| holding(held, widest.min(32), look)));
    lines
}

fn holding(held: &HeldPair, name_columns: usize, look: &Look) -> Line {
    let glyphs = Glyphs::of(look.ascii);
    let who = words::who(held);
    let how = if who == "both" { style::QUIET } else { style::NOTE };
    let mut line = Line::new()
        .with(how, &format!("  {who}"))
        .pad(15)
        .with(style::PLAIN, &glyphs.cut(&held.name, name_columns))
        .pad(17 + name_columns);
    if let Some(saved) = &held.saved {
        let ty = saved.ty.as_ref().map(|ty| format!(": {ty}")).unwrap_or_default();
        let what = format!("{}{ty}", words::place(saved));
        line = line.with(style::QUIET, &glyphs.cut(&what, 48));
    }
    match held.reason {
        Some(reason) => line.with(style::PLAIN, &format!("  {}", words::reason(reason))),
        None => line,
    }
}

/// What leads from where to where, as far as the two disagree.
fn transitions(one: &Compared, instance: &Instance) -> Vec<Line> {
    let Some(transitions) = &instance.transitions else {
        return vec![Line::plain("  Transitions: there is no MIR to tell")];
    };
    let name = |at: usize| {
        let pair = &instance.states[at];
        let ours = pair.state.map(|id| one.machine.states[id.0].name.clone());
        ours.or_else(|| pair.rustc_name.clone()).unwrap_or_default()
    };
    let differing = transitions.iter().filter(|one| one.in_source != one.in_rustc);
    let mut lines: Vec<Line> = differing
        .map(|one| {
            let who = if one.in_source { "only in the source" } else { "only in rustc's" };
            let why = one.reason.map(words::difference).map(|why| format!(": {why}"));
            let (from, to) = (name(one.from), name(one.to));
            let text = format!("  {from} to {to} {who}{}", why.unwrap_or_default());
            Line::new().with(style::NOTE, &text)
        })
        .collect();
    let common = transitions.iter().filter(|one| one.in_source && one.in_rustc).count();
    lines.insert(0, Line::plain(&format!("  Transitions: {common} in both")));
    lines
}

/// What takes the most: in which state, and what share of the whole.
fn dearest(one: &Compared, instance: &Instance) -> Option<Line> {
    let part = budget::dearest(one, instance)?;
    let what = if part.is_awaitee { "the future of" } else { "the local" };
    let share = part.size * 100 / instance.size.max(1);
    let bytes = words::bytes(part.size);
    let text =
        format!("  Costs most: {what} `{}` at line {}, {bytes} ({share} %)", part.name, part.line);
    Some(Line::plain(&text))
}

/// Whether a nightly rustc tells the same, if it was asked.
fn confirmed(instance: &Instance) -> Vec<Line> {
    let Some(Confirmation { rustc, agrees, differences, .. }) = &instance.confirmed else {
        return Vec::new();
    };
    if *agrees {
        return vec![Line::plain(&format!("  Confirmed by {rustc}"))];
    }
    let lines = differences.iter();
    let lines = lines.map(|one| Line::new().with(style::NOTE, &format!("  Not by {rustc}: {one}")));
    lines.collect()
}

/// Where the bytes are that would not have to be.
fn waste(report: &Report, instance: &Instance) -> Vec<Line> {
    let lean = report.futures[instance.future.0].lean;
    let twice: u64 = instance.twice.iter().filter_map(|one| one.size).sum();
    let names: Vec<&str> = instance.twice.iter().filter_map(|one| one.name.as_deref()).collect();
    let kept = |state: &StatePair| -> u64 {
        let wasted = state.bytes.iter().filter(|stretch| stretch.kind == StretchKind::Waste);
        wasted.map(|stretch| stretch.range.size).sum()
    };
    let kept = instance.states.iter().map(kept).max().unwrap_or(0);
    let too_much = instance.size.saturating_sub(lean);
    let rest = too_much.saturating_sub(twice + kept);
    let mut lines = Vec::new();
    if too_much > 0 {
        lines.push(Line::plain(&format!("  Too much: {}", words::bytes(too_much))));
    }
    let mut say = |bytes: u64, what: &str| {
        if bytes > 0 && too_much > 0 {
            lines.push(Line::new().with(style::QUIET, &format!("  {bytes:>8}  {what}")));
        }
    };
    say(twice, &format!("stored twice, for the caller and for the body: {}", names.join(", ")));
    say(kept, "kept for nothing, in the state that keeps the most");
    say(rest, "apart, though never in use together; inside of awaited futures; or padding");
    lines
}

fn missing(report: &Report, look: &Look) -> Vec<Line> {
    let glyphs = Glyphs::of(look.ascii);
    let lines = report.missing.iter().map(|one| {
        let place = format!("{}:{}", one.file.display(), one.line);
        Line::new()
            .with(style::NOTE, "not built: ")
            .with(style::PLAIN, &glyphs.say(&one.path))
            .with(style::QUIET, &format!("  {place}"))
    });
    lines.collect()
}

fn summary(report: &Report) -> Line {
    let profile = if report.release { "release" } else { "dev" };
    Line::new().with(style::QUIET, &format!("{}, {profile} profile", report.rustc))
}
