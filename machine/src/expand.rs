//! Macros whose expansion awaits, written out: what is in them becomes code like any other.
//!
//! ```text
//! tokio::select! {                        let output = {
//!     Some(x) = rx.recv() => f(x).await,      let made = (rx.recv(),);
//!     else => 0,                              … the macro, which is handed what is `made` ….await
//! }                                       };
//!                                         match output {
//!                                             Ok(Some(x)) => f(x).await,
//!                                             Err(()) => 0,
//!                                         }
//! ```
//!
//! The macro itself stays: who is polled first, how often, and when a future is dropped, is
//! its own business. It stands in an `async` block of its own, is handed the futures, and
//! hands out what they are ready with. Their expressions, and what is done afterwards, are
//! evaluated where they were; but if nothing of the function goes into any of them, they are left
//! to the macro.

mod dbg;
mod hand;
mod inside;
mod join;
mod pattern;
mod pin;
mod select;

use std::collections::{HashMap, HashSet};

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, ExprAsync, ExprClosure, Item, Macro, Path, Signature, Stmt};

use crate::flow::suspends;
use crate::mentions::destructure::spell_out;
use crate::{macros, text};

/// A body whose macros are written out.
pub struct Expanded {
    pub body: Block,
    /// What each name that was made stands for, in the words of the source.
    pub made: HashMap<String, String>,
}

/// Writes out the macros of a body. Each future has a name, and so it is shown what a state holds.
pub fn expand(body: &Block) -> Expanded {
    expand_with(body, &syn::parse_quote!(::pinata), None)
}

/// The same for a machine that runs: the futures live in the block of their macro. `krate` is where
/// the runtime is found.
pub fn expand_to_run(signature: &Signature, body: &Block, krate: &Path) -> Expanded {
    expand_with(body, krate, Some(inside::locals(signature, body)))
}

fn expand_with(body: &Block, krate: &Path, locals: Option<HashSet<String>>) -> Expanded {
    let mut taken = HashSet::new();
    crate::names::collect_idents(body.to_token_stream(), &mut taken);
    let runs = locals.is_some();
    let mut expand = Expand { rt: quote!(#krate::rt), taken, made: HashMap::new(), locals };
    let mut body = body.clone();
    expand.visit_block_mut(&mut body);
    if runs {
        dbg::write_all(&mut body);
    }
    Expanded { body, made: expand.made }
}

/// Whose macro it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    Tokio,
    Futures,
    /// It is written without a path.
    Unknown,
}

impl Family {
    /// `None` for a macro that only has the same name.
    fn of(mac: &Macro) -> Option<Self> {
        if mac.path.segments.len() == 1 {
            return Some(Family::Unknown);
        }
        let of = &mac.path.segments.iter().rev().nth(1)?.ident;
        match &*of.to_string() {
            "tokio" => Some(Family::Tokio),
            "futures" | "futures_util" => Some(Family::Futures),
            _ => None,
        }
    }
}

struct Expand {
    rt: TokenStream,
    taken: HashSet<String>,
    made: HashMap<String, String>,
    /// What a future that the macro makes itself may not mention; nothing where it is only drawn.
    locals: Option<HashSet<String>>,
}

impl Expand {
    /// A name that the source doesn't have, for what `of` evaluates to.
    fn name(&mut self, base: &str, of: &dyn ToTokens, span: Span) -> Ident {
        let numbered = (2..).map(|number| format!("{base}_{number}"));
        let mut names = std::iter::once(base.to_owned()).chain(numbered);
        let name = names.find(|name| self.taken.insert(name.clone())).unwrap_or_default();
        self.made.insert(name.clone(), text::one_line(&of.to_token_stream()));
        Ident::new(&name, span)
    }

    /// What a macro call becomes; `None` if it stays.
    fn call(&mut self, mac: &Macro) -> Option<Expr> {
        let name = mac.path.segments.last()?.ident.to_string();
        match &*name {
            "select" | "select_biased" => select::write(self, mac),
            "join" | "try_join" => join::write(self, mac),
            "poll" | "pending" => join::write_one(self, mac),
            _ => None,
        }
    }

    /// `.await` of a macro call that is wrapped in something to await.
    fn awaited(&self, mac: &Macro, future: TokenStream) -> TokenStream {
        let span = mac.path.span();
        quote_spanned!(span=> (#[awaits(#mac)] #future.await))
    }
}

/// `{ … }`, as if it ended where the macro does.
fn braced(mac: &Macro, tokens: TokenStream) -> Group {
    let mut group = Group::new(Delimiter::Brace, tokens);
    group.set_span(mac.delimiter.span().close());
    group
}

/// What was put together here is an expression.
fn code(tokens: impl ToTokens) -> Option<Expr> {
    syn::parse2(tokens.to_token_stream()).ok()
}

impl VisitMut for Expand {
    fn visit_block_mut(&mut self, block: &mut Block) {
        let mut stmts = Vec::new();
        let last = block.stmts.len().checked_sub(1);
        for (index, stmt) in std::mem::take(&mut block.stmts).into_iter().enumerate() {
            match stmt {
                Stmt::Macro(call) => {
                    if let Some(pins) = pin::write(self, &call.mac) {
                        stmts.extend(pins);
                        continue;
                    }
                    // What stands last is a value, also in braces.
                    let is_value = Some(index) == last && call.semi_token.is_none();
                    let semi = (!is_value).then(Default::default);
                    match self.call(&call.mac) {
                        Some(expr) => stmts.push(Stmt::Expr(expr, semi)),
                        None if is_value => {
                            let call = syn::ExprMacro { attrs: call.attrs, mac: call.mac };
                            stmts.push(Stmt::Expr(Expr::Macro(call), None));
                        }
                        None => stmts.push(Stmt::Macro(call)),
                    }
                }
                stmt => stmts.push(stmt),
            }
        }
        block.stmts = stmts;
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(call) = expr
            && let Some(expanded) = self.call(&call.mac)
        {
            *expr = expanded;
        }
        // `(a, b.c) = f().await;` is a block with a `let` in it.
        if let Expr::Assign(_) = expr
            && suspends::expr(expr)
        {
            let place = expr.clone();
            let spelled = spell_out(expr, &mut |_| self.name("to", &place, Span::call_site()));
            *expr = spelled.unwrap_or(place);
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_macro_mut(&mut self, mac: &mut Macro) {
        macros::visit_arguments_mut(mac, self);
    }

    // Their awaits are not those of the function.
    fn visit_expr_async_mut(&mut self, _: &mut ExprAsync) {}
    fn visit_expr_closure_mut(&mut self, _: &mut ExprClosure) {}
    fn visit_item_mut(&mut self, _: &mut Item) {}
}
