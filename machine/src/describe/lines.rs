//! Which lines of the source a piece of code covers.

use std::collections::{BTreeSet, HashSet};

use proc_macro2::{TokenStream, TokenTree};
use quote::ToTokens;
use syn::Block;

use crate::flow::{Flow, Kind};
use crate::model::LineRange;
use crate::text::is_generated;

/// What tells the lines of the user's code.
pub struct Lines {
    /// Names that stand for code that ran earlier: `output_3`.
    stand_ins: HashSet<String>,
    /// Every line of the body that has code.
    code: BTreeSet<usize>,
}

impl Lines {
    pub fn of(flow: &Flow, body: &Block) -> Self {
        let is_named = |kind| matches!(kind, Kind::Parameter | Kind::Binding);
        let stand_ins = flow.locals.iter().filter(|local| !is_named(local.kind));
        let stand_ins = stand_ins.map(|local| local.name.to_string()).collect();
        let mut lines = Lines { stand_ins, code: BTreeSet::new() };
        lines.code = lines.covered(body);
        lines
    }

    /// The lines that code covers. Those that only open or close a block have none.
    pub fn covered(&self, code: &impl ToTokens) -> BTreeSet<usize> {
        let mut lines = BTreeSet::new();
        self.collect(code.to_token_stream(), &mut lines);
        lines
    }

    fn collect(&self, tokens: TokenStream, into: &mut BTreeSet<usize>) {
        let mut after_quote = false;
        for token in tokens {
            let runs = match &token {
                TokenTree::Group(group) => {
                    self.collect(group.stream(), into);
                    false
                }
                TokenTree::Ident(name) => !after_quote && !self.only_leads(&name.to_string()),
                TokenTree::Punct(punct) => punct.as_char() == '?',
                TokenTree::Literal(_) => true,
            };
            after_quote = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
            if runs && !is_generated(token.span()) {
                into.extend(token.span().start().line..=token.span().end().line);
            }
        }
    }

    /// Names that are no code of their own.
    fn only_leads(&self, name: &str) -> bool {
        matches!(name, "loop" | "else" | "unsafe") || self.stand_ins.contains(name)
    }

    /// Merges lines. Two ranges are one when there is no code between them.
    pub fn ranges(&self, lines: &BTreeSet<usize>) -> Vec<LineRange> {
        let mut ranges: Vec<LineRange> = Vec::new();
        for line in lines.iter().copied() {
            match ranges.last_mut() {
                Some(last) if self.code.range(last.end + 1..line).next().is_none() => {
                    last.end = line;
                }
                _ => ranges.push(LineRange { start: line, end: line }),
            }
        }
        ranges
    }
}
