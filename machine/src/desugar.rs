//! The attribute: from tokens to tokens, by way of all the phases.

use proc_macro2::{Span, TokenStream};
use quote::quote;
use syn::parse::Parser;
use syn::{Error, ImplItemFn, Item, ItemFn, Path, Token, TraitItemFn};

use crate::emit::signature::{Function, name_impl_traits};
use crate::find::subject::Subject;
use crate::{accept, configure, diagram, emit, expand, fetch, flow, layout, names, parts};

/// Expands `#[pinata::desugar(attribute)] item`.
///
/// `edition` is that of the crate in which the function is written: it decides how long
/// temporaries live. If something is refused, the errors stand beside the function as
/// written, so that the rest of the file keeps working.
pub fn desugar(attribute: TokenStream, item: TokenStream, edition: u16) -> TokenStream {
    let mut errors = Vec::new();
    let Options { krate, diagram, asked } = options(attribute.clone()).unwrap_or_else(|error| {
        errors.push(error);
        Options { krate: syn::parse_quote!(::pinata), diagram: false, asked: false }
    });
    let mut written = item.clone();
    let expanded = match function(item) {
        Ok(function) if errors.is_empty() && !asked && configure::is_conditional(&function) => {
            let conditions = configure::ask(&function);
            let comma = (!attribute.is_empty()).then(<Token![,]>::default);
            return quote!(#[#krate::desugar(asked #comma #attribute)] #(#conditions)* #written);
        }
        Ok(mut function) => {
            if asked {
                let hold = configure::answers(&mut function);
                written = quote!(#function);
                configure::settle(&mut function, hold);
            }
            if diagram {
                document(&mut function);
            }
            machine(function, &krate, edition)
        }
        Err(error) => Err(vec![error]),
    };
    match expanded {
        Ok(expanded) if errors.is_empty() => return expanded,
        Ok(_) => {}
        Err(more) => errors.extend(more),
    }
    // In the order of the source, whichever phase found them.
    errors.sort_by_key(|error| {
        let at = error.span().start();
        (at.line, at.column)
    });
    let errors = errors.iter().map(Error::to_compile_error);
    quote!(#(#errors)* #written)
}

/// What may be said about the expansion.
struct Options {
    /// `crate = path`: where the crate `pinata` is.
    krate: Path,
    /// `diagram`: whether the documentation shows the machine.
    diagram: bool,
    /// `asked`: whether it is known which conditions in the function hold.
    asked: bool,
}

fn options(attribute: TokenStream) -> syn::Result<Options> {
    let mut krate = None;
    let (mut diagram, mut asked) = (false, false);
    let parser = syn::meta::parser(|meta| {
        if meta.path.is_ident("crate") {
            let path = meta.value()?.call(Path::parse_mod_style)?;
            match krate.replace(path) {
                Some(_) => Err(meta.error("pinata: `crate` is given twice; one of them will do")),
                None => Ok(()),
            }
        } else if meta.path.is_ident("diagram") {
            diagram = true;
            Ok(())
        } else if meta.path.is_ident("asked") {
            asked = true;
            Ok(())
        } else {
            let path = crate::text::one_line(&meta.path);
            Err(meta.error(format!(
                "pinata: unknown option `{path}`; there are `crate = path` and `diagram`"
            )))
        }
    });
    let whole = attribute.clone();
    parser.parse2(attribute).map_err(|error| match error.to_string().starts_with("pinata") {
        true => error,
        false => {
            let message = "pinata: the options are `crate = path` and `diagram`, as in `#[pinata::desugar(crate = my::pinata, diagram)]`";
            Error::new_spanned(whole, message)
        }
    })?;
    let krate = krate.unwrap_or_else(|| syn::parse_quote!(::pinata));
    Ok(Options { krate, diagram, asked })
}

/// Adds the machine to the documentation of a function.
fn document(function: &mut Function) {
    if function.signature.asyncness.is_some() {
        let name = function.signature.ident.to_string();
        let text = diagram::documentation(&Subject::function(function.clone()).machine(name));
        function.attrs.push(syn::parse_quote!(#[doc = #text]));
    }
}

/// The function that the attribute stands on.
fn function(item: TokenStream) -> syn::Result<Function> {
    if let Ok(ItemFn { attrs, vis, sig, block, .. }) = syn::parse2::<ItemFn>(item.clone()) {
        return Ok(Function { attrs, vis, signature: sig, body: *block });
    }
    if let Ok(ImplItemFn { attrs, vis, sig, block, .. }) = syn::parse2::<ImplItemFn>(item.clone()) {
        return Ok(Function { attrs, vis, signature: sig, body: block });
    }
    if let Ok(TraitItemFn { sig, default: None, .. }) = syn::parse2::<TraitItemFn>(item.clone()) {
        let message = "pinata: this function has no body; write `#[desugar]` on the functions that implement it";
        return Err(Error::new_spanned(sig, message));
    }
    let what = match syn::parse2::<Item>(item.clone()) {
        Ok(Item::Impl(_)) => "an `impl` block",
        Ok(Item::Trait(_)) => "a trait",
        Ok(Item::Mod(_)) => "a module",
        Ok(_) => "this item",
        Err(error) => return Err(error),
    };
    let first = item.into_iter().next().map_or_else(Span::call_site, |token| token.span());
    let message = format!(
        "pinata: `#[desugar]` stands on an `async fn`, not on {what}; write it on each `async fn`"
    );
    Err(Error::new(first, message))
}

fn machine(mut function: Function, krate: &Path, edition: u16) -> Result<TokenStream, Vec<Error>> {
    let errors = accept::accept(&function);
    if function.signature.asyncness.is_none() {
        return Err(errors);
    }
    name_impl_traits(&mut function.signature);
    let expanded = expand::expand_to_run(&function.signature, &function.body, krate);
    let resolved = names::resolve(&function.signature, &expanded);
    let mut flow = flow::lower::lower(&resolved, edition);
    let refusals = flow.refusals.iter().map(|(span, message)| Error::new(*span, message));
    let mut errors: Vec<Error> = errors.into_iter().chain(refusals).collect();
    let analysis = fetch::analyse(&mut flow);
    let parts = parts::collect(&flow, &analysis);
    errors.extend(parts.refusals.iter().map(|(span, message)| Error::new(*span, message)));
    if !errors.is_empty() {
        return Err(errors);
    }
    let layout = layout::lay_out(&flow, &analysis, &parts);
    Ok(emit::emit(&function, &resolved, &flow, &analysis, (&parts, &layout), krate))
}
