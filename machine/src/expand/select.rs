//! `select!`: a race of futures, and what is done with the one that wins.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::parse::{Parse, ParseStream};
use syn::spanned::Spanned;
use syn::{Expr, Macro, Pat, Token, token};

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
    let futures = match family {
        Family::Futures => in_place(expand, &select),
        Family::Tokio | Family::Unknown => lent(expand, &select),
    };
    let race = race(mac, &select, &futures.handles, &checks);
    // With `default` it only looks whether something is ready, and doesn't wait.
    let looks = select.others.iter().any(|other| other.keyword == "default");
    let (setup, lend, check) = (&futures.setup, &futures.lend, checks.iter().map(|c| &c.inner));
    let outer = checks.iter().map(|check| &check.outer);
    let lend = quote!(#lend #(let #check = #outer;)*);
    let won = match looks {
        true => quote!({ #lend (move || #race)() }),
        false => expand.awaited(mac, quote!({ #lend async move { #race } })),
    };
    let conditions =
        checks.iter().map(|Check { outer, condition, .. }| quote!(let #outer = !(#condition);));
    let output = expand.name("selected", mac, mac.path.span());
    let arms = arms(&select);
    let won = braced(mac, quote!(#setup #won));
    let arms = braced(mac, arms);
    super::code(braced(mac, quote!(#(#conditions)* let mut #output = #won; match #output #arms)))
}

/// The condition of a branch, which is known before the futures are made.
///
/// ```text
/// let is_off = !(CONDITION);  …  { let is_off_2 = is_off; async move { … if !is_off_2 … } }
/// ```
struct Check {
    branch: usize,
    condition: Expr,
    outer: Ident,
    inner: Ident,
}

fn checks(expand: &mut Expand, select: &Select) -> Vec<Check> {
    let mut checks = Vec::new();
    for (branch, Branch { condition, .. }) in select.branches.iter().enumerate() {
        let Some(condition) = condition.clone() else { continue };
        let span = condition.span();
        let (outer, inner) =
            (expand.name("is_off", &condition, span), expand.name("is_off", &condition, span));
        checks.push(Check { branch, condition, outer, inner });
    }
    checks
}

/// The futures of a `select!`, made and handed to the macro.
struct Futures {
    /// Makes them.
    setup: TokenStream,
    /// Gives them names that the `async` block may take.
    lend: TokenStream,
    handles: Vec<Expr>,
}

/// tokio makes all of them in one statement and drops them in order.
fn lent(expand: &mut Expand, select: &Select) -> Futures {
    let futures: Vec<&Expr> = select.branches.iter().map(|branch| &branch.future).collect();
    let (futures, inside) = futures.split_at(expand.outside(futures.iter().copied()));
    let mut names = |base: &str| -> Vec<Ident> {
        futures.iter().map(|future| expand.name(base, future, future.span())).collect()
    };
    let (made, stowed, handles) = (names("future"), names("future"), names("lent"));
    let rt = &expand.rt;
    let lent = handles.iter().map(|handle| syn::parse_quote!(#handle));
    let all = lent.chain(inside.iter().copied().cloned()).collect();
    Futures {
        setup: quote! {
            let (#(#made,)*) = (#(#futures,)*);
            let (#(mut #stowed,)*) = (#(#rt::stow(#made),)*);
        },
        lend: quote!(#(let #handles = #rt::lend(&mut #stowed);)*),
        handles: all,
    }
}

/// The `select!` of the futures crate makes one after the other and drops them in reverse. One
/// that has a name already stays where it is.
fn in_place(expand: &mut Expand, select: &Select) -> Futures {
    let (mut setup, mut lend, mut handles) = (TokenStream::new(), TokenStream::new(), Vec::new());
    for Branch { future, .. } in &select.branches {
        let handle = expand.name("lent", future, future.span());
        if let Expr::Path(_) = future {
            lend.extend(quote!(let mut #handle = &mut #future;));
        } else {
            let made = expand.name("future", future, future.span());
            setup.extend(quote!(let mut #made = #future;));
            lend.extend(quote! {
                let mut #handle = ::core::pin::Pin::new_unchecked(&mut #made);
            });
        }
        handles.push(syn::parse_quote!(#handle));
    }
    Futures { setup, lend, handles }
}

/// The macro itself: it tells who wins, and with what.
///
/// ```text
/// tokio::select! {
///     won @ Some(_) = lent => Ok(won),
///     else => Err(()),
/// }
/// ```
fn race(mac: &Macro, select: &Select, handles: &[Expr], checks: &[Check]) -> TokenStream {
    let (path, ways) = (&mac.path, select.ways());
    let biased = select.biased.map(|biased| quote!(#biased;));
    let branches =
        select.branches.iter().zip(handles).enumerate().map(|(index, (branch, handle))| {
            let won = Ident::new("won", Span::mixed_site());
            let pat = match unbound(&branch.pat) {
                Pat::Wild(_) => quote!(#won),
                pat => quote!(#won @ #pat),
            };
            let check = checks.iter().find(|check| check.branch == index).map(|check| {
                let inner = &check.inner;
                quote!(, if !#inner)
            });
            let value = way(index, ways, &quote!(#won));
            quote!(#pat = #handle #check => #value,)
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
