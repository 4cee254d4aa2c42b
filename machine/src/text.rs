//! Source text of syntax, on one line.

use proc_macro2::{Delimiter, LineColumn, Span, TokenStream, TokenTree};
use quote::ToTokens;

/// The code as written, as far as its spans tell; otherwise its tokens. Comments and what
/// only matters to long lines are left out.
pub fn one_line(code: &impl ToTokens) -> String {
    let tokens = code.to_token_stream();
    let span = syn::spanned::Spanned::span(&tokens);
    // In a macro the span of several tokens is only that of the first.
    let end = tokens.clone().into_iter().last().map(|last| last.span().end());
    match span.source_text().filter(|_| Some(span.end()) == end) {
        Some(text) if is_simple(&text) => on_one_line(&text),
        Some(text) => text.parse().map_or_else(|_| on_one_line(&text), joined),
        None => joined(tokens),
    }
}

fn is_simple(text: &str) -> bool {
    !text.contains('\n') && !text.contains("//") && !text.contains("/*")
}

/// The text, cut to a number of characters.
pub fn shortened(text: &str, longest: usize) -> String {
    if text.chars().count() <= longest {
        return text.to_owned();
    }
    let start: String = text.chars().take(longest - 1).collect();
    format!("{}…", start.trim_end())
}

/// The first line of code; 0 when it is generated.
pub fn line(code: &impl ToTokens) -> usize {
    line_of(syn::spanned::Spanned::span(&code.to_token_stream()))
}

/// The line where a span begins; 0 when it is generated.
pub fn line_of(span: Span) -> usize {
    if is_generated(span) { 0 } else { span.start().line }
}

/// Whether a token stands nowhere in the source.
///
/// In a macro no span of a stable compiler has bytes, and what is generated stands where the macro
/// was called.
pub fn is_generated(span: Span) -> bool {
    // In a macro each of these asks the compiler.
    let call = Span::call_site();
    span.byte_range().is_empty() && span.start() == call.start() && span.end() == call.end()
}

fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Writes tokens with the spaces of the source, but without its line breaks.
fn joined(tokens: TokenStream) -> String {
    let mut leaves = Vec::new();
    flatten(tokens.clone(), &mut leaves);
    let follows = |pair: &[Leaf]| pair[0].end <= pair[1].start;
    if !leaves.windows(2).all(follows) {
        return on_one_line(&tokens.to_string());
    }
    let mut text = String::new();
    for (index, leaf) in leaves.iter().enumerate() {
        let (before, next) = (index.checked_sub(1).map(|i| &leaves[i]), leaves.get(index + 1));
        let is_last = next.is_some_and(|next| next.closes && breaks(leaf, next));
        if leaf.text == "," && is_last {
            continue;
        }
        if before.is_some_and(|before| is_apart(before, leaf)) {
            text.push(' ');
        }
        text.push_str(&leaf.text);
    }
    text
}

/// A token that is no group.
struct Leaf {
    text: String,
    start: LineColumn,
    end: LineColumn,
    /// `(` or `[`, which need no space after them.
    opens: bool,
    /// `)` or `]`, which need none before them.
    closes: bool,
}

fn flatten(tokens: TokenStream, into: &mut Vec<Leaf>) {
    for token in tokens {
        let TokenTree::Group(group) = token else {
            let text = on_one_line(&written(&token));
            let (start, end) = (token.span().start(), token.span().end());
            into.push(Leaf { text, start, end, opens: false, closes: false });
            continue;
        };
        let (open, close) = match group.delimiter() {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => ("{", "}"),
            Delimiter::None => {
                flatten(group.stream(), into);
                continue;
            }
        };
        let tight = group.delimiter() != Delimiter::Brace;
        // A group that was taken apart and put together has one span for all of it.
        let (start, end) = (group.span_open().start(), group.span_close().end());
        let opened = LineColumn { column: start.column + 1, ..start };
        let closing = LineColumn { column: end.column.saturating_sub(1), ..end };
        into.push(Leaf { text: open.into(), start, end: opened, opens: tight, closes: false });
        flatten(group.stream(), into);
        into.push(Leaf { text: close.into(), start: closing, end, opens: false, closes: tight });
    }
}

/// A local under the name that it has in the source.
fn written(token: &TokenTree) -> String {
    let text = token.to_string();
    let source = token.span().source_text().filter(|_| matches!(token, TokenTree::Ident(_)));
    let is_name = |source: &String| source == "self" || text.starts_with(source);
    source.filter(is_name).unwrap_or(text)
}

fn breaks(before: &Leaf, next: &Leaf) -> bool {
    before.end.line < next.start.line
}

fn is_apart(before: &Leaf, next: &Leaf) -> bool {
    let belongs = before.opens || next.closes || matches!(&*next.text, "." | "?" | ",");
    before.end != next.start && !(belongs && breaks(before, next))
}
