//! The walk that renames: a stack of scopes, entered and left as Rust does.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::visit_mut::{self, VisitMut};
use syn::{
    Arm, Block, Expr, ExprClosure, ExprForLoop, ExprIf, ExprLet, ExprPath, ExprStruct, ExprWhile,
    Item, Local, Macro, Pat, Stmt,
};

use super::Binding;
use super::captures::captured;
use crate::macros::{self, Arguments, Shape};
use crate::{text, tokens};

pub struct Resolver {
    scopes: Vec<HashMap<String, Ident>>,
    taken: HashSet<String>,
    avoid: HashSet<String>,
    used: HashSet<String>,
    /// By name, where the search for a free number goes on.
    next: HashMap<String, usize>,
    /// Single names that are no local: functions, constants.
    pub free: HashSet<String>,
    pub bindings: HashMap<String, Binding>,
}

impl Resolver {
    pub fn new(taken: HashSet<String>, avoid: HashSet<String>) -> Self {
        let (scopes, used, free) = (Vec::new(), HashSet::new(), HashSet::new());
        let (next, bindings) = (HashMap::new(), HashMap::new());
        Resolver { scopes, taken, avoid, used, next, free, bindings }
    }

    /// Every name of the source, and those that were made.
    pub fn taken(&self) -> HashSet<String> {
        self.taken.union(&self.used).cloned().collect()
    }

    pub fn enter(&mut self) {
        self.scopes.push(HashMap::new());
    }

    pub fn leave(&mut self) {
        self.scopes.pop();
    }

    /// A new binding in the innermost scope; the answer is its unique name.
    pub fn bind(&mut self, ident: &Ident) -> Ident {
        let written = ident.to_string();
        let unique = self.unique(&written, ident.span());
        self.declare(written, unique)
    }

    pub fn bind_self(&mut self, span: Span) -> Ident {
        let unique = self.unique("this", span);
        self.declare("self".to_owned(), unique)
    }

    /// A name that the source doesn't have.
    pub fn invent(&mut self, base: &str, span: Span) -> Ident {
        let unique = self.unique(base, span);
        self.declare(unique.to_string(), unique)
    }

    fn declare(&mut self, written: String, unique: Ident) -> Ident {
        let binding = Binding { written: written.clone(), made: false };
        self.bindings.insert(unique.to_string(), binding);
        if let Some(scope) = self.scopes.last_mut() {
            scope.insert(written, unique.clone());
        }
        unique
    }

    fn unique(&mut self, written: &str, span: Span) -> Ident {
        // From here on what has a capital is no local.
        let capital = written.starts_with(char::is_uppercase);
        let plain = written.trim_start_matches("r#");
        let plain = if capital { plain.to_lowercase() } else { plain.to_owned() };
        let keeps = !capital && self.taken.contains(written) && !self.avoid.contains(written);
        if keeps && self.used.insert(written.to_owned()) {
            return named(written, span);
        }
        let next = self.next.entry(plain.clone()).or_insert(2);
        loop {
            let unique = format!("{plain}_{next}");
            *next += 1;
            if !self.taken.contains(&unique) && self.used.insert(unique.clone()) {
                return Ident::new(&unique, span);
            }
        }
    }

    fn lookup(&self, name: &str) -> Option<&Ident> {
        self.scopes.iter().rev().find_map(|scope| scope.get(name))
    }

    /// Declares what a pattern binds that may not match.
    pub fn pattern(&mut self, pat: &mut Pat) {
        self.pattern_of(pat, false);
    }

    /// Declares what a pattern binds that always matches: `let X = 1;` binds `X`.
    pub fn irrefutable(&mut self, pat: &mut Pat) {
        self.pattern_of(pat, true);
    }

    fn pattern_of(&mut self, pat: &mut Pat, irrefutable: bool) {
        // The alternatives of an or-pattern bind the same names.
        if let Pat::Or(or) = pat {
            let mut cases = or.cases.iter_mut();
            if let Some(first) = cases.next() {
                self.pattern_of(first, irrefutable);
            }
            for case in cases {
                PatternBinder { resolver: self, irrefutable, again: true }.visit_pat_mut(case);
            }
            return;
        }
        PatternBinder { resolver: self, irrefutable, again: false }.visit_pat_mut(pat);
    }

    pub fn block(&mut self, block: &mut Block) {
        self.enter();
        for stmt in &mut block.stmts {
            self.visit_stmt_mut(stmt);
        }
        self.leave();
    }

    /// Renames in tokens that only a macro understands. What is no local here is none anywhere:
    /// a local of that name has to make way.
    fn tokens(&mut self, tokens: TokenStream) -> TokenStream {
        tokens::replace(tokens, &mut |ident| match self.lookup(&ident.to_string()) {
            Some(unique) => Some(named(&unique.to_string(), ident.span()).into_token_stream()),
            None => {
                self.free.insert(ident.to_string());
                None
            }
        })
    }

    /// The locals that the string literals of a macro capture, where they are captured.
    fn captures(&self, mac: &Macro) -> Vec<(String, Ident)> {
        let mut found = Vec::new();
        for token in mac.tokens.clone() {
            let TokenTree::Literal(literal) = &token else { continue };
            let Ok(text) = syn::parse2::<syn::LitStr>(token.to_token_stream()) else { continue };
            for name in captured(&text.value()) {
                let raw = format!("r#{name}");
                if let Some(unique) = self.lookup(&name).or_else(|| self.lookup(&raw)) {
                    found.push((name, named(&unique.to_string(), literal.span())));
                }
            }
        }
        found
    }

    fn arguments(&mut self, arguments: &mut Arguments) {
        for argument in arguments.expressions_mut() {
            self.visit_expr_mut(argument);
        }
        if let Some(body) = arguments.body_mut() {
            self.block(body);
        }
        if let Some(pat) = arguments.pattern_mut() {
            self.enter();
            self.pattern(pat);
            self.leave();
        }
    }

    /// The message of `assert!(x > 0)` quotes a condition that is about to be rewritten.
    fn quote_condition(&self, arguments: &mut Arguments) {
        let mut conditions = arguments.expressions();
        let (Some(condition), None) = (conditions.next(), conditions.next()) else { return };
        let names = tokens::mentions(condition.to_token_stream());
        let is_rewritten = |name: &Ident| {
            let name = name.to_string();
            matches!(&*name, "break" | "continue" | "return") || self.lookup(&name).is_some()
        };
        if arguments.shape() != Shape::Assert || !names.iter().any(is_rewritten) {
            return;
        }
        let message = format!("assertion failed: {}", text::one_line(condition));
        drop(conditions);
        arguments.push(syn::parse_quote!("{}"));
        arguments.push(syn::parse_quote!(#message));
    }

    /// Renames in a macro call. What comes back is the captures that a format macro can't
    /// be given as arguments, because nobody knows whether it is one.
    fn mac(&mut self, mac: &mut Macro) -> Vec<(String, Ident)> {
        let mut captures = self.captures(mac);
        if let Some(mut arguments) = macros::parse(mac) {
            self.quote_condition(&mut arguments);
            self.arguments(&mut arguments);
            if matches!(arguments.shape(), Shape::Format | Shape::Assert | Shape::Compare) {
                for (name, unique) in captures.drain(..) {
                    arguments.name_argument(&name, &unique);
                }
            }
            mac.tokens = arguments.into_tokens();
        } else {
            mac.tokens = match macros::guess(mac) {
                Some(mut arguments) => {
                    for root in arguments.shorthands() {
                        let name = root.to_string();
                        let is_new = captures.iter().all(|(captured, _)| *captured != name);
                        if let Some(unique) = self.lookup(&name).filter(|_| is_new) {
                            captures.push((name, named(&unique.to_string(), root.span())));
                        }
                    }
                    self.arguments(&mut arguments);
                    arguments.into_tokens()
                }
                None => self.tokens(std::mem::take(&mut mac.tokens)),
            };
        }
        captures
    }
}

/// An identifier as it stands in the source, raw or not.
fn named(name: &str, span: Span) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, span),
        None => Ident::new(name, span),
    }
}

/// Whether a name in a pattern binds: a constant or a variant has a capital.
pub fn binds(pat: &syn::PatIdent) -> bool {
    pat.by_ref.is_some()
        || pat.mutability.is_some()
        || pat.subpat.is_some()
        || !pat.ident.to_string().starts_with(char::is_uppercase)
}

struct PatternBinder<'a> {
    resolver: &'a mut Resolver,
    /// A constant or a variant can't stand here; a struct without fields hardly does.
    irrefutable: bool,
    /// The names are those of the first alternative.
    again: bool,
}

impl VisitMut for PatternBinder<'_> {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        match pat {
            Pat::Ident(ident) if binds(ident) || self.irrefutable => {
                ident.ident = match self.resolver.lookup(&ident.ident.to_string()) {
                    Some(unique) if self.again => named(&unique.to_string(), ident.ident.span()),
                    _ => self.resolver.bind(&ident.ident),
                };
                if let Some((_, subpat)) = &mut ident.subpat {
                    self.visit_pat_mut(subpat);
                }
            }
            Pat::Or(_) if !self.again => self.resolver.pattern_of(pat, self.irrefutable),
            Pat::Struct(pat) => {
                for field in &mut pat.fields {
                    // `Foo { x }` becomes `Foo { x: x_2 }`, and always binds.
                    let outer = self.irrefutable;
                    self.irrefutable |= field.colon_token.is_none();
                    field.colon_token.get_or_insert_default();
                    self.visit_pat_mut(&mut field.pat);
                    self.irrefutable = outer;
                }
            }
            Pat::Guard(guard) => {
                self.visit_pat_mut(&mut guard.pat);
                self.resolver.visit_expr_mut(&mut guard.guard);
            }
            _ => visit_mut::visit_pat_mut(self, pat),
        }
    }

    fn visit_expr_mut(&mut self, _: &mut Expr) {
        // Constants only.
    }
}

impl VisitMut for Resolver {
    fn visit_block_mut(&mut self, block: &mut Block) {
        self.block(block);
    }

    fn visit_local_mut(&mut self, local: &mut Local) {
        if let Some(init) = &mut local.init {
            self.visit_expr_mut(&mut init.expr);
            if let Some((_, diverge)) = &mut init.diverge {
                self.visit_expr_mut(diverge);
            }
        }
        match local.init.as_ref().is_some_and(|init| init.diverge.is_some()) {
            true => self.pattern(&mut local.pat),
            false => self.irrefutable(&mut local.pat),
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        if let Stmt::Macro(mac) = stmt {
            let captures = self.mac(&mut mac.mac);
            if !captures.is_empty() {
                let call = &mac.mac;
                let call = with_captures(&captures, quote!(#call));
                *stmt = Stmt::Expr(call, Some(Default::default()));
            }
            return;
        }
        visit_mut::visit_stmt_mut(self, stmt);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Macro(mac) = expr {
            let captures = self.mac(&mut mac.mac);
            if !captures.is_empty() {
                *expr = with_captures(&captures, quote!(#mac));
            }
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_expr_path_mut(&mut self, path: &mut ExprPath) {
        if path.qself.is_some() {
            return;
        }
        let Some(ident) = path.path.get_ident() else { return };
        match self.lookup(&ident.to_string()) {
            Some(unique) => {
                path.path = syn::Path::from(named(&unique.to_string(), ident.span()));
            }
            None => {
                self.free.insert(ident.to_string());
            }
        }
    }

    fn visit_expr_struct_mut(&mut self, expr: &mut ExprStruct) {
        for field in &mut expr.fields {
            field.colon_token.get_or_insert_default();
        }
        visit_mut::visit_expr_struct_mut(self, expr);
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut ExprClosure) {
        self.enter();
        for input in &mut closure.inputs {
            self.irrefutable(input);
        }
        self.visit_expr_mut(&mut closure.body);
        self.leave();
    }

    fn visit_arm_mut(&mut self, arm: &mut Arm) {
        self.enter();
        self.pattern(&mut arm.pat);
        self.visit_expr_mut(&mut arm.body);
        self.leave();
    }

    fn visit_expr_if_mut(&mut self, expr: &mut ExprIf) {
        self.enter();
        self.visit_expr_mut(&mut expr.cond);
        self.block(&mut expr.then_branch);
        self.leave();
        if let Some((_, otherwise)) = &mut expr.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, expr: &mut ExprWhile) {
        self.enter();
        self.visit_expr_mut(&mut expr.cond);
        self.block(&mut expr.body);
        self.leave();
    }

    fn visit_expr_let_mut(&mut self, expr: &mut ExprLet) {
        self.visit_expr_mut(&mut expr.expr);
        self.pattern(&mut expr.pat);
    }

    fn visit_expr_for_loop_mut(&mut self, expr: &mut ExprForLoop) {
        self.visit_expr_mut(&mut expr.expr);
        self.enter();
        self.irrefutable(&mut expr.pat);
        self.block(&mut expr.body);
        self.leave();
    }

    fn visit_item_mut(&mut self, _: &mut Item) {
        // An item sees no local.
    }

    fn visit_type_mut(&mut self, _: &mut syn::Type) {}

    fn visit_path_mut(&mut self, _: &mut syn::Path) {}
}

/// `{ let x = &x_2; info!("{x}") }`: a macro that nobody knows finds what its string
/// captures under the name that it looks for.
fn with_captures(captures: &[(String, Ident)], call: TokenStream) -> Expr {
    let lets = captures.iter().map(|(name, unique)| {
        let name = named(name, unique.span());
        quote_spanned!(unique.span()=> let #name = &#unique;)
    });
    let block = quote!({ #(#lets)* #call });
    syn::parse2(block.clone()).unwrap_or(Expr::Verbatim(block))
}
