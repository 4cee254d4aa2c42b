//! `select!`: a race of futures, and what is done with the one that wins.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Expr, Macro, Pat, Token, token};

use super::hand::{Flag, Given, Handed, Operand};
use super::pattern::unbound;
use super::{Expand, Family, braced};
use crate::mentions::is_irrefutable;
use crate::text::one_line;

mod keyword {
    syn::custom_keyword!(biased);
    syn::custom_keyword!(complete);
}

/// What stands in a `select!`.
struct Select {
    biased: Option<keyword::biased>,
    branches: Vec<Branch>,
    /// `else`, `complete` and `default`, which wait for nothing.
    others: Vec<Other>,
}

/// `PATTERN = FUTURE, if CONDITION => HANDLER`
struct Branch {
    pat: Pat,
    future: Expr,
    condition: Option<Expr>,
    handler: Expr,
}

struct Other {
    keyword: Ident,
    handler: Expr,
}

impl Parse for Select {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut select = Select { biased: None, branches: Vec::new(), others: Vec::new() };
        if input.peek(keyword::biased) && input.peek2(Token![;]) {
            select.biased = Some(input.parse()?);
            input.parse::<Token![;]>()?;
        }
        while !input.is_empty() {
            let is_other = input.peek2(Token![=>])
                && (input.peek(Token![else])
                    || input.peek(keyword::complete)
                    || input.peek(Token![default]));
            let mut branch = None;
            let mut other = None;
            if is_other {
                other = Some(input.call(syn::ext::IdentExt::parse_any)?);
            } else {
                let pat = Pat::parse_multi_with_leading_vert(input)?;
                input.parse::<Token![=]>()?;
                let future = input.parse::<Expr>()?;
                let mut condition = None;
                if input.peek(Token![,]) {
                    input.parse::<Token![,]>()?;
                    input.parse::<Token![if]>()?;
                    condition = Some(input.parse::<Expr>()?);
                }
                branch = Some((pat, future, condition));
            }
            input.parse::<Token![=>]>()?;
            let handler = handler(input)?;
            match (branch, other) {
                (Some((pat, future, condition)), _) => {
                    select.branches.push(Branch { pat, future, condition, handler });
                }
                (None, Some(keyword)) => select.others.push(Other { keyword, handler }),
                (None, None) => {}
            }
        }
        match select.branches.is_empty() {
            true => Err(input.error("nothing to wait for")),
            false => Ok(select),
        }
    }
}

/// A block needs no comma after it.
fn handler(input: ParseStream) -> syn::Result<Expr> {
    if input.peek(token::Brace) {
        let ahead = input.fork();
        let block = ahead.parse::<syn::ExprBlock>()?;
        if ahead.is_empty()
            || ahead.peek(Token![,])
            || !ahead.peek(Token![.]) && !ahead.peek(Token![?])
        {
            syn::parse::discouraged::Speculative::advance_to(input, &ahead);
            input.parse::<Option<Token![,]>>()?;
            return Ok(Expr::Block(block));
        }
    }
    let handler = input.parse::<Expr>()?;
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
    }
    Ok(handler)
}

impl Select {
    /// Whose macro it is, if its grammar tells.
    fn family(&self, mac: &Macro) -> Option<Family> {
        let family = Family::of(mac)?;
        if family != Family::Unknown {
            return Some(family);
        }
        let name = &mac.path.segments.last()?.ident;
        let others = |name: &str| self.others.iter().any(|other| other.keyword == name);
        if self.biased.is_some()
            || others("else")
            || self.branches.iter().any(|one| one.condition.is_some() || !is_irrefutable(&one.pat))
        {
            return Some(Family::Tokio);
        }
        let futures = name == "select_biased" || others("complete") || others("default");
        Some(if futures { Family::Futures } else { Family::Unknown })
    }

    /// How many ways there are to go on.
    fn ways(&self) -> usize {
        self.branches.len() + self.others.len()
    }
}

/// Writes out a `select!`; `None` if it isn't one that we know.
pub fn write(expand: &mut Expand, mac: &Macro) -> Option<Expr> {
    let select = mac.parse_body::<Select>().ok()?;
    let family = select.family(mac)?;
    let checks = checks(expand, &select);
    let flags: Vec<Flag> = checks.iter().map(|check| check.names.clone()).collect();
    let operands: Vec<Operand<'_>> =
        select.branches.iter().map(|branch| operand(family, &branch.future)).collect();
    // With `default` it only looks whether something is ready, and doesn't wait.
    let looks = select.others.iter().any(|other| other.keyword == "default");
    let Handed { made, before, within, futures } = match looks {
        true => expand.hand_at_once(&operands),
        false => expand.hand(family, &operands, &flags),
    };
    let race = race(mac, &select, &futures, &checks);
    let won = match looks {
        true => quote!({ #before (move || #race)() }),
        false => expand.awaited(mac, quote!({ #before async move { #within #race } })),
    };
    let conditions = checks
        .iter()
        .map(|Check { condition, names: (outer, _), .. }| quote!(let #outer = !(#condition);));
    let output = expand.name("selected", mac, mac.path.span());
    let arms = arms(&select);
    let won = braced(mac, quote!(#made #won));
    let arms = braced(mac, arms);
    super::code(braced(mac, quote!(#(#conditions)* let mut #output = #won; match #output #arms)))
}

/// The `select!` of the futures crate leaves a future that has a name where it is. Should one that
/// is taken for tokio's be that, it may not have the future.
fn operand(family: Family, written: &Expr) -> Operand<'_> {
    let given = match (family, written) {
        (Family::Futures, Expr::Path(_)) => Given::InPlace,
        (Family::Tokio | Family::Futures, _) => Given::Moved,
        (Family::Unknown, _) => Given::ToTokio,
    };
    let value = match given {
        Given::InPlace => quote!(&mut #written),
        Given::Moved | Given::ToTokio => quote!(#written),
    };
    Operand { written, value, given }
}

/// The condition of a branch, which is known before the futures are made.
///
/// ```text
/// let is_off = !(CONDITION);  …  { … async move { … if !is_off_2 … } }
/// ```
struct Check {
    branch: usize,
    condition: Expr,
    names: Flag,
}

fn checks(expand: &mut Expand, select: &Select) -> Vec<Check> {
    let mut checks = Vec::new();
    for (branch, Branch { condition, .. }) in select.branches.iter().enumerate() {
        let Some(condition) = condition.clone() else { continue };
        let mut name = || expand.name("is_off", &condition, condition.span());
        let names = (name(), name());
        checks.push(Check { branch, condition, names });
    }
    checks
}

/// The macro itself: it tells who wins, and with what.
///
/// ```text
/// tokio::select! {
///     won @ Some(_) = { future } => Ok(won),
///     else => Err(()),
/// }
/// ```
fn race(mac: &Macro, select: &Select, futures: &[TokenStream], checks: &[Check]) -> TokenStream {
    let (path, ways) = (&mac.path, select.ways());
    let biased = select.biased.map(|biased| quote!(#biased;));
    let branches =
        select.branches.iter().zip(futures).enumerate().map(|(index, (branch, future))| {
            let won = Ident::new("won", Span::mixed_site());
            let pat = match unbound(&branch.pat) {
                Pat::Wild(_) => quote!(#won),
                pat => quote!(#won @ #pat),
            };
            let check = checks.iter().find(|check| check.branch == index).map(|check| {
                let inner = &check.names.1;
                quote!(, if !#inner)
            });
            let value = way(index, ways, &quote!(#won));
            quote!(#pat = #future #check => #value,)
        });
    let others = select.others.iter().enumerate().map(|(index, Other { keyword, .. })| {
        let value = way(select.branches.len() + index, ways, &quote!(()));
        quote!(#keyword => #value,)
    });
    let (branches, others): (TokenStream, TokenStream) = (branches.collect(), others.collect());
    quote_spanned!(path.span()=> #path! { #biased #branches #others })
}

/// What is done then.
fn arms(select: &Select) -> TokenStream {
    let ways = select.ways();
    let branches = select.branches.iter().enumerate().map(|(index, branch)| {
        let (pat, handler) = (&branch.pat, &branch.handler);
        let condition = branch.condition.as_ref().map(|check| format!(", if {}", one_line(check)));
        let future = one_line(&branch.future);
        let text = format!("{} = {future}{}", one_line(pat), condition.unwrap_or_default());
        let pat = way(index, ways, &quote!(#pat));
        quote_spanned!(branch.pat.span()=> #[written(#text)] #pat => #handler,)
    });
    let others = select.others.iter().enumerate().map(|(index, Other { keyword, handler })| {
        let (text, span) = (keyword.to_string(), keyword.span());
        let pat = way(select.branches.len() + index, ways, &quote_spanned!(span=> ()));
        quote_spanned!(span=> #[written(#text)] #pat => #handler,)
    });
    let refutable = select.branches.iter().any(|branch| !is_irrefutable(&branch.pat));
    let missed = refutable.then(|| quote!(_ => ::core::unreachable!("failed to match bind"),));
    quote!(#(#branches)* #(#others)* #missed)
}

/// The `index`th of several ways, as a value or as a pattern: `Err(Err(Ok(value)))`.
fn way(index: usize, ways: usize, value: &TokenStream) -> TokenStream {
    let span = value.clone().into_iter().next().map_or_else(Span::call_site, |first| first.span());
    let last = match index + 1 == ways {
        true => value.clone(),
        false => quote_spanned!(span=> ::core::result::Result::Ok(#value)),
    };
    (0..index).fold(last, |inner, _| quote_spanned!(span=> ::core::result::Result::Err(#inner)))
}
