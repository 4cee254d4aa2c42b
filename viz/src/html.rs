//! Machines as one page that needs nothing else: the source on one side, the machine on the other.
//!
//! Everything that can be read is in the page itself; the script only connects it, and shows one
//! machine at a time. Without it all machines follow one another, and a browser lays out those
//! that are in sight.

mod source;

use quick_xml::escape::escape;

use self::source::Listing;
use crate::picture::Show;
use crate::svg::{self, Theme};
use crate::{Found, Look, Source, phrase};

const STYLE: &str = include_str!("html/page.css");
const SCRIPT: &str = include_str!("html/page.js");
const CONTROLS: &str = include_str!("html/controls.html");

/// What may happen anywhere is on the page, and hidden until it is asked for.
const ALL: Show = Show { pending: true, cancel: true, panic: true };

/// Draws the machines of all sources.
pub fn render(sources: &[Source], look: &Look) -> String {
    render_with(sources, look, "", &|_, _| String::new())
}

/// Draws the machines of all sources, and below each of them what `below` has to say of it, for
/// which `style` has more rules.
pub fn render_with(
    sources: &[Source],
    look: &Look,
    style: &str,
    below: &dyn Fn(&Source, &Found) -> String,
) -> String {
    let machines: usize = sources.iter().map(|source| source.found.len()).sum();
    let title = match sources {
        [Source { found, .. }] if found.len() == 1 => found[0].path.clone(),
        [one] => one.path.display().to_string(),
        _ => format!("{machines} async functions"),
    };
    let root = match look.theme {
        Theme::Auto => "",
        Theme::Light => " class=\"light\"",
        Theme::Dark => " class=\"dark\"",
    };
    let shown =
        [("pending", look.show.pending), ("cancel", look.show.cancel), ("panic", look.show.panic)];
    let mut classes: Vec<_> = shown
        .iter()
        .filter(|(_, is_shown)| *is_shown)
        .map(|(name, _)| format!("show-{name}"))
        .collect();
    if machines > 1 {
        classes.push("many".to_owned());
    }
    let mut page = format!(
        "<!doctype html>\n<html lang=\"en\"{root}>\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <link rel=\"icon\" href=\"data:,\">\n\
         <title>{title}</title>\n<style>\n{}{style}{STYLE}</style>\n</head>\n<body class=\"{}\">\n{CONTROLS}",
        svg::switchable(),
        classes.join(" "),
        title = text(&title),
    );
    if machines > 1 {
        page += &index(sources);
    }
    page += "<main>\n";
    let mut number = 0;
    for source in sources {
        let listing = Listing::new(&source.text);
        for found in &source.found {
            page += &section(number, source, &listing, found, &below(source, found));
            number += 1;
        }
    }
    page += &format!("</main>\n<script>\n{SCRIPT}</script>\n</body>\n</html>\n");
    page
}

/// The names of all machines, file by file. What can be searched for stands in `data-words`.
fn index(sources: &[Source]) -> String {
    let mut index = "<nav id=\"index\" aria-label=\"Functions\">\n".to_owned();
    let mut number = 0;
    for source in sources.iter().filter(|source| !source.found.is_empty()) {
        index += &format!("<h2>{}</h2>\n<ul>\n", text(&source.path.display().to_string()));
        for found in &source.found {
            let machine = &found.machine;
            let states = machine.states.iter().map(|state| state.name.as_str());
            let locals = machine.locals.iter().map(|local| local.name.as_str());
            let words: Vec<_> =
                [found.path.as_str()].into_iter().chain(states).chain(locals).collect();
            index += &format!(
                "<li data-words=\"{}\"><a href=\"#f{number}\">{}</a> <small>{}</small></li>\n",
                text(&words.join(" ").to_lowercase()),
                text(&found.path),
                text(&phrase::summary(machine)),
            );
            number += 1;
        }
        index += "</ul>\n";
    }
    index + "</nav>\n"
}

/// A machine beside its source.
fn section(
    number: usize,
    source: &Source,
    listing: &Listing,
    found: &Found,
    below: &str,
) -> String {
    let place = format!("{}:{}", source.path.display(), found.machine.lines.start);
    let id = format!("f{number}");
    format!(
        "<section id=\"{id}\" aria-label=\"{name}\">\n<div class=\"source\" tabindex=\"0\">\n\
         <p class=\"place\">{}</p>\n<pre>{}</pre>\n</div>\n\
         <div class=\"machine\" tabindex=\"0\">\n{}{below}</div>\n</section>\n",
        text(&place),
        listing.lines(&found.machine),
        svg::part(found, &format!("{id}-"), ALL),
        name = text(&found.path),
    )
}

/// Text that means nothing to a browser.
pub(crate) fn text(text: &str) -> String {
    escape(phrase::printable(text)).into_owned()
}
