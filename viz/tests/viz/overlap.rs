//! Nothing in a picture covers anything else: from the geometry of the pictures themselves.

use kurbo::{BezPath, Line, ParamCurve, PathEl, Point, Rect, Shape, Size};
use pinata_viz::picture::arrow::{Arrow, Kind};
use pinata_viz::picture::{Picture, Show, picture};

use crate::fixture::{branching, empty, hostile, long, shadowing, straight};
use crate::gallery;

const ALL: Show = Show { pending: true, cancel: true, panic: true };
/// How far lines of different arrows may run along each other.
const ALONG: f64 = 10.0;

#[test]
fn nothing_overlaps_in_the_gallery() {
    let found = gallery::machines();
    assert!(found.len() > 30, "{} machines", found.len());
    for (name, one) in &found {
        for show in [Show::default(), ALL] {
            check(name, &picture(one, show));
        }
    }
}

#[test]
fn nothing_overlaps_in_machines_made_by_hand() {
    for one in [straight(), branching(), shadowing(), long(), empty(), hostile()] {
        for show in [Show::default(), ALL] {
            check(&one.path, &picture(&one, show));
        }
    }
}

/// The test can fail: two cards in one place, a line through a card.
#[test]
fn overlaps_are_found() {
    let mut moved = picture(&straight(), Show::default());
    assert_eq!(Vec::<String>::new(), overlaps(&moved));
    moved.cards[1].frame = moved.cards[0].frame;
    assert!(overlaps(&moved).iter().any(|one| one.contains("Unresumed and AwaitConnect")));

    let mut moved = picture(&straight(), Show::default());
    let through = moved.cards[1].frame.center();
    moved.arrows[2].path = BezPath::from_vec(vec![
        PathEl::MoveTo(Point::new(0.0, through.y)),
        PathEl::LineTo(Point::new(2000.0, through.y)),
    ]);
    assert!(!overlaps(&moved).is_empty());
}

fn check(name: &str, picture: &Picture) {
    let found = overlaps(picture);
    assert!(found.is_empty(), "{name}:\n{}", found.join("\n"));
}

fn overlaps(picture: &Picture) -> Vec<String> {
    let name = |arrow: &Arrow| format!("{} → {:?} ({:?})", arrow.from.0, arrow.to, arrow.kind);
    let mut solids: Vec<(String, Rect)> = vec![];
    for card in &picture.cards {
        solids.push((card.name.content.clone(), card.frame));
    }
    for (index, arrow) in picture.arrows.iter().enumerate() {
        if let Some((_, rect)) = &arrow.label {
            solids.push((format!("label {index} of {}", name(arrow)), *rect));
        }
        if let Some(at) = arrow.sign {
            let rect = Rect::from_center_size(at, Size::new(14.0, 14.0));
            solids.push((format!("sign {index} of {}", name(arrow)), rect));
        }
    }
    for frame in &picture.frames {
        let Point { x, y } = frame.at;
        let head = Rect::new(x, y - 9.0, x + frame.head.width, y + 3.0);
        solids.push((format!("head of `{}`", frame.head.content), head));
    }
    for (at, text) in &picture.title {
        let rect = Rect::new(at.x, at.y - text.size * 0.7, at.x + text.width, at.y + 2.0);
        solids.push((format!("title `{}`", text.content), rect));
    }
    solids.extend(picture.note.iter().map(|(rect, _)| ("note".to_owned(), *rect)));

    let mut found = vec![];
    let page = Rect::from_origin_size(Point::ZERO, picture.size);
    for (index, (one, rect)) in solids.iter().enumerate() {
        if !page.contains_rect(*rect) {
            found.push(format!("{one} is not on the page"));
        }
        for (other, place) in &solids[index + 1..] {
            if rect.inset(-0.5).overlaps(place.inset(-0.5)) {
                found.push(format!("{one} and {other}"));
            }
        }
    }
    let lines: Vec<Vec<Line>> = picture.arrows.iter().map(|arrow| flat(&arrow.path)).collect();
    for (index, arrow) in picture.arrows.iter().enumerate() {
        for (what, rect) in &solids {
            // A line starts at its card, and runs below its own label.
            let is_own = what.contains(&format!(" {index} of "));
            let inside = rect.inset(-1.5);
            if !is_own && lines[index].iter().any(|line| crosses(*line, inside)) {
                found.push(format!("the line of {} crosses {what}", name(arrow)));
            }
        }
        for (other, others) in picture.arrows.iter().zip(&lines).skip(index + 1) {
            // What goes back to the same state shares its line.
            let is_shared =
                arrow.kind == Kind::Back && (arrow.kind, arrow.to) == (other.kind, other.to);
            if !is_shared && along(&lines[index], others) > ALONG {
                found.push(format!("the lines of {} and {}", name(arrow), name(other)));
            }
        }
    }
    for (index, frame) in picture.frames.iter().enumerate() {
        for other in &picture.frames[index + 1..] {
            let is_nested = frame.rect.inset(-2.0).contains_rect(other.rect);
            if frame.rect.overlaps(other.rect) && !is_nested {
                found.push(format!("frames `{}`, `{}`", frame.head.content, other.head.content));
            }
        }
        for (what, rect) in &solids {
            if frame.rect.overlaps(*rect) && !frame.rect.contains_rect(*rect) {
                found.push(format!("the frame `{}` cuts {what}", frame.head.content));
            }
        }
        for (arrow, lines) in picture.arrows.iter().zip(&lines) {
            if along(lines, &flat(&frame.rect.to_path(0.1))) > ALONG {
                found.push(format!("{} runs on `{}`", name(arrow), frame.head.content));
            }
        }
    }
    found
}

/// A path as straight lines.
fn flat(path: &BezPath) -> Vec<Line> {
    let mut elements = vec![];
    kurbo::flatten(path, 0.2, |element| elements.push(element));
    let segments = kurbo::segments(elements);
    segments.map(|segment| Line::new(segment.start(), segment.end())).collect()
}

/// Whether a line enters a rectangle, tried every two pixels.
fn crosses(line: Line, rect: Rect) -> bool {
    let steps = (line.length() / 2.0).ceil().max(1.0) as usize;
    (0..=steps).any(|step| {
        let at = line.p0.lerp(line.p1, step as f64 / steps as f64);
        rect.contains(at)
    })
}

/// How far lines that go straight down or across run along each other.
fn along(one: &[Line], other: &[Line]) -> f64 {
    let mut length = 0.0_f64;
    for a in one {
        for b in other {
            for turned in [false, true] {
                let flip = |point: Point| if turned { Point::new(point.y, point.x) } else { point };
                let [a0, a1, b0, b1] = [a.p0, a.p1, b.p0, b.p1].map(flip);
                let is_upright = (a0.x - a1.x).abs() < 0.01 && (b0.x - b1.x).abs() < 0.01;
                if is_upright && (a0.x - b0.x).abs() < 1.5 {
                    let start = a0.y.min(a1.y).max(b0.y.min(b1.y));
                    length = length.max(a0.y.max(a1.y).min(b0.y.max(b1.y)) - start);
                }
            }
        }
    }
    length
}
