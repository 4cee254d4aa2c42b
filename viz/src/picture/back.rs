//! The ways back of loops: to the left, up, and in again.
//!
//! All that go back to the same state share a line, like points on a railway.

use kurbo::{Point, Rect, Shape};
use pinata_machine::model::{Machine, StateId};

use super::arrow::{Arrow, Toward};
use super::place::Placed;
use super::route;

/// Between the line and what it passes.
const CLEARANCE: f64 = 14.0;
/// Between the line and the frame of its loop, and a little more.
const FRAME: f64 = 18.0;
/// How far above a layer a line runs that has to go around what is beside it.
const OVER: f64 = 6.0;
/// How far such lines are apart, and how many there is room for.
const TRACK: f64 = 4.0;
const TRACKS: usize = 3;
/// Where in its header a state is entered, from its top.
const ENTRY: f64 = 16.0;

/// A state with all that stands beside it.
pub struct Cell {
    pub state: StateId,
    pub card: Rect,
    pub whole: Rect,
}

/// Finishes arrows that have a label and a source. With each comes how far left its lane goes.
pub fn draw(
    machine: &Machine,
    cells: &[Cell],
    arrows: Vec<(Arrow, f64)>,
    placed: &Placed,
    others: &[Arrow],
) -> Vec<Arrow> {
    let cell = |state: StateId| cells.iter().find(|cell| cell.state == state);
    let mut heads: Vec<StateId> = arrows.iter().filter_map(|(arrow, _)| arrow.to).collect();
    heads.sort();
    heads.dedup();
    // Inner loops come first, so that those around them pass them by.
    let reach = |head: StateId| {
        let sources = arrows.iter().filter(|(arrow, _)| arrow.to == Some(head));
        sources.map(|(arrow, _)| arrow.from).max().unwrap_or(head)
    };
    heads.sort_by_key(|&head| (reach(head).0 - head.0, head));

    let mut in_the_way: Vec<Rect> = cells.iter().map(|cell| cell.whole).collect();
    for arrow in others {
        in_the_way.extend(arrow.path.segments().map(|segment| segment.bounding_box()));
        in_the_way.extend(arrow.label.iter().map(|(_, rect)| *rect));
    }
    let labels = || {
        others
            .iter()
            .filter(|one| one.sign.is_none())
            .flat_map(|one| &one.label)
            .map(|(_, rect)| *rect)
    };
    let mut drawn = vec![];
    for head in heads {
        let Some(target) = cell(head) else { continue };
        let mine: Vec<_> = arrows.iter().filter(|(arrow, _)| arrow.to == Some(head)).collect();
        let last = mine.iter().filter_map(|(arrow, _)| cell(arrow.from));
        let bottom = last.map(|cell| cell.whole.y1).fold(target.whole.y1, f64::max);
        let span = Rect::new(f64::MIN, target.whole.y0 - CLEARANCE, f64::MAX, bottom);
        let members = machine.loops.iter().filter(|one| one.states.contains(&head));
        let members: Vec<_> = members.flat_map(|one| &one.states).collect();
        let left_of = |rects: &mut dyn Iterator<Item = &Rect>| {
            rects.filter(|rect| rect.overlaps(span)).map(|rect| rect.x0).fold(f64::MAX, f64::min)
        };
        let near = left_of(
            &mut cells
                .iter()
                .filter(|cell| members.contains(&&cell.state) || cell.state == head)
                .map(|cell| &cell.whole),
        ) - CLEARANCE;
        let lane = Rect::new(near - CLEARANCE, span.y0, near + 1.0, span.y1);
        // Near the loop if nothing is there; or else to the left of everything.
        let rail = match in_the_way.iter().any(|rect| rect.overlaps(lane)) {
            false => near,
            true => left_of(&mut in_the_way.iter()) - CLEARANCE,
        };
        // The frame of the loop is between this line and the next.
        in_the_way.push(Rect::new(rail - FRAME, span.y0, rail + 1.0, span.y1));

        let is_free = |from: f64, y: f64, own: &Cell| {
            let line = Rect::new(rail + 1.0, y - 4.0, from, y + 4.0);
            let is_own = |cell: &&Cell| cell.state == own.state;
            let is_beside = cells.iter().filter(|cell| !is_own(cell));
            !is_beside.map(|cell| cell.whole).chain(labels()).any(|rect| rect.overlaps(line))
        };
        let entry = target.card.y0 + ENTRY;
        let mut arrive = vec![Point::new(target.card.x0 - route::HEAD, entry)];
        if !is_free(target.card.x0, entry, target) {
            let over = placed.band(target.card.center().y).top - OVER;
            let side = target.whole.x0 + 4.0;
            arrive.extend([Point::new(side, entry), Point::new(side, over)]);
        }
        arrive.reverse();
        for (arrow, lane) in mine {
            let Some(source) = cell(arrow.from) else { continue };
            let y = arrow.label.as_ref().map_or(source.card.center().y, |(_, at)| at.center().y);
            let mut points = vec![Point::new(source.card.x0, y)];
            if !is_free(source.card.x0, y, source) {
                // Several that go around the same things go beside each other.
                let others = drawn.iter().filter(|other: &&Arrow| other.from == arrow.from).count();
                let apart = TRACK * (others % TRACKS) as f64;
                let over = placed.band(source.card.center().y).top - OVER - apart;
                let side = lane + 3.0 + apart;
                points.extend([Point::new(side, y), Point::new(side, over)]);
            }
            let leave = points[points.len() - 1].y;
            points.extend([Point::new(rail, leave), Point::new(rail, arrive[0].y)]);
            points.extend(&arrive);
            let mut arrow = arrow.clone();
            arrow.path = route::corners(&points);
            arrow.head = Some((Point::new(target.card.x0, entry), Toward::Right));
            drawn.push(arrow);
        }
    }
    drawn
}
