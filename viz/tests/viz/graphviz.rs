//! Graphviz itself reads what is meant for it.

use std::io::{ErrorKind, Write};
use std::process::{Command, Stdio};

use pinata_viz::{Found, dot, graph};

use crate::fixture::{branching, empty, hostile, long, shadowing, straight};
use crate::gallery;

/// The SVG that `dot` makes, or none where it is not installed.
fn svg(found: &[Found]) -> Option<String> {
    let child = Command::new("dot")
        .arg("-Tsvg")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut child = match child {
        Err(error) if error.kind() == ErrorKind::NotFound => {
            eprintln!("skipped: `dot` is not installed");
            return None;
        }
        child => child.unwrap(),
    };
    let graph = dot::render(&found.iter().collect::<Vec<_>>());
    child.stdin.take().unwrap().write_all(graph.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let complaints = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{complaints}\n{graph}");
    assert!(!complaints.contains("rror"), "{complaints}\n{graph}");
    Some(String::from_utf8(output.stdout).unwrap())
}

#[test]
fn every_state_and_every_arrow_is_drawn() {
    for found in [straight(), branching(), shadowing(), long(), empty()] {
        let machine = &found.machine;
        let Some(svg) = svg(std::slice::from_ref(&found)) else {
            return;
        };
        let nodes = graph::drawn(machine).count() + usize::from(!machine.refusals.is_empty());
        assert_eq!(nodes, svg.matches(r#"class="node""#).count());
        for state in graph::drawn(machine).map(|id| &machine.states[id.0]) {
            assert!(svg.contains(&format!(">{}<", state.name)), "{}", state.name);
        }
    }
}

#[test]
fn machines_of_one_name_are_kept_apart() {
    let Some(svg) = svg(&[straight(), straight()]) else {
        return;
    };
    assert_eq!(2, svg.matches(r#"class="cluster""#).count());
    assert_eq!(10, svg.matches(r#"class="node""#).count());
}

#[test]
fn nothing_in_the_source_breaks_the_graph() {
    let Some(svg) = svg(&[hostile()]) else {
        return;
    };
    assert!(svg.contains("&lt;/td&gt;"));
}

/// Loops are frames in frames, and every state is in its own.
#[test]
fn the_gallery_is_drawn() {
    for (name, found) in gallery::machines() {
        let Some(svg) = svg(std::slice::from_ref(&found)) else {
            return;
        };
        let machine = &found.machine;
        assert_eq!(1 + machine.loops.len(), svg.matches(r#"class="cluster""#).count(), "{name}");
        let nodes = graph::drawn(machine).count() + usize::from(!machine.refusals.is_empty());
        assert_eq!(nodes, svg.matches(r#"class="node""#).count(), "{name}");
    }
}
