//! SVG that is well formed whatever the source says, and PNG that is painted.

use insta::assert_snapshot;
use pinata_viz::picture::Show;
use pinata_viz::svg::{self, Theme};
use pinata_viz::{Found, png};
use quick_xml::Reader;
use quick_xml::events::Event;

use crate::fixture::{branching, empty, hostile, long, shadowing, straight};

const ALL: Show = Show { pending: true, cancel: true, panic: true };

fn all() -> [Found; 6] {
    [straight(), branching(), shadowing(), long(), empty(), hostile()]
}

#[test]
fn svg_of_an_empty_function() {
    assert_snapshot!(svg::render(&empty(), Theme::Light, Show::default()));
}

#[test]
fn svg_is_well_formed() {
    for found in all() {
        for theme in [Theme::Auto, Theme::Light, Theme::Dark] {
            let svg = svg::render(&found, theme, ALL);
            let mut reader = Reader::from_str(&svg);
            while reader.read_event().expect("XML") != Event::Eof {}
            assert!(!svg.chars().any(|c| c.is_control() && c != '\n'));
        }
    }
}

/// An `id` names one thing, and each state and transition has one.
#[test]
fn ids_are_unique() {
    for found in all() {
        let svg = svg::render(&found, Theme::Auto, ALL);
        let mut ids: Vec<&str> =
            svg.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let count = ids.len();
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), count);
        for state in 0..found.machine.states.len() - 1 {
            assert!(ids.contains(&format!("s{state}").as_str()));
        }
        for one in &found.machine.transitions {
            assert!(ids.iter().any(|id| id.starts_with(&format!("a{}-{}", one.from.0, one.to.0))));
        }
    }
}

/// What is cut can be read in a tooltip.
#[test]
fn long_names_have_a_tooltip() {
    let svg = svg::render(&long(), Theme::Auto, Show::default());
    assert!(svg.contains("<title>AwaitTheAcknowledgementOfReplicaNumber7InTheSecondaryDatacentre"));
}

#[test]
fn png_is_painted() {
    let light = png::render(&straight(), Theme::Auto, Show::default()).unwrap();
    let dark = png::render(&straight(), Theme::Dark, Show::default()).unwrap();
    let corner = |png: &[u8]| {
        let image = resvg::tiny_skia::Pixmap::decode_png(png).unwrap();
        let colors: std::collections::BTreeSet<_> =
            image.pixels().iter().map(|pixel| (pixel.red(), pixel.green(), pixel.blue())).collect();
        // The title, three kinds of bars, the signs: a picture, not a blank page.
        assert!(colors.len() > 100, "{} colours", colors.len());
        image.pixel(1, 1).unwrap()
    };
    let (light, dark) = (corner(&light), corner(&dark));
    assert_eq!((255, 255, 255), (light.red(), light.green(), light.blue()));
    assert!(dark.red() < 40 && dark.green() < 40 && dark.blue() < 40);
}
