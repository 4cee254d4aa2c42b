//! The `async fn`s of a crate.

use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

use proc_macro2::{LineColumn, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit::{self, Visit};
use syn::{AttrStyle, Attribute, Block, Signature, Type, Visibility};
use walkdir::WalkDir;

use crate::error::Error;
use crate::rewrites::{self, is_instrument};

/// An `async fn` that has a body.
pub struct Function {
    /// The file, as seen from the root of the crate.
    pub file: String,
    /// The path inside the file: `Client::get`.
    pub path: String,
    /// The line of its signature, from 1.
    pub line: usize,
    /// The lines that are its own: from its first attribute to its last brace.
    pub lines: RangeInclusive<usize>,
    /// What is written where to annotate it: the attribute goes below all other attributes.
    pub edits: Vec<(usize, String)>,
    /// Where its code begins.
    pub body: usize,
    /// What the attribute will see.
    pub tokens: TokenStream,
    /// Another attribute that rewrites it, on itself or on what is around it.
    pub under: Option<String>,
    /// If that one is its own: how to annotate its body nevertheless.
    pub moved: Option<Moved>,
}

/// The body of a function, in an `async fn` of its own.
pub struct Moved {
    edits: Vec<(usize, String)>,
    tokens: TokenStream,
}

/// The attribute, with a path that no item of the crate can hide.
const ATTRIBUTE: &str = "#[::pinata::desugar] ";

impl Function {
    /// `src/client.rs::Client::get`.
    pub fn name(&self) -> String {
        format!("{}::{}", self.file, self.path)
    }

    /// `src/client.rs:42`.
    pub fn place(&self) -> String {
        format!("{}:{}", self.file, self.line)
    }

    /// Lets the body be annotated, where another attribute rewrites the function around it.
    pub fn move_body(&mut self) {
        if let Some(Moved { edits, tokens }) = self.moved.take() {
            (self.edits, self.tokens, self.under) = (edits, tokens, None);
        }
    }

    pub fn contains(&self, file: &str, line: usize) -> bool {
        self.file == file && self.lines.contains(&line)
    }
}

/// Finds every `async fn` with a body, file by file, in the order of the source.
///
/// A file that does not parse belongs to no target, or rustc will say so. `skip` is the
/// build script, which is built without the dependencies of the crate.
pub fn functions(root: &Path, skip: &[PathBuf]) -> Result<Vec<Function>, Error> {
    let mut found = Vec::new();
    let walk = WalkDir::new(root).sort_by_file_name();
    for entry in walk.into_iter().filter_map(Result::ok) {
        let path = entry.path();
        let is_rust = path.extension().is_some_and(|extension| extension == "rs");
        if !is_rust || !entry.file_type().is_file() || skip.iter().any(|skip| skip == path) {
            continue;
        }
        let Ok(text) = fs::read_to_string(path) else { continue };
        let Ok(parsed) = syn::parse_file(&text) else { continue };
        let inside = path.strip_prefix(root).unwrap_or(path);
        let file = inside.components().map(|part| part.as_os_str().to_string_lossy());
        let file = file.collect::<Vec<_>>().join("/");
        let mut search = Search { text: Lines::new(&text), file, ..Search::default() };
        search.visit_file(&parsed);
        found.append(&mut search.found);
    }
    Ok(found)
}

/// A text, by lines and columns.
#[derive(Default)]
struct Lines<'a> {
    text: &'a str,
    /// Where each line begins.
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    fn new(text: &'a str) -> Self {
        let ends = text.match_indices('\n').map(|(at, _)| at + 1);
        Lines { text, starts: std::iter::once(0).chain(ends).collect() }
    }

    fn offset(&self, at: LineColumn) -> usize {
        let start = self.starts.get(at.line.saturating_sub(1)).copied().unwrap_or(0);
        let line = &self.text[start..];
        // A mark that some editors put in front is no column.
        let mark = if line.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let rest = &line[mark..];
        let column = rest.char_indices().nth(at.column).map_or(rest.len(), |(at, _)| at);
        start + mark + column
    }
}

#[derive(Default)]
struct Search<'a> {
    text: Lines<'a>,
    file: String,
    owner: Vec<String>,
    /// The attributes that rewrite what is around.
    under: Vec<Option<String>>,
    found: Vec<Function>,
}

impl Search<'_> {
    fn function(
        &mut self,
        attrs: &[Attribute],
        vis: Option<&Visibility>,
        sig: &Signature,
        body: &Block,
        all: &dyn ToTokens,
    ) {
        self.owner.push(plain_name(&sig.ident.to_string()));
        if sig.asyncness.is_some() {
            let first = match vis {
                Some(vis) if !matches!(vis, Visibility::Inherited) => vis.span(),
                _ => first_of(sig),
            };
            // An attribute above ours reports what it finds at itself.
            let outer = attrs.iter().filter(|attr| matches!(attr.style, AttrStyle::Outer));
            let top = outer.map(|attr| attr.span().start().line).min();
            let top = top.unwrap_or_else(|| first.start().line);
            let inner = attrs.iter().filter(|attr| matches!(attr.style, AttrStyle::Inner(_)));
            let start = inner.map(|attr| attr.span().end()).max_by_key(|at| (at.line, at.column));
            let start = start.unwrap_or_else(|| body.brace_token.span.open().end());
            let around = self.under.iter().flatten().next().cloned();
            let own = rewrites::by(attrs);
            let close = self.text.offset(body.brace_token.span.close().start());
            let start = self.text.offset(start);
            let moved = own.as_ref().filter(|_| around.is_none());
            let moved = moved.and_then(|_| moved_body(sig, body, start, close));
            self.found.push(Function {
                file: self.file.clone(),
                path: self.owner.join("::"),
                line: sig.fn_token.span.start().line,
                lines: top..=body.brace_token.span.close().end().line,
                edits: vec![(self.text.offset(first.start()), ATTRIBUTE.to_owned())],
                body: start,
                tokens: all.to_token_stream(),
                under: own.or(around),
                moved,
            });
        }
        // A function inside of another one is rewritten by nothing that is around that one.
        let around = std::mem::take(&mut self.under);
        self.visit_block(body);
        self.under = around;
        self.owner.pop();
    }

    fn within(&mut self, owner: String, attrs: &[Attribute], walk: impl FnOnce(&mut Self)) {
        self.owner.push(owner);
        self.under.push(rewrites::by(attrs));
        walk(self);
        self.under.pop();
        self.owner.pop();
    }
}

/// Only a function without parameters: others would have to be handed on.
fn moved_body(sig: &Signature, body: &Block, start: usize, end: usize) -> Option<Moved> {
    let Signature { inputs, generics, output, .. } = sig;
    if !inputs.is_empty() || !generics.params.is_empty() {
        return None;
    }
    let output = output.to_token_stream();
    let opening = format!(" {ATTRIBUTE}async fn pinata_body() {output} {{");
    Some(Moved {
        edits: vec![(start, opening), (end, "} pinata_body().await ".to_owned())],
        tokens: quote::quote!(async fn pinata_body() #output #body),
    })
}

/// The first token after the visibility; `default` comes before the signature.
fn first_of(sig: &Signature) -> proc_macro2::Span {
    let first = sig.to_token_stream().into_iter().next();
    first.map_or_else(|| sig.fn_token.span, |token| token.span())
}

/// The attributes that the function keeps when the attribute looks at it.
fn seen(attrs: &[Attribute]) -> Vec<Attribute> {
    attrs.iter().filter(|attr| !is_instrument(attr)).cloned().collect()
}

impl<'ast> Visit<'ast> for Search<'_> {
    fn visit_item_mod(&mut self, item: &'ast syn::ItemMod) {
        let owner = plain_name(&item.ident.to_string());
        self.within(owner, &item.attrs, |search| visit::visit_item_mod(search, item));
    }
    fn visit_item_impl(&mut self, item: &'ast syn::ItemImpl) {
        let owner = type_name(&item.self_ty);
        self.within(owner, &item.attrs, |search| visit::visit_item_impl(search, item));
    }
    fn visit_item_trait(&mut self, item: &'ast syn::ItemTrait) {
        let owner = item.ident.to_string();
        self.within(owner, &item.attrs, |search| visit::visit_item_trait(search, item));
    }
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        let all = syn::ItemFn { attrs: seen(&item.attrs), ..item.clone() };
        self.function(&item.attrs, Some(&item.vis), &item.sig, &item.block, &all);
    }
    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        let all = syn::ImplItemFn { attrs: seen(&item.attrs), ..item.clone() };
        self.function(&item.attrs, Some(&item.vis), &item.sig, &item.block, &all);
    }
    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(body) = &item.default {
            let all = syn::TraitItemFn { attrs: seen(&item.attrs), ..item.clone() };
            self.function(&item.attrs, None, &item.sig, body, &all);
        }
    }
    fn visit_item_macro(&mut self, item: &'ast syn::ItemMacro) {
        // What a `macro_rules!` will write is no function yet.
        if !item.mac.path.is_ident("macro_rules") {
            visit::visit_item_macro(self, item);
        }
    }
    /// Items that a macro takes and hands on: `cfg_io! { … }`.
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        if mentions_async(mac.tokens.clone())
            && let Ok(file) = syn::parse2::<syn::File>(mac.tokens.clone())
        {
            self.visit_file(&file);
        }
    }
}

fn mentions_async(tokens: TokenStream) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "async",
        TokenTree::Group(group) => mentions_async(group.stream()),
        _ => false,
    })
}

fn plain_name(name: &str) -> String {
    name.trim_start_matches("r#").to_owned()
}

/// `Client` of `impl Trait for net::Client<T>`.
fn type_name(ty: &Type) -> String {
    match ty {
        Type::Path(path) => {
            path.path.segments.last().map_or_else(String::new, |last| last.ident.to_string())
        }
        Type::Reference(reference) => type_name(&reference.elem),
        _ => ty.to_token_stream().to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn counts_columns_in_characters() {
        let text = "\u{feff}ab\nüö async\n";
        let at = |line, column| Lines::new(text).offset(LineColumn { line, column });
        assert_eq!(&text[at(1, 1)..][..1], "b");
        assert_eq!(&text[at(2, 3)..][..5], "async");
        assert_eq!(at(2, 99), text.len());
    }

    #[test]
    fn puts_the_attribute_below_all_others() {
        let text = "#[a]\n/// b\n#[instrument] pub(crate) async unsafe fn f() { #![allow(c)] g() }";
        let file = syn::parse_file(text).expect("it is Rust");
        let mut search = Search { text: Lines::new(text), ..Search::default() };
        search.visit_file(&file);
        let found = &search.found[0];
        assert!(text[found.edits[0].0..].starts_with("pub(crate) async"));
        assert!(text[found.body..].starts_with(" g() }"));
        assert_eq!((found.line, found.lines.clone()), (3, 1..=3));
        assert_eq!(found.under.as_deref(), Some("#[a]"));
    }
}
