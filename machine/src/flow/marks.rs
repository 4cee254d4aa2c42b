//! Marks: what a phase writes into an expression for a later one to read.
//!
//! They have the form of macro calls, so that an expression with marks is still a
//! `syn::Expr` that every walk knows how to pass through.

use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote_spanned};
use syn::parse::{ParseStream, Parser};
use syn::visit::Visit;
use syn::{Attribute, Expr, LitInt, LitStr, Macro, Token};

use super::{BlockId, LocalId};
use crate::macros;

/// A mark, as read back.
pub enum Mark {
    /// Leave this code for a block.
    Jump(BlockId),
    /// Give a local its value, then leave: `break value`.
    SetAndJump(BlockId, LocalId, Expr),
    /// What is called, or its receiver: kept in a local if the call only borrows it.
    Keep(LocalId, Expr),
    /// What a method takes: borrowing it is an error.
    Owned(Expr),
    /// The receiver of a call: a part of a temporary, which the call may take.
    Asked(Expr),
    /// A place that is compared with what comes later: its value, if that is `Copy`.
    Compared(Expr),
    /// What a call is made on, where its types will want it: in one local if it takes it, in another
    /// if it borrows it.
    PutAside(Expr),
    /// The same where the call is made.
    PickUp { taken: LocalId, kept: LocalId },
    /// Pins the place of a local.
    Pin(LocalId),
    /// What a pattern binds, as the guard sees it through a reference.
    Seen(LocalId, LocalId),
    /// `S { a, ..base() }`: what the literal doesn't take of its base is kept in a local.
    Update(LocalId, Expr),
}

impl Mark {
    /// The locals that the mark names itself.
    pub fn locals(&self) -> Vec<LocalId> {
        match self {
            Mark::SetAndJump(_, local, _)
            | Mark::Keep(local, _)
            | Mark::Update(local, _)
            | Mark::Pin(local) => vec![*local],
            Mark::Seen(local, reference) => vec![*local, *reference],
            Mark::PickUp { taken, kept } => vec![*taken, *kept],
            Mark::Jump(_)
            | Mark::Owned(_)
            | Mark::Asked(_)
            | Mark::Compared(_)
            | Mark::PutAside(_) => Vec::new(),
        }
    }

    /// The code that the mark is about.
    pub fn into_inner(self) -> Option<Expr> {
        match self {
            Mark::SetAndJump(_, _, inner)
            | Mark::Keep(_, inner)
            | Mark::Update(_, inner)
            | Mark::Owned(inner)
            | Mark::Asked(inner)
            | Mark::Compared(inner)
            | Mark::PutAside(inner) => Some(inner),
            Mark::Jump(_) | Mark::PickUp { .. } | Mark::Pin(_) | Mark::Seen(..) => None,
        }
    }
}

pub fn jump(block: BlockId, span: Span) -> Expr {
    mark("__jump", quote_spanned!(span=> #block), span)
}

pub fn set_and_jump(block: BlockId, local: LocalId, value: &Expr, span: Span) -> Expr {
    mark("__set_and_jump", quote_spanned!(span=> #block, #local, #value), span)
}

pub fn keep(local: LocalId, value: &Expr, span: Span) -> Expr {
    mark("__keep", quote_spanned!(span=> #local, #value), span)
}

pub fn owned(value: &Expr, span: Span) -> Expr {
    mark("__owned", quote_spanned!(span=> #value), span)
}

pub fn asked(part: &Expr, span: Span) -> Expr {
    mark("__asked", quote_spanned!(span=> #part), span)
}

/// Whether this is the receiver of a call that was found before.
pub fn is_asked(expr: &Expr) -> bool {
    matches!(of(expr), Some(Mark::Asked(_)))
}

pub fn compared(place: &Expr, span: Span) -> Expr {
    mark("__compared", quote_spanned!(span=> #place), span)
}

pub fn put_aside(value: &Expr, span: Span) -> Expr {
    mark("__put_aside", quote_spanned!(span=> #value), span)
}

pub fn pick_up(taken: LocalId, kept: LocalId, span: Span) -> Expr {
    mark("__pick_up", quote_spanned!(span=> #taken, #kept), span)
}

pub fn pin(local: LocalId, span: Span) -> Expr {
    mark("__pin", quote_spanned!(span=> #local), span)
}

/// `#[awaits(join!(…))]`: the macro that an await was written out of.
pub fn awaits(attrs: &[Attribute]) -> Option<Expr> {
    attrs.iter().find(|attr| attr.path().is_ident("awaits"))?.parse_args().ok()
}

/// `#[written("…")]`: what stands in the source for an arm that was written out.
pub fn written(attrs: &[Attribute]) -> Option<String> {
    let attr = attrs.iter().find(|attr| attr.path().is_ident("written"))?;
    attr.parse_args::<LitStr>().ok().map(|text| text.value())
}

/// Takes the mark off an arm that stays as it is.
pub fn forget_written(attrs: &mut Vec<Attribute>) {
    attrs.retain(|attr| !attr.path().is_ident("written"));
}

/// `#[handed] let x = …;`: who takes the value gets to know where it lies, and takes it up there.
pub fn is_handed(attrs: &[Attribute]) -> bool {
    attrs.iter().any(|attr| attr.path().is_ident("handed"))
}

pub fn seen(local: LocalId, reference: LocalId, span: Span) -> Expr {
    mark("__seen", quote_spanned!(span=> #local, #reference), span)
}

pub fn update(rest: LocalId, value: &Expr, span: Span) -> Expr {
    mark("__update", quote_spanned!(span=> #rest, #value), span)
}

fn mark(name: &str, tokens: TokenStream, span: Span) -> Expr {
    let name = syn::Ident::new(name, span);
    syn::parse_quote_spanned!(span=> #name!(#tokens))
}

/// The mark that an expression is, if it is one.
pub fn of(expr: &Expr) -> Option<Mark> {
    match expr {
        Expr::Macro(mac) => read(&mac.mac),
        _ => None,
    }
}

/// Reads a mark back; `None` if the macro is the user's own.
pub fn read(mac: &Macro) -> Option<Mark> {
    let name = mac.path.get_ident()?.to_string();
    let number = |input: ParseStream| input.parse::<LitInt>()?.base10_parse::<usize>();
    let comma = |input: ParseStream| input.parse::<Token![,]>();
    let parser = |input: ParseStream| {
        Ok(match name.as_str() {
            "__jump" => Mark::Jump(number(input)?),
            "__set_and_jump" => {
                let block = number(input)?;
                comma(input)?;
                let local = number(input)?;
                comma(input)?;
                Mark::SetAndJump(block, local, input.parse()?)
            }
            "__keep" => {
                let local = number(input)?;
                comma(input)?;
                Mark::Keep(local, input.parse()?)
            }
            "__update" => {
                let local = number(input)?;
                comma(input)?;
                Mark::Update(local, input.parse()?)
            }
            "__asked" => Mark::Asked(input.parse()?),
            "__owned" => Mark::Owned(input.parse()?),
            "__compared" => Mark::Compared(input.parse()?),
            "__put_aside" => Mark::PutAside(input.parse()?),
            "__pick_up" => {
                let taken = number(input)?;
                comma(input)?;
                Mark::PickUp { taken, kept: number(input)? }
            }
            "__pin" => Mark::Pin(number(input)?),
            "__seen" => {
                let local = number(input)?;
                comma(input)?;
                Mark::Seen(local, number(input)?)
            }
            _ => return Err(input.error("not a mark")),
        })
    };
    parser.parse2(mac.tokens.to_token_stream()).ok()
}

/// The blocks that an expression may jump to.
pub fn jumps(expr: &Expr) -> Vec<BlockId> {
    exits(expr).into_iter().map(|(block, _)| block).collect()
}

/// The blocks that an expression may jump to, with the local that is given a value first.
pub fn exits(expr: &Expr) -> Vec<(BlockId, Option<LocalId>)> {
    struct Exits(Vec<(BlockId, Option<LocalId>)>);
    impl<'ast> Visit<'ast> for Exits {
        fn visit_macro(&mut self, mac: &'ast Macro) {
            match read(mac) {
                Some(mark) => {
                    match mark {
                        Mark::Jump(block) => self.0.push((block, None)),
                        Mark::SetAndJump(block, local, _) => self.0.push((block, Some(local))),
                        _ => {}
                    }
                    self.0.extend(mark.into_inner().iter().flat_map(exits));
                }
                None => macros::visit_arguments(mac, self),
            }
        }
    }
    let mut found = Exits(Vec::new());
    found.visit_expr(expr);
    found.0
}
