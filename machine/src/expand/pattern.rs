//! Patterns of a `select!`: which values they are for, without binding anything.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, PatStruct};

use crate::names::binds;

/// `Some(mut x)` becomes `Some(_)`, and `Foo { x, y: 1 }` becomes `Foo { y: 1, .. }`.
pub fn unbound(pat: &Pat) -> Pat {
    let mut pat = pat.clone();
    Unbind.visit_pat_mut(&mut pat);
    pat
}

struct Unbind;

impl VisitMut for Unbind {
    fn visit_pat_mut(&mut self, pat: &mut Pat) {
        if let Pat::Ident(ident) = pat
            && binds(ident)
        {
            *pat = match ident.subpat.take() {
                Some((_, subpat)) => *subpat,
                None => syn::parse_quote!(_),
            };
        }
        if let Pat::Type(typed) = pat {
            *pat = (*typed.pat).clone();
            return self.visit_pat_mut(pat);
        }
        visit_mut::visit_pat_mut(self, pat);
    }
    fn visit_pat_struct_mut(&mut self, pat: &mut PatStruct) {
        visit_mut::visit_pat_struct_mut(self, pat);
        let fields = std::mem::take(&mut pat.fields).into_iter();
        pat.fields = fields.filter(|field| !matches!(*field.pat, Pat::Wild(_))).collect();
        pat.fields.iter_mut().for_each(|field| {
            field.colon_token.get_or_insert_default();
        });
        if !pat.fields.empty_or_trailing() {
            pat.fields.push_punct(Default::default());
        }
        let dots = Default::default();
        pat.rest.get_or_insert(syn::PatRest { attrs: Vec::new(), dot2_token: dots });
    }
    fn visit_expr_mut(&mut self, _: &mut Expr) {}
}
