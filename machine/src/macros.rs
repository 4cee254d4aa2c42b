//! The macros whose arguments are known to be code: what is in them is code like any other.
//! Everything else stays tokens.

mod fields;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::visit::Visit;
use syn::visit_mut::VisitMut;
use syn::{Block, Expr, Macro, Pat, Token};

/// What a macro does with its arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A format string and what it prints, which is borrowed.
    Format,
    /// Values that are taken: `vec![a, b]`, `dbg!(a)`, `pin!(a)`.
    Values,
    /// `vec![value; count]`.
    Repeat,
    /// `assert_eq!(a, b, "…")`: everything is borrowed.
    Compare,
    /// `assert!(condition, "…")`.
    Assert,
    /// `matches!(place, pattern)`.
    Matches,
    /// `stream! { … yield value; … }`: an `async move` block by another name.
    Generator,
}

/// The arguments of a macro call, as code.
pub struct Arguments {
    shape: Shape,
    items: Vec<Argument>,
    pattern: Option<Pat>,
    body: Option<Block>,
}

enum Argument {
    /// `value`, or `name = value`
    Value { name: Option<Ident>, value: Expr },
    /// `peer = %value`: a field of an event, and what stands in front of its value.
    Field { front: TokenStream, value: Expr },
    /// `?peer`: a field that has the name of the local that it shows.
    Shorthand { tokens: TokenStream, root: Ident },
}

impl Parse for Argument {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let named = input.peek(syn::Ident) && input.peek2(Token![=]) && !input.peek2(Token![==]);
        let name = if named {
            let name = input.parse()?;
            input.parse::<Token![=]>()?;
            Some(name)
        } else {
            None
        };
        Ok(Self::Value { name, value: input.parse()? })
    }
}

/// Whether a macro only quotes its tokens.
pub fn is_quotation(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "stringify")
}

/// Parses the arguments of a macro; `None` if it is one that nobody knows, or its arguments
/// are not what it expects, which rustc will say better.
pub fn parse(mac: &Macro) -> Option<Arguments> {
    let name = mac.path.segments.last()?.ident.to_string();
    let shape = match name.as_str() {
        "format" | "print" | "println" | "eprint" | "eprintln" | "write" | "writeln" | "panic"
        | "todo" | "unimplemented" | "unreachable" | "format_args" => Shape::Format,
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => Shape::Compare,
        "assert" | "debug_assert" => Shape::Assert,
        "vec" | "dbg" | "pin" => Shape::Values,
        "matches" => Shape::Matches,
        "stream" | "try_stream" => Shape::Generator,
        _ => return None,
    };
    // A path is the macro's own or leads to someone else's `format!`.
    let first = mac.path.segments.first()?.ident.to_string();
    let is_own = match shape {
        Shape::Generator => first == "async_stream",
        _ => matches!(first.as_str(), "std" | "core" | "alloc"),
    };
    if mac.path.segments.len() > 1 && !is_own {
        return None;
    }
    let tokens = mac.tokens.clone();
    match shape {
        Shape::Matches => {
            let parser = |input: ParseStream| {
                let value = input.parse::<Expr>()?;
                input.parse::<Token![,]>()?;
                let pattern = Pat::parse_multi_with_leading_vert(input)?;
                let guard = if input.peek(Token![if]) {
                    let if_token = input.parse()?;
                    Some((if_token, input.parse::<Expr>()?))
                } else {
                    None
                };
                input.parse::<Option<Token![,]>>()?;
                let pattern = match guard {
                    Some((if_token, guard)) => Pat::Guard(syn::PatGuard {
                        attrs: Vec::new(),
                        pat: Box::new(pattern),
                        if_token,
                        guard: Box::new(guard),
                    }),
                    None => pattern,
                };
                let items = vec![Argument::Value { name: None, value }];
                Ok(Arguments { shape, items, pattern: Some(pattern), body: None })
            };
            parser.parse2(tokens).ok()
        }
        Shape::Generator => {
            let stmts = Block::parse_within.parse2(tokens).ok()?;
            let body = Some(Block { brace_token: Default::default(), stmts });
            Some(Arguments { shape, items: Vec::new(), pattern: None, body })
        }
        Shape::Values if has_semicolon(&tokens) => {
            let parser = |input: ParseStream| {
                let value = input.parse()?;
                input.parse::<Token![;]>()?;
                let count = input.parse()?;
                let items =
                    [value, count].map(|value| Argument::Value { name: None, value }).into();
                Ok(Arguments { shape: Shape::Repeat, items, pattern: None, body: None })
            };
            parser.parse2(tokens).ok()
        }
        _ => {
            let items = Punctuated::<Argument, Token![,]>::parse_terminated.parse2(tokens).ok()?;
            let items = items.into_iter().collect();
            Some(Arguments { shape, items, pattern: None, body: None })
        }
    }
}

/// Reads the tokens of a macro that nobody knows as code, so that what is bound in them is told
/// from what is mentioned; `None` if they aren't code.
pub fn guess(mac: &Macro) -> Option<Arguments> {
    if let Some(items) = fields::parse(mac) {
        return Some(Arguments { shape: Shape::Values, items, pattern: None, body: None });
    }
    let tokens = mac.tokens.clone();
    let items = Punctuated::<Argument, Token![,]>::parse_terminated.parse2(tokens.clone());
    if let Ok(items) = items {
        let items = items.into_iter().collect();
        return Some(Arguments { shape: Shape::Values, items, pattern: None, body: None });
    }
    let stmts = Block::parse_within.parse2(tokens).ok()?;
    let body = Some(Block { brace_token: Default::default(), stmts });
    Some(Arguments { shape: Shape::Generator, items: Vec::new(), pattern: None, body })
}

/// Has a visitor change the arguments of a macro that are known to be code; whether they are.
pub fn visit_arguments_mut(mac: &mut Macro, visitor: &mut impl VisitMut) -> bool {
    let Some(mut arguments) = parse(mac).filter(|arguments| arguments.body.is_none()) else {
        return false;
    };
    arguments.expressions_mut().for_each(|argument| visitor.visit_expr_mut(argument));
    arguments.pattern_mut().into_iter().for_each(|pattern| visitor.visit_pat_mut(pattern));
    mac.tokens = arguments.into_tokens();
    true
}

/// Has a visitor look at the arguments of a macro, known or guessed.
pub fn visit_arguments(mac: &Macro, visitor: &mut impl for<'ast> Visit<'ast>) {
    let Some(arguments) = arguments(mac) else { return };
    arguments.expressions().for_each(|argument| visitor.visit_expr(argument));
    arguments.pattern.iter().for_each(|pattern| visitor.visit_pat(pattern));
}

/// The arguments of a macro, known or guessed.
pub fn arguments(mac: &Macro) -> Option<Arguments> {
    parse(mac).or_else(|| guess(mac))
}

/// Whether a macro of std is a block with a statement in it, at whose end the temporaries of
/// its arguments die.
pub fn is_statement(mac: &Macro) -> bool {
    const STATEMENTS: [&str; 5] = ["format", "print", "println", "eprint", "eprintln"];
    let name = mac.path.segments.last().map(|last| last.ident.to_string());
    name.is_some_and(|name| STATEMENTS.contains(&&*name))
}

/// Whether a macro may evaluate to something else than `()`: all but those of std that don't.
pub fn may_have_value(mac: &Macro) -> bool {
    const WITHOUT: [&str; 4] = ["print", "println", "eprint", "eprintln"];
    let name = mac.path.segments.last().map(|last| last.ident.to_string());
    let asserts = |name: &str| name.starts_with("assert") || name.starts_with("debug_assert");
    !panics(mac) && !name.is_some_and(|name| WITHOUT.contains(&&*name) || asserts(&name))
}

/// Whether a macro of std nests its operands: `vec![a, b]` is an array in a call.
pub fn nests(mac: &Macro) -> bool {
    mac.path.segments.last().is_some_and(|last| last.ident == "vec") && !has_semicolon(&mac.tokens)
}

/// Whether the expansion of a macro returns, by what its name says, and if so whether the code
/// may go on after it.
pub fn returns(mac: &Macro) -> Option<bool> {
    match &*mac.path.segments.last()?.ident.to_string() {
        "bail" | "whatever" => Some(false),
        "ensure" | "ensure_whatever" => Some(true),
        _ => None,
    }
}

/// Whether it is one of the macros of std that only panic.
pub fn panics(mac: &Macro) -> bool {
    const NAMES: [&str; 4] = ["panic", "todo", "unimplemented", "unreachable"];
    let mut names = mac.path.segments.iter().map(|segment| segment.ident.to_string());
    let first = names.next().unwrap_or_default();
    let name = match names.next() {
        Some(name) if first == "std" || first == "core" => name,
        Some(_) => return false,
        None => first,
    };
    NAMES.contains(&&*name) && names.next().is_none()
}

fn has_semicolon(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(
        |token| matches!(token, proc_macro2::TokenTree::Punct(punct) if punct.as_char() == ';'),
    )
}

impl Arguments {
    pub fn shape(&self) -> Shape {
        self.shape
    }

    pub fn expressions_mut(&mut self) -> impl Iterator<Item = &mut Expr> {
        self.items.iter_mut().filter_map(|item| match item {
            Argument::Value { value, .. } | Argument::Field { value, .. } => Some(value),
            Argument::Shorthand { .. } => None,
        })
    }

    pub fn expressions(&self) -> impl Iterator<Item = &Expr> {
        self.items.iter().filter_map(|item| match item {
            Argument::Value { value, .. } | Argument::Field { value, .. } => Some(value),
            Argument::Shorthand { .. } => None,
        })
    }

    /// The names that fields share with the locals that they show.
    pub fn shorthands(&self) -> impl Iterator<Item = &Ident> {
        self.items.iter().filter_map(|item| match item {
            Argument::Shorthand { root, .. } => Some(root),
            Argument::Value { .. } | Argument::Field { .. } => None,
        })
    }

    /// Whether there is neither a pattern among them, nor code that isn't an expression.
    pub fn is_only_values(&self) -> bool {
        self.pattern.is_none() && self.body.is_none()
    }

    /// The code of a generator.
    pub fn body(&self) -> Option<&Block> {
        self.body.as_ref()
    }

    pub fn body_mut(&mut self) -> Option<&mut Block> {
        self.body.as_mut()
    }

    pub fn pattern_mut(&mut self) -> Option<&mut Pat> {
        self.pattern.as_mut()
    }

    /// Whether the macro takes its `index`th argument by value.
    pub fn takes(&self, index: usize) -> bool {
        match self.shape {
            Shape::Values | Shape::Repeat => true,
            Shape::Assert => index == 0,
            Shape::Format | Shape::Compare | Shape::Matches | Shape::Generator => false,
        }
    }

    /// Adds an argument without a name.
    pub fn push(&mut self, value: Expr) {
        self.items.push(Argument::Value { name: None, value });
    }

    /// Adds `name = value` unless the call names it already.
    pub fn name_argument(&mut self, name: &str, value: &Ident) {
        let is_named =
            |item: &Argument| matches!(item, Argument::Value { name: Some(n), .. } if n == name);
        if self.items.iter().any(is_named) {
            return;
        }
        let name = match syn::parse_str::<Ident>(name) {
            Ok(_) => Ident::new(name, value.span()),
            Err(_) => Ident::new_raw(name, value.span()),
        };
        let value = value.to_token_stream();
        let value = syn::parse2(value.clone()).unwrap_or(Expr::Verbatim(value));
        self.items.push(Argument::Value { name: Some(name), value });
    }

    pub fn into_tokens(self) -> TokenStream {
        let items = self.items.iter().map(|item| match item {
            Argument::Value { name: Some(name), value } => {
                quote_spanned!(name.span()=> #name = #value)
            }
            Argument::Value { name: None, value } => quote!(#value),
            Argument::Field { front, value } => quote!(#front #value),
            Argument::Shorthand { tokens, .. } => tokens.clone(),
        });
        if let Some(body) = &self.body {
            return body.stmts.iter().map(ToTokens::to_token_stream).collect();
        }
        match (self.shape, &self.pattern) {
            (Shape::Repeat, _) => quote!(#(#items);*),
            (_, Some(pattern)) => quote!(#(#items),*, #pattern),
            _ => quote!(#(#items),*),
        }
    }
}
