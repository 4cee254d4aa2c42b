//! `pin!(x);` of tokio and `pin_mut!(x);` of the futures crate: a name for the pinned value.

use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{Block, Ident, Macro, Pat, Stmt, Token};

use super::Expand;

/// Writes out a statement that pins; `None` if it is another macro.
///
/// ```text
/// tokio::pin!(x);    let mut x = ::core::pin::pin!(x);
/// ```
pub fn write(_: &mut Expand, mac: &Macro) -> Option<Vec<Stmt>> {
    let mut segments = mac.path.segments.iter().rev();
    let name = segments.next()?.ident.to_string();
    let of = segments.next().map(|of| of.ident.to_string());
    match (&*name, of.as_deref()) {
        ("pin", None | Some("tokio")) => {}
        ("pin_mut", None | Some("futures" | "futures_util" | "pin_utils")) => {}
        _ => return None,
    }
    let names = Punctuated::<Ident, Token![,]>::parse_terminated;
    if let Ok(names) = names.parse2(mac.tokens.clone()) {
        return Some(names.iter().map(pinned).collect());
    }
    // `pin! { let x = f(); let y = g(); }`
    let block =
        (|input: ParseStream| Block::parse_within(input)).parse2(mac.tokens.clone()).ok()?;
    let mut stmts = Vec::new();
    for stmt in block {
        let Stmt::Local(local) = &stmt else { return None };
        let Pat::Ident(binding) = &local.pat else { return None };
        let pin = pinned(&binding.ident);
        stmts.extend([stmt, pin]);
    }
    Some(stmts)
}

fn pinned(name: &Ident) -> Stmt {
    syn::parse_quote_spanned!(name.span()=> let mut #name = ::core::pin::pin!(#name);)
}
