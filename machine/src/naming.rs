//! The name of a suspension point: what it waits for.
//!
//! ```text
//! TcpStream::connect(address).await      AwaitConnect
//! Box::pin(visit(left)).await            AwaitVisit
//! handle.await                           AwaitHandle
//! async { … }.await                      AwaitBlock
//! join!(a, b)                            AwaitJoin
//! (if a { b } else { c }).await          AwaitExpression
//! ```
//!
//! When several wait for the same, the later ones are numbered: `AwaitRead`, `AwaitRead2`.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, LineColumn};
use syn::{Block, Expr, ExprCall, Member, Path, Stmt};

use crate::flow::{BlockId, Flow, Wait};

/// Functions of `Box`, `Pin` and the like that only wrap the future they are given.
const WRAPPERS: [&str; 4] = ["into_future", "new", "new_unchecked", "pin"];

/// Methods that only wrap the future, or lead to it: `self.handle.take().unwrap().await`.
const LEADS: [&str; 10] = [
    "as_mut",
    "boxed",
    "boxed_local",
    "by_ref",
    "clone",
    "expect",
    "fuse",
    "into_future",
    "take",
    "unwrap",
];

/// By the name of a local, its name in the source.
type Written<'a> = HashMap<String, &'a str>;

/// The names of the blocks that wait, each in the place of its block.
pub fn state_names(flow: &Flow, waits: &[BlockId]) -> Vec<Ident> {
    let mut names = vec![None; waits.len()];
    let locals = flow.locals.iter().map(|local| (local.name.to_string(), &*local.written));
    let locals: Written = locals.collect();
    let mut taken = HashSet::new();
    // Where the search for a free number goes on.
    let mut next: HashMap<String, usize> = HashMap::new();
    for index in in_source_order(flow, waits) {
        names[index] = flow.blocks[waits[index]].wait.as_ref().map(|wait| {
            let base = base_name(&locals, wait);
            let next = next.entry(base.clone()).or_insert(1);
            loop {
                let name = if *next == 1 { base.clone() } else { format!("{base}{next}") };
                *next += 1;
                if taken.insert(name.clone()) {
                    break Ident::new(&name, wait.span);
                }
            }
        });
    }
    names.into_iter().flatten().collect()
}

/// The indices of `waits` in the order in which the awaits stand in the source.
pub fn in_source_order(flow: &Flow, waits: &[BlockId]) -> Vec<usize> {
    let place = |index: &usize| -> (Option<LineColumn>, BlockId) {
        let block = waits[*index];
        (flow.blocks[block].wait.as_ref().map(|wait| wait.span.start()), block)
    };
    let mut indices: Vec<usize> = (0..waits.len()).collect();
    indices.sort_by_key(place);
    indices
}

fn base_name(locals: &Written, wait: &Wait) -> String {
    let subject = subject(locals, &wait.awaits).map(|name| camel_case(&name));
    let subject = subject.filter(|name| !name.is_empty());
    format!("Await{}", subject.as_deref().unwrap_or("Expression"))
}

/// What an expression is about, in the words of the source.
fn subject(locals: &Written, expr: &Expr) -> Option<String> {
    match expr {
        Expr::Paren(inner) => subject(locals, &inner.expr),
        Expr::Group(inner) => subject(locals, &inner.expr),
        Expr::Reference(inner) => subject(locals, &inner.expr),
        Expr::Unary(inner) => subject(locals, &inner.expr),
        Expr::Try(inner) => subject(locals, &inner.expr),
        Expr::Await(inner) => subject(locals, &inner.base),
        Expr::Cast(inner) => subject(locals, &inner.expr),
        Expr::Index(inner) => subject(locals, &inner.expr),
        Expr::Block(inner) => subject_of_tail(locals, &inner.block),
        Expr::Unsafe(inner) => subject_of_tail(locals, &inner.block),
        Expr::Async(_) => Some("block".to_owned()),
        Expr::Path(path) => Some(path_name(locals, &path.path)),
        Expr::Struct(value) => Some(path_name(locals, &value.path)),
        Expr::Field(field) => match &field.member {
            Member::Named(name) => Some(name.to_string()),
            Member::Unnamed(_) => subject(locals, &field.base),
        },
        Expr::Call(call) => subject_of_call(locals, call),
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            let leads = LEADS.contains(&&*name);
            leads.then(|| subject(locals, &call.receiver)).flatten().or(Some(name))
        }
        Expr::Macro(mac) => {
            let name = path_name(locals, &mac.mac.path);
            let pinned = mac.mac.parse_body().ok().filter(|_| name == "pin");
            pinned.and_then(|pinned| subject(locals, &pinned)).or(Some(name))
        }
        _ => None,
    }
}

/// A function's own name, unless all it does is wrap its argument.
fn subject_of_call(locals: &Written, call: &ExprCall) -> Option<String> {
    let name = subject(locals, &call.func)?;
    let inner = match call.args.first() {
        Some(argument) if call.args.len() == 1 && wraps(call) => subject(locals, argument),
        _ => None,
    };
    inner.or(Some(name))
}

/// `Box::pin`, `Pin::new`, `IntoFuture::into_future`; not `Client::new`.
fn wraps(call: &ExprCall) -> bool {
    let Expr::Path(path) = &*call.func else {
        return false;
    };
    let mut names = path.path.segments.iter().rev().map(|segment| segment.ident.to_string());
    let (name, of) = (names.next().unwrap_or_default(), names.next().unwrap_or_default());
    WRAPPERS.contains(&&*name) && matches!(&*of, "Box" | "Pin" | "Rc" | "Arc" | "IntoFuture")
}

fn subject_of_tail(locals: &Written, block: &Block) -> Option<String> {
    match block.stmts.last() {
        Some(Stmt::Expr(tail, None)) => subject(locals, tail),
        _ => None,
    }
}

/// The last segment; a local under its name in the source.
fn path_name(locals: &Written, path: &Path) -> String {
    let local = path.get_ident().and_then(|name| locals.get(&name.to_string()));
    match (local, path.segments.last()) {
        (Some(written), _) => (*written).to_owned(),
        (None, Some(last)) => last.ident.to_string(),
        (None, None) => String::new(),
    }
}

/// `write_all` is `WriteAll`, `SHARED` is `Shared`.
pub fn camel_case(name: &str) -> String {
    let words = name.trim_start_matches("r#").split('_');
    words.map(capitalized).collect()
}

fn capitalized(word: &str) -> String {
    let mut chars = word.chars();
    let Some(first) = chars.next() else {
        return String::new();
    };
    let shouts = word.chars().count() > 1 && !word.chars().any(char::is_lowercase);
    let rest = if shouts { chars.as_str().to_lowercase() } else { chars.as_str().to_owned() };
    first.to_uppercase().chain(rest.chars()).collect()
}
