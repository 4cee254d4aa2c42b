//! The source of a machine, in which awaits and locals can be pointed at.

use std::ops::Range;

use pinata_machine::model::{Machine, StateKind};
use proc_macro2::{LineColumn, TokenStream, TokenTree};

use super::text;

/// What a part of a line is: a class, and what it belongs to.
struct Mark {
    line: usize,
    columns: Range<usize>,
    class: &'static str,
    /// Such as ` data-local="3"`.
    belongs: String,
}

/// A file, taken apart once for all its machines.
pub struct Listing {
    lines: Vec<Vec<char>>,
    tokens: Vec<Token>,
}

struct Token {
    start: LineColumn,
    end: LineColumn,
    kind: Kind,
}

enum Kind {
    Ident(String),
    Literal,
    Comment,
    Sign,
}

impl Listing {
    /// Reads a file. What is no Rust is listed without colours.
    pub fn new(source: &str) -> Self {
        let mut tokens = vec![];
        collect(source.parse().unwrap_or_default(), &mut tokens);
        Self { lines: source.lines().map(|line| line.chars().collect()).collect(), tokens }
    }

    /// The lines of a machine with their numbers.
    pub fn lines(&self, machine: &Machine) -> String {
        let (first, last) = (machine.lines.start.max(1), machine.lines.end.min(self.lines.len()));
        let from = self.tokens.partition_point(|token| token.end.line < first);
        let mut marks = vec![];
        for token in self.tokens[from..].iter().take_while(|token| token.start.line <= last) {
            self.mark(token, machine, &mut marks);
        }
        let mut listing = String::new();
        let mut marks = marks.as_slice();
        for number in first..=last {
            let count = marks.partition_point(|mark| mark.line <= number);
            let (here, rest) = marks.split_at(count);
            marks = rest;
            let here = here.iter().filter(|mark| mark.line == number);
            let content = paint(&self.lines[number - 1], here);
            listing += &format!(
                "<span class=\"l\" data-line=\"{number}\"><i>{number}</i><code>{content}</code></span>\n"
            );
        }
        listing
    }

    /// Marks each line of a token.
    fn mark(&self, token: &Token, machine: &Machine, marks: &mut Vec<Mark>) {
        let (class, belongs) = match &token.kind {
            Kind::Sign => ("", String::new()),
            Kind::Literal => ("literal", String::new()),
            Kind::Comment => ("comment", String::new()),
            Kind::Ident(name) => {
                let belongs = belongs(machine, name, token.start);
                let class = match belongs.is_empty() {
                    true if is_keyword(name) => "keyword",
                    true => "",
                    false if belongs.contains("state") => "keyword await",
                    false => "local",
                };
                (class, belongs)
            }
        };
        for line in token.start.line..=token.end.line {
            let length = self.lines.get(line - 1).map_or(0, Vec::len);
            let from = if line == token.start.line { token.start.column } else { 0 };
            let to = if line == token.end.line { token.end.column } else { length };
            marks.push(Mark { line, columns: from..to, class, belongs: belongs.clone() });
        }
    }
}

/// The tokens in the order of the source.
fn collect(stream: TokenStream, tokens: &mut Vec<Token>) {
    for tree in stream {
        let span = tree.span();
        let (start, end) = (span.start(), span.end());
        let kind = match tree {
            TokenTree::Group(group) => {
                let add = |span: proc_macro2::Span, tokens: &mut Vec<Token>| {
                    tokens.push(Token { start: span.start(), end: span.end(), kind: Kind::Sign });
                };
                add(group.span_open(), tokens);
                collect(group.stream(), tokens);
                add(group.span_close(), tokens);
                continue;
            }
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                // The tokens of a doc comment stand for all of it.
                match start.line == end.line && end.column - start.column == name.chars().count() {
                    true => Kind::Ident(name),
                    false => Kind::Comment,
                }
            }
            TokenTree::Literal(_) => Kind::Literal,
            TokenTree::Punct(_) => Kind::Sign,
        };
        tokens.push(Token { start, end, kind });
    }
}

/// A line as spans. What no token covers is space or a comment.
fn paint<'a>(line: &[char], marks: impl Iterator<Item = &'a Mark>) -> String {
    let mut painted = String::new();
    let mut at = 0;
    let rest = |from: usize, to: usize| {
        let between: String = line[from..to].iter().collect();
        match between.trim().is_empty() {
            true => between,
            false => format!("<span class=\"comment\">{}</span>", text(&between)),
        }
    };
    for mark in marks {
        let (start, end) = (mark.columns.start, mark.columns.end.min(line.len()));
        if start < at || end <= start {
            continue;
        }
        painted += &rest(at, start);
        let content: String = line[start..end].iter().collect();
        let Mark { class, belongs, .. } = mark;
        painted += &match class.is_empty() && belongs.is_empty() {
            true => text(&content),
            false => format!("<span class=\"{class}\"{belongs}>{}</span>", text(&content)),
        };
        at = end;
    }
    painted + &rest(at, line.len())
}

/// The state or local that an identifier belongs to.
///
/// Of a local it is known where it is introduced and which lines mention it.
fn belongs(machine: &Machine, name: &str, at: LineColumn) -> String {
    let column = at.column + 1;
    let awaits = machine.states.iter().position(|state| match state.kind {
        StateKind::Suspended { line, column: keyword, .. } => (line, keyword) == (at.line, column),
        _ => false,
    });
    if let Some(state) = awaits {
        return format!(" data-state=\"{state}\"");
    }
    let named = || machine.locals.iter().enumerate().filter(|(_, local)| local.name == name);
    let declared = named().find(|(_, local)| (local.line, local.column) == (at.line, column));
    // Where names shadow each other, the latest that is introduced above is meant.
    let used = || {
        named()
            .filter(|(_, local)| local.uses.contains(&at.line))
            .max_by_key(|(_, local)| local.line)
    };
    match declared.or_else(used) {
        Some((local, _)) => format!(" data-local=\"{local}\""),
        None => String::new(),
    }
}

fn is_keyword(name: &str) -> bool {
    const KEYWORDS: [&str; 37] = [
        "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum",
        "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut",
        "pub", "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true",
        "type", "unsafe", "use", "where", "while",
    ];
    KEYWORDS.contains(&name)
}
