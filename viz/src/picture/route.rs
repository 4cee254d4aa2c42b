//! Draws the lines of the arrows.
//!
//! A line crosses a layer straight down, in the column that it was given, and bends only
//! between layers, where there is nothing but lines. So it never touches a card or a label.

use kurbo::{BezPath, Point, Rect};

use super::place::{Band, Way};

/// How far the ends of two lines are apart on the edge of a card.
const PORT: f64 = 18.0;
/// Between the corner of a card and the first line.
const CORNER: f64 = 32.0;
/// How round a corner is.
const RADIUS: f64 = 9.0;
/// How long the point of an arrow is.
pub const HEAD: f64 = 8.0;

/// Where lines meet the edge of a card: as near as possible to where each wants to be, in the
/// same order, and apart from each other.
pub fn ports(card: Rect, wanted: &[f64]) -> Vec<f64> {
    let (left, right) = (card.x0 + CORNER, (card.x1 - CORNER).max(card.x0 + CORNER));
    let step = match wanted.len() {
        0 | 1 => PORT,
        many => PORT.min((right - left) / (many - 1) as f64),
    };
    let mut order: Vec<usize> = (0..wanted.len()).collect();
    order.sort_by(|&a, &b| wanted[a].total_cmp(&wanted[b]));

    let mut ports = vec![0.0; wanted.len()];
    let mut least = left;
    for &index in &order {
        ports[index] = wanted[index].clamp(left, right).max(least);
        least = ports[index] + step;
    }
    // Whatever was pushed over the edge pushes back.
    let mut most = right;
    for &index in order.iter().rev() {
        ports[index] = ports[index].min(most);
        most = ports[index] - step;
    }
    ports
}

/// The line of an arrow that goes down, without its point.
pub fn down(from: (Point, Band), way: &Way, to: (Point, Band)) -> BezPath {
    let mut path = BezPath::new();
    path.move_to(from.0);
    let mut at = Point::new(from.0.x, from.1.bottom);
    path.line_to(at);
    for &(x, band) in &way.stops {
        bend(&mut path, at, Point::new(x, band.top));
        at = Point::new(x, band.bottom);
        path.line_to(at);
    }
    bend(&mut path, at, Point::new(to.0.x, to.1.top));
    path.line_to((to.0.x, to.0.y - HEAD));
    path
}

/// From one layer to the next.
fn bend(path: &mut BezPath, from: Point, to: Point) {
    let middle = (from.y + to.y) / 2.0;
    match from.x == to.x {
        true => path.line_to(to),
        false => path.curve_to((from.x, middle), (to.x, middle), (to.x, to.y)),
    }
}

/// A line with corners, rounded.
pub fn corners(points: &[Point]) -> BezPath {
    let mut path = BezPath::new();
    let (Some(&first), Some(&last)) = (points.first(), points.last()) else {
        return path;
    };
    path.move_to(first);
    for three in points.windows(3) {
        let (before, corner, after) = (three[0], three[1], three[2]);
        let (come, go) = (corner - before, after - corner);
        let radius = RADIUS.min(come.hypot() / 2.0).min(go.hypot() / 2.0);
        if radius > 0.0 {
            path.line_to(corner - come.normalize() * radius);
            path.quad_to(corner, corner + go.normalize() * radius);
        }
    }
    path.line_to(last);
    path
}
