//! Boxes, which are gone through with a `*` or without: `*x = value` gives `x.left` a new value,
//! too. What is a box is known only where there is a `*`.

use std::collections::HashSet;

use syn::{Expr, ExprField, ExprUnary, UnOp, parse_quote};

use super::path_of;
use crate::flow::places;

/// The boxes in a local, by the ways to them.
#[derive(Default)]
pub struct Boxes(HashSet<Vec<String>>);

impl Boxes {
    /// The boxes that some places of a local go through.
    pub fn among(places: &[&Expr]) -> Self {
        let mut boxes = Boxes::default();
        // What is in a box has its way only when the box is known.
        loop {
            let known = boxes.0.len();
            places.iter().for_each(|place| boxes.note(place));
            if boxes.0.len() == known {
                return boxes;
            }
        }
    }

    fn note(&mut self, place: &Expr) {
        match places::peel(place) {
            Expr::Field(field) => self.note(&field.base),
            Expr::Unary(unary) => {
                self.note(&unary.expr);
                self.0.insert(path_of(&self.explicit(&unary.expr)));
            }
            _ => {}
        }
    }

    /// The place with every `*` that is left out.
    ///
    /// ```text
    /// x.left
    ///
    /// (*x).left
    /// ```
    pub fn explicit(&self, place: &Expr) -> Expr {
        match places::peel(place) {
            Expr::Field(field) => {
                let mut base = self.explicit(&field.base);
                while self.0.contains(&path_of(&base)) {
                    base = parse_quote!((*#base));
                }
                Expr::Field(ExprField { base: Box::new(base), ..field.clone() })
            }
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                let inner = self.explicit(&unary.expr);
                Expr::Unary(ExprUnary { expr: Box::new(inner), ..unary.clone() })
            }
            other => other.clone(),
        }
    }
}
