//! What the drawings of machines made by hand look like.

mod fixture;

use insta::assert_snapshot;
use pinata_viz::Format;
use pinata_viz::text::{Look, render};

const PAGE: Look = Look {
    width: 100,
    ascii: false,
    color: false,
};

#[test]
fn text() {
    assert_snapshot!("text_straight", render(&[fixture::straight()], &PAGE));
    assert_snapshot!("text_branching", render(&[fixture::branching()], &PAGE));
    assert_snapshot!("text_long", render(&[fixture::long()], &PAGE));
    assert_snapshot!(
        "text_two",
        render(&[fixture::empty(), fixture::straight()], &PAGE)
    );
}
#[test]
fn narrow_text() {
    let look = Look { width: 60, ..PAGE };
    assert_snapshot!("text_narrow", render(&[fixture::branching()], &look));
}
#[test]
fn ascii_text() {
    let look = Look {
        ascii: true,
        ..PAGE
    };
    assert_snapshot!("text_ascii", render(&[fixture::branching()], &look));
}
#[test]
fn color_text() {
    let look = Look {
        color: true,
        ..PAGE
    };
    let text = render(&[fixture::branching()], &look);
    print!("{text}");
}
#[test]
fn dot() {
    for (name, found) in [
        ("straight", vec![fixture::straight()]),
        ("branching", vec![fixture::branching()]),
        ("long", vec![fixture::long()]),
        ("two", vec![fixture::empty(), fixture::straight()]),
    ] {
        std::fs::write(
            format!("/tmp/{name}.dot"),
            Format::Dot.render(&found, &PAGE),
        )
        .unwrap();
    }
}
