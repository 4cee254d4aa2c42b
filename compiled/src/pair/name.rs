//! From a path, of debug info or of MIR, to a name that is the same for both.

/// The parts of a path without the crate and without what differs between debug info and MIR:
/// `{async_fn_env#0}` and `{async_block#0}` are `{closure#0}`, and every impl is `{impl}`.
pub(super) type Parts = Vec<String>;

/// What debug info calls a coroutine.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Name {
    pub parts: Parts,
    /// The numbers of its impls, which count the impls of a module in their order.
    pub impls: Vec<u32>,
}

const IMPL: &str = "{impl}";

/// `demo::net::{impl#2}::get::{async_fn_env#0}<u8>`; none where it is of another crate.
pub(super) fn of_coroutine(path: &str, krate: &str) -> Option<Name> {
    // Only the last part has parameters.
    let path = path.split_once('<').map_or(path, |(path, _)| path);
    let mut name = Name { parts: Parts::new(), impls: Vec::new() };
    for part in path.strip_prefix(krate)?.strip_prefix("::")?.split("::") {
        let numbered = part.strip_prefix('{').and_then(|part| part.strip_suffix('}'));
        let numbered = numbered.and_then(|part| part.split_once('#'));
        let numbered = numbered.and_then(|(kind, number)| Some((kind, number.parse().ok()?)));
        name.parts.push(match numbered {
            Some(("impl", number)) => {
                name.impls.push(number);
                IMPL.to_owned()
            }
            Some((kind, number)) if is_body(kind) => format!("{{closure#{number}}}"),
            _ => part.to_owned(),
        });
    }
    Some(name)
}

/// Whether it is a closure or a coroutine: MIR calls both closures, and counts them together.
fn is_body(kind: &str) -> bool {
    let kind = kind.strip_suffix("_env").unwrap_or(kind);
    matches!(kind, "closure" | "async_fn" | "async_block" | "async_closure")
}

/// `net::<impl at src/net.rs:19:1: 19:12>::get::{closure#0}`.
pub(super) fn of_poll(path: &str) -> Parts {
    let mut parts = Parts::new();
    let mut rest = path;
    while !rest.is_empty() {
        let is_impl = rest.starts_with("<impl at ");
        let end = if is_impl { rest.find(">::").map(|at| at + 1) } else { rest.find("::") };
        let (part, after) = rest.split_at(end.unwrap_or(rest.len()));
        rest = after.strip_prefix("::").unwrap_or("");
        parts.push(match part {
            _ if is_impl => IMPL.to_owned(),
            // The body of an `async` closure that is called by value is a second one.
            "{synthetic#0}" => "{closure#0}".to_owned(),
            part => part.strip_prefix("r#").unwrap_or(part).to_owned(),
        });
    }
    parts
}

/// A type without the paths in it: `&demo::net::Client` and `&Client` are the same.
pub(super) fn without_paths(ty: &str) -> String {
    let in_word = |c: char| c.is_alphanumeric() || c == '_';
    let mut out = String::new();
    let mut rest = ty;
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|c| !in_word(c)).unwrap_or(rest.len()).max(first.len_utf8());
        let (part, after) = rest.split_at(end);
        match after.strip_prefix("::").filter(|_| in_word(first)) {
            Some(after) => rest = after,
            None => {
                out.push_str(part);
                rest = after;
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_have_the_same_name() {
        for (coroutine, poll) in [
            ("demo::fetch::{async_fn_env#0}", "fetch::{closure#0}"),
            ("demo::fetch::{async_fn_env#0}<demo::A<u8>, '<'>", "fetch::{closure#0}"),
            ("demo::f::{async_fn#0}::{async_block_env#12}", "f::{closure#0}::{closure#12}"),
            ("demo::f::{closure#3}::{async_closure_env#0}", "f::{closure#3}::{synthetic#0}"),
            (
                "demo::net::{impl#2}::get::{async_fn_env#0}",
                "net::<impl at a (b)/net.rs:19:1: 19:12>::get::{closure#0}",
            ),
            ("demo::type::{async_fn_env#0}", "r#type::{closure#0}"),
            ("demo::_::nested::{async_fn_env#0}", "_::nested::{closure#0}"),
        ] {
            assert_eq!(of_coroutine(coroutine, "demo").unwrap().parts, of_poll(poll));
        }
    }

    #[test]
    fn impls_have_numbers() {
        let impls = |path| of_coroutine(path, "demo").unwrap().impls;
        assert_eq!(
            impls("demo::{impl#12}::f::{async_fn#0}::{impl#3}::g::{async_fn_env#0}"),
            [12, 3]
        );
        assert!(impls("demo::f::{async_fn_env#0}<demo::{impl#4}::g::{async_fn_env#0}>").is_empty());
    }

    #[test]
    fn other_crates_have_none() {
        for path in ["demo2::f::{async_fn_env#0}", "demo", "other::demo::f", ""] {
            assert!(of_coroutine(path, "demo").is_none(), "{path}");
        }
    }

    #[test]
    fn types_lose_their_paths() {
        for (ty, short) in [
            ("&demo::net::Client", "&Client"),
            ("&mut alloc::vec::Vec<demo::A, (u8, b::C)>", "&mut Vec<A, (u8, C)>"),
            ("é::ß<'→'>::", "ß<'→'>::"),
            ("<a::B as c::D>::E", "<B as D>::E"),
            ("", ""),
        ] {
            assert_eq!(without_paths(ty), short);
        }
    }
}
