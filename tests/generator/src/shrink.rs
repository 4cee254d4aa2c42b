//! Makes a body smaller, as long as the same goes wrong with it.

use crate::body::Body;
use crate::compile::Workshop;
use crate::run::{Outcome, attempts, outcomes};
use crate::tree::{Kind, Node};

/// How many smaller bodies are tried at a time.
const ATTEMPTS: usize = 40;
const ROUNDS: usize = 60;

/// The smallest body that was found, and what goes wrong with it.
pub fn shrink(workshop: &Workshop, name: &str, body: Body, outcome: Outcome) -> (Body, Outcome) {
    let mut best = (body, outcome);
    for _ in 0..ROUNDS {
        let mut all = smaller(&best.0);
        all.sort_by_key(Body::size);
        // Each attempt has bodies of all sizes: many small ones are too small to fail.
        let stride = all.len().div_ceil(ATTEMPTS);
        let next = (0..stride).find_map(|first| {
            let bodies: Vec<Body> = all.iter().skip(first).step_by(stride).cloned().collect();
            let results = attempts(workshop, name, &bodies, &best.1);
            let found = results.into_iter().enumerate().find(|(_, found)| found.is_like(&best.1));
            found.map(|(index, outcome)| (bodies[index].clone(), outcome))
        });
        match next {
            Some(next) => best = next,
            None => break,
        }
    }
    let renamed = best.0.renamed();
    let outcome = outcomes(workshop, name, std::slice::from_ref(&renamed)).remove(0);
    if outcome.is_like(&best.1) { (renamed, outcome) } else { best }
}

/// Bodies that are a little smaller.
fn smaller(body: &Body) -> Vec<Body> {
    let mut all = Vec::new();
    for index in 0..body.parameters.len() {
        let mut less = body.clone();
        less.parameters.remove(index);
        all.push(less);
    }
    for path in body.root.paths() {
        let node = body.root.at(&path);
        let mut replace = |new: Node| {
            let mut less = body.clone();
            *less.root.at_mut(&path) = new;
            all.push(less);
        };
        match &node.kind {
            Kind::List => {
                let count = node.children.len();
                let mut keep = |from: usize, to: usize| {
                    let mut list = node.clone();
                    let removed = list.children.drain(from..to);
                    // What ends a loop stays.
                    if removed.filter(|child| child.kind == Kind::Fixed).count() == 0 {
                        replace(list);
                    }
                };
                if count > 3 {
                    keep(0, count / 2);
                    keep(count / 2, count);
                }
                (0..count).for_each(|index| keep(index, index + 1));
                for (index, child) in node.children.iter().enumerate() {
                    if child.kind == Kind::Fixed {
                        continue;
                    }
                    for inner in lists(child) {
                        let mut list = node.clone();
                        list.children.splice(index..=index, inner);
                        replace(list);
                    }
                }
            }
            Kind::Expr(ty) => {
                if let Some(simplest) = ty.simplest().filter(|text| *text != node.template) {
                    replace(Node::expr(ty, simplest, Vec::new()));
                }
                if node.template == "flip()" {
                    replace(Node::expr(ty, "false", Vec::new()));
                }
                for inner in node.paths().into_iter().filter(|inner| !inner.is_empty()) {
                    let inner = node.at(&inner);
                    if inner.kind == node.kind && inner.size() < node.size() {
                        replace(inner.clone());
                    }
                }
            }
            Kind::Pattern if node.template != "_" => {
                replace(Node::new(Kind::Pattern, "_", Vec::new()));
            }
            _ => {}
        }
    }
    all
}

/// The statements in a statement, which may stand in its place.
fn lists(node: &Node) -> Vec<Vec<Node>> {
    let paths = node.paths();
    let lists = paths.iter().map(|path| node.at(path)).filter(|node| node.kind == Kind::List);
    lists.map(|list| list.children.clone()).filter(|children| !children.is_empty()).collect()
}
