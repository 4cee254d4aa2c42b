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

    /// The lines that code covers, without those that only have brackets.
    pub fn covered(&self, code: &impl ToTokens) -> BTreeSet<usize> {
        let mut lines = BTreeSet::new();
        self.collect(code.to_token_stream(), &mut lines);
        lines
    }

    fn collect(&self, tokens: TokenStream, into: &mut BTreeSet<usize>) {
        for token in tokens {
            match token {
                TokenTree::Group(group) => self.collect(group.stream(), into),
                TokenTree::Ident(name) if self.stand_ins.contains(&name.to_string()) => {}
                token if is_generated(token.span()) => {}
                token => into.extend(token.span().start().line..=token.span().end().line),
            }
        }
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
