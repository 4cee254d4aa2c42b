//! Assignments to several places at once.
//!
//! ```text
//! (a, self.b) = f();      { let (to_0, to_1) = f(); a = to_0; self.b = to_1; }
//! ```

use proc_macro2::Ident;
use syn::{Expr, Pat, Stmt};

use crate::flow::places::peel;

/// Spells a destructuring assignment out, with names from `name`; `None` if it is a plain one.
pub fn spell_out(expr: &Expr, name: &mut dyn FnMut(usize) -> Ident) -> Option<Expr> {
    let Expr::Assign(assign) = expr else { return None };
    if !matches!(
        peel(&assign.left),
        Expr::Tuple(_) | Expr::Array(_) | Expr::Struct(_) | Expr::Call(_) | Expr::Infer(_)
    ) {
        return None;
    }
    let mut targets = Vec::new();
    let pat = pattern(&assign.left, &mut targets, name)?;
    let right = &assign.right;
    let stores =
        targets.iter().map(|(name, target)| -> Stmt { syn::parse_quote!(#target = #name;) });
    Some(syn::parse_quote!({ let #pat = #right; #(#stores)* }))
}

type Targets = Vec<(Ident, Expr)>;

fn pattern(
    place: &Expr,
    targets: &mut Targets,
    name: &mut dyn FnMut(usize) -> Ident,
) -> Option<Pat> {
    Some(match peel(place) {
        Expr::Infer(_) => syn::parse_quote!(_),
        Expr::Range(range) if range.start.is_none() && range.end.is_none() => {
            syn::parse_quote!(..)
        }
        Expr::Tuple(tuple) => {
            let elems = all(tuple.elems.iter(), targets, name)?;
            syn::parse_quote!((#(#elems,)*))
        }
        Expr::Array(array) => {
            let elems = all(array.elems.iter(), targets, name)?;
            syn::parse_quote!([#(#elems),*])
        }
        Expr::Call(call) => {
            let path = &call.func;
            let elems = all(call.args.iter(), targets, name)?;
            syn::parse_quote!(#path(#(#elems),*))
        }
        Expr::Struct(value) => {
            let path = &value.path;
            let members = value.fields.iter().map(|field| &field.member);
            let pats = all(value.fields.iter().map(|field| &field.expr), targets, name)?;
            let rest = value.dot2_token;
            syn::parse_quote!(#path { #(#members: #pats,)* #rest })
        }
        target => {
            let name = name(targets.len());
            targets.push((name.clone(), target.clone()));
            syn::parse_quote!(#name)
        }
    })
}

fn all<'a>(
    places: impl Iterator<Item = &'a Expr>,
    targets: &mut Targets,
    name: &mut dyn FnMut(usize) -> Ident,
) -> Option<Vec<Pat>> {
    places.map(|place| pattern(place, targets, name)).collect()
}
