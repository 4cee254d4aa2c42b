//! What each format makes of the machines, as snapshots.

use insta::assert_snapshot;
use pinata_viz::graphviz::Engine;
use pinata_viz::picture::Show;
use pinata_viz::svg::Theme;
use pinata_viz::{Format, Found, Look, Source};

use crate::fixture::{branching, empty, hostile, long, shadowing, straight};

const PAGE: Look = Look {
    width: 100,
    ascii: false,
    color: false,
    theme: Theme::Auto,
    show: Show { pending: false, cancel: false, panic: false },
    engine: Engine::Pinata,
};

/// The machines as if they stood in one file.
fn render(format: Format, found: &[Found], look: Look) -> String {
    let source = Source {
        path: "a.rs".into(),
        text: String::new(),
        found: found.to_vec(),
        left_out: vec![],
    };
    let drawing = format.render(&[source], &look).unwrap();
    String::from_utf8(drawing).unwrap()
}

fn text(found: &[Found], look: Look) -> String {
    let drawing = render(Format::Text, found, look);
    for line in drawing.lines().filter(|_| !look.color) {
        let width = unicode_width::UnicodeWidthStr::width(line);
        assert!(width <= look.width, "{width} columns: {line}");
    }
    drawing
}

#[test]
fn text_of_a_straight_line() {
    assert_snapshot!(text(&[straight()], PAGE));
}

#[test]
fn text_of_a_loop_with_branches() {
    assert_snapshot!(text(&[branching()], PAGE));
}

#[test]
fn text_of_locals_that_shadow_each_other() {
    assert_snapshot!(text(&[shadowing()], PAGE));
}

#[test]
fn text_of_two_machines() {
    assert_snapshot!(text(&[empty(), straight()], PAGE));
}

#[test]
fn text_of_forty_states_with_long_names() {
    assert_snapshot!(text(&[long()], PAGE));
}

#[test]
fn text_in_few_columns() {
    let look = Look { width: 60, ..PAGE };
    assert_snapshot!(text(&[branching()], look));
}

/// Whatever is drawn fits, from the narrowest width on.
#[test]
fn text_fits() {
    for width in (48..200).step_by(9) {
        for ascii in [false, true] {
            let look = Look { width, ascii, ..PAGE };
            let found = [straight(), branching(), shadowing(), long(), empty(), hostile()];
            text(&found, look);
        }
    }
}

#[test]
fn text_in_ascii() {
    let look = Look { ascii: true, ..PAGE };
    let drawing = text(&[branching()], look);
    assert!(drawing.is_ascii());
    assert_snapshot!(drawing);
}

#[test]
fn text_in_color() {
    let look = Look { color: true, ..PAGE };
    assert_snapshot!(text(&[branching()], look).replace('\x1b', "␛"));
}

/// What a source file says is no command to the terminal.
#[test]
fn text_has_no_control_characters_of_the_source() {
    let mut found = straight();
    found.machine.locals[0].name = "a\x1b[31mb\u{7}\r".to_owned();
    found.machine.signature.push('\x1b');
    let drawing = text(&[found], PAGE);
    assert!(!drawing.contains(['\x1b', '\u{7}', '\r']));
}

#[test]
fn dot_of_a_straight_line() {
    assert_snapshot!(render(Format::Dot, &[straight()], PAGE));
}

#[test]
fn dot_of_a_loop_with_branches() {
    assert_snapshot!(render(Format::Dot, &[branching()], PAGE));
}

#[test]
fn dot_of_two_machines() {
    assert_snapshot!(render(Format::Dot, &[empty(), straight()], PAGE));
}

#[test]
fn mermaid_of_a_straight_line() {
    assert_snapshot!(render(Format::Mermaid, &[straight()], PAGE));
}

#[test]
fn mermaid_of_a_loop_with_branches() {
    assert_snapshot!(render(Format::Mermaid, &[branching()], PAGE));
}

#[test]
fn mermaid_of_what_means_something_to_it() {
    assert_snapshot!(render(Format::Mermaid, &[hostile()], PAGE));
}

#[test]
fn json_is_the_model() {
    let json = render(Format::Json, &[straight()], PAGE);
    assert_snapshot!(json);
    let read: serde_json::Value = serde_json::from_str(&json).unwrap();
    let machine = serde_json::from_value(read[0]["machine"].clone());
    assert_eq!(straight().machine, machine.unwrap());
}
