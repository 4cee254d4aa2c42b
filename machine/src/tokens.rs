//! Names in tokens that only a macro understands.
//!
//! What may be a mention of a local is an identifier that isn't a field, a segment of a path,
//! a lifetime, the name of a macro, or the name in front of a value:
//!
//! ```text
//! info!(peer = %socket.peer, retries, "{}", log::max!(x))
//!               ^^^^^^       ^^^^^^^                  ^
//! ```

use proc_macro2::{Group, Ident, Spacing, TokenStream, TokenTree};

/// Replaces mentions; what `replace` has no answer for stays.
pub fn replace(
    tokens: TokenStream,
    replace: &mut dyn FnMut(&Ident) -> Option<TokenStream>,
) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut out = TokenStream::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let mut inner =
                    Group::new(group.delimiter(), self::replace(group.stream(), replace));
                inner.set_span(group.span());
                out.extend([TokenTree::Group(inner)]);
            }
            TokenTree::Ident(ident) if is_mention(&tokens, index) => match replace(ident) {
                Some(replaced) => out.extend(replaced),
                None => out.extend([token.clone()]),
            },
            token => out.extend([token.clone()]),
        }
    }
    out
}

/// Every identifier that may be a mention.
pub fn mentions(tokens: TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    replace(tokens, &mut |ident| {
        found.push(ident.clone());
        None
    });
    found
}

fn is_mention(tokens: &[TokenTree], index: usize) -> bool {
    let punct = |at: Option<usize>| match at.and_then(|at| tokens.get(at)) {
        Some(TokenTree::Punct(punct)) => Some((punct.as_char(), punct.spacing())),
        _ => None,
    };
    let before = punct(index.checked_sub(1));
    let is_path = before.is_some_and(|(c, _)| c == ':')
        && punct(index.checked_sub(2)) == Some((':', Spacing::Joint));
    let is_field = before.is_some_and(|(c, _)| c == '.')
        && punct(index.checked_sub(2)).is_none_or(|(c, _)| c != '.');
    if is_path || is_field || before.is_some_and(|(c, _)| c == '\'') {
        return false;
    }
    match punct(Some(index + 1)) {
        Some(('!', _)) => punct(Some(index + 2)).is_some_and(|(c, _)| c == '='),
        Some((':', _)) => false,
        // `name = value`, but not `a == b` and `pattern => value`.
        Some(('=', Spacing::Alone)) => false,
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::mentions;

    fn found(tokens: &str) -> Vec<String> {
        let tokens = tokens.parse().expect("tokens");
        mentions(tokens).iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_may_be_a_local() {
        assert_eq!(
            found("peer = %socket.peer, retries, \"{}\", log::max!(x)"),
            ["socket", "retries", "x"]
        );
        assert_eq!(
            found("a == b, c != d, 0..e, f..g, !h"),
            ["a", "b", "c", "d", "e", "f", "g", "h"]
        );
        assert_eq!(
            found("Foo { one: two, .. } => three, 'a: loop {}"),
            ["Foo", "two", "three", "loop"]
        );
    }
}
