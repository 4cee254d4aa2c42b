//! Rust in colours, token by token.

use std::str::FromStr;

use anstyle::{AnsiColor, Style};
use proc_macro2::{Spacing, TokenStream, TokenTree};

const KEYWORD: Style = AnsiColor::Magenta.on_default();
const TYPE: Style = AnsiColor::Cyan.on_default();
const CALL: Style = AnsiColor::Blue.on_default();
const LITERAL: Style = AnsiColor::Green.on_default();
const LIFETIME: Style = AnsiColor::Yellow.on_default();
const COMMENT: Style = Style::new().dimmed();

const KEYWORDS: [&str; 39] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut", "pub",
    "raw", "ref", "return", "self", "Self", "static", "struct", "super", "trait", "true", "type",
    "unsafe", "use", "where", "while",
];

/// Colours Rust; what isn't Rust stays as it is.
pub fn color(code: &str) -> String {
    let Ok(tokens) = TokenStream::from_str(code) else {
        return code.to_owned();
    };
    let mut styled = Vec::new();
    collect(tokens, &mut styled);
    styled.sort_by_key(|(start, end, _)| (*start, std::cmp::Reverse(*end)));
    let mut text = String::new();
    let mut at = 0;
    for (start, end, style) in styled {
        // A comment that documents is several tokens, all of which cover it.
        if start < at {
            continue;
        }
        let is_comment = code[start..].starts_with("//") || code[start..].starts_with("/*");
        let style = if is_comment { COMMENT } else { style };
        // Comments are what no token covers.
        text += &comments(&code[at..start]);
        text += &paint(&code[start..end], style);
        at = end;
    }
    text + &comments(&code[at..])
}

/// The ranges of tokens, in bytes, and their styles.
fn collect(tokens: TokenStream, into: &mut Vec<(usize, usize, Style)>) {
    let mut tokens = tokens.into_iter().peekable();
    let mut is_lifetime = false;
    while let Some(token) = tokens.next() {
        let style = match &token {
            TokenTree::Group(group) => {
                for span in [group.span_open(), group.span_close()] {
                    let range = span.byte_range();
                    into.push((range.start, range.end, Style::new()));
                }
                collect(group.stream(), into);
                continue;
            }
            TokenTree::Literal(_) => LITERAL,
            TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                is_lifetime = punct.spacing() == Spacing::Joint;
                LIFETIME
            }
            TokenTree::Punct(_) => Style::new(),
            TokenTree::Ident(_) if std::mem::take(&mut is_lifetime) => LIFETIME,
            TokenTree::Ident(ident) => {
                let name = ident.to_string();
                let is_call = match tokens.peek() {
                    Some(TokenTree::Group(group)) => {
                        group.delimiter() == proc_macro2::Delimiter::Parenthesis
                    }
                    Some(TokenTree::Punct(punct)) => punct.as_char() == '!',
                    _ => false,
                };
                match () {
                    () if KEYWORDS.contains(&&*name) => KEYWORD,
                    () if name.starts_with(char::is_uppercase) => TYPE,
                    () if is_call => CALL,
                    () => Style::new(),
                }
            }
        };
        let range = token.span().byte_range();
        into.push((range.start, range.end, style));
    }
}

/// The space between tokens, with the comments in it.
fn comments(space: &str) -> String {
    let mut text = String::new();
    for line in space.split_inclusive('\n') {
        match line.find("//") {
            Some(start) => {
                let (before, comment) = line.split_at(start);
                let (comment, end) = comment.split_at(comment.trim_end().len());
                text += before;
                text += &paint(comment, COMMENT);
                text += end;
            }
            None => text += line,
        }
    }
    text
}

fn paint(text: &str, style: Style) -> String {
    match style.is_plain() {
        true => text.to_owned(),
        false => format!("{style}{text}{style:#}"),
    }
}
