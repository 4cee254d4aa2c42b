//! From a file to the machines in it.

use std::fs;
use std::path::Path;

use pinata_machine::model::Machine;

use crate::Error;

/// A machine and where it was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The path inside the file: `Client::request`, `module::f`.
    pub path: String,
    /// Its machine.
    pub machine: Machine,
}

/// Derives the machine of every `async fn` with a body, in source order.
pub fn read(path: &Path) -> Result<Vec<Found>, Error> {
    let source = fs::read_to_string(path).map_err(|cause| Error::Read {
        path: path.to_owned(),
        cause,
    })?;
    let file = syn::parse_file(&source).map_err(|cause| {
        let start = cause.span().start();
        Error::Parse {
            path: path.to_owned(),
            line: start.line,
            column: start.column + 1,
            message: cause.to_string(),
        }
    })?;
    Ok(machines(&file))
}

/// Stands in for the analysis: the functions at the top of the file, and their awaits in the
/// order of the source.
fn machines(file: &syn::File) -> Vec<Found> {
    use pinata_machine::model::{LineRange, MODEL_VERSION, State, StateId, StateKind, Transition};
    use syn::spanned::Spanned;
    use syn::visit::Visit;

    struct Awaits(Vec<State>);
    impl Visit<'_> for Awaits {
        fn visit_expr_await(&mut self, node: &syn::ExprAwait) {
            syn::visit::visit_expr_await(self, node);
            let start = node.await_token.span.start();
            self.0.push(State {
                name: format!("Await{}", self.0.len()),
                kind: StateKind::Suspended {
                    awaits: "…".to_owned(),
                    line: start.line,
                    column: start.column + 1,
                },
                held: vec![],
            });
        }
    }

    let lines = |span: proc_macro2::Span| LineRange {
        start: span.start().line,
        end: span.end().line,
    };
    let mut found = vec![];
    let mut add = |path: String, span: proc_macro2::Span, block: &syn::Block| {
        let reserved = |name: &str, kind| State {
            name: name.to_owned(),
            kind,
            held: vec![],
        };
        let mut awaits = Awaits(vec![reserved("Unresumed", StateKind::Unresumed)]);
        awaits.visit_block(block);
        let mut states = awaits.0;
        states.push(reserved("Returned", StateKind::Returned));
        states.push(reserved("Panicked", StateKind::Panicked));
        let transitions = (2..states.len()).map(|to| Transition {
            from: StateId(to - 2),
            to: StateId(to - 1),
            conditions: vec![],
            lines: vec![],
        });
        let machine = Machine {
            version: MODEL_VERSION,
            name: path.clone(),
            signature: format!("async fn {path}"),
            lines: lines(span),
            locals: vec![],
            transitions: transitions.collect(),
            states,
            refusals: vec![],
        };
        found.push(Found { path, machine });
    };
    for item in &file.items {
        match item {
            syn::Item::Fn(item) if item.sig.asyncness.is_some() => {
                add(item.sig.ident.to_string(), item.span(), &item.block);
            }
            syn::Item::Impl(item) => {
                for inner in &item.items {
                    if let (syn::ImplItem::Fn(method), syn::Type::Path(ty)) =
                        (inner, &*item.self_ty)
                        && let Some(ty) = ty.path.get_ident()
                    {
                        let path = format!("{ty}::{}", method.sig.ident);
                        add(path, method.span(), &method.block);
                    }
                }
            }
            _ => {}
        }
    }
    found
}
