//! What is gone of a local when a part is moved.

use quote::ToTokens;
use syn::{ExprStruct, Member, Pat, PatTuple, PatTupleStruct, parse_quote};

use super::{Moved, Part, below, bound_paths, path_of, place_key};

/// All of a place, but for the members that a literal doesn't take of its base.
#[derive(Clone)]
struct Gone {
    at: Vec<String>,
    but: Vec<String>,
}

impl Gone {
    fn all(at: Vec<String>) -> Self {
        Gone { at, but: Vec::new() }
    }

    /// Whether the other is gone with this.
    fn covers(&self, other: &Gone) -> bool {
        let goes_on = other.at.starts_with(&self.at);
        goes_on
            && match other.at.get(self.at.len()) {
                Some(member) => !self.but.contains(member),
                None => self.but.iter().all(|member| other.but.contains(member)),
            }
    }

    /// Whether the other is in a member that is still there.
    fn leaves(&self, other: &Gone) -> bool {
        let member = other.at.get(self.at.len());
        other.at.starts_with(&self.at) && member.is_some_and(|member| self.but.contains(member))
    }
}

impl Moved {
    /// What is gone, for each pattern.
    fn gone(&self) -> Vec<Vec<Gone>> {
        match &self.part {
            Part::Place(place) => vec![vec![Gone::all(path_of(place))]],
            Part::Patterns(place, pats) => {
                let bound = |pat| below(&path_of(place), bound_paths(pat));
                pats.iter().map(|pat| bound(pat).into_iter().map(Gone::all).collect()).collect()
            }
            Part::Base(place, literal) => {
                let but = members(literal).map(name).collect();
                vec![vec![Gone { at: path_of(place), but }]]
            }
        }
    }

    /// Whether all that is gone of another part is gone with this one.
    pub fn covers(&self, other: &Moved) -> bool {
        let theirs = other.gone().concat();
        let covers =
            |ours: &[Gone]| theirs.iter().all(|theirs| ours.iter().any(|ours| ours.covers(theirs)));
        self.gone().iter().all(|ours| covers(ours))
    }

    /// Whether another part, of which this one was not the smaller, can't be gone as well. What
    /// was only copied counts as gone, but not together with what is around it.
    pub fn excludes(&self, other: &Moved) -> bool {
        let is_pattern = |part: &Moved| matches!(part.part, Part::Patterns(..));
        let each_is_first = !self.late && !other.late && (is_pattern(self) || is_pattern(other));
        self.by == other.by || each_is_first || self.covers(other)
    }

    /// Whether this is looked at before another part: it is around it, or it is a base that is
    /// looked at while what it leaves is all there.
    pub fn precedes(&self, other: &Moved) -> bool {
        let is_base = matches!(self.part, Part::Base(..));
        let (ours, theirs) = (self.gone().concat(), other.gone().concat());
        let leaves = || theirs.iter().any(|theirs| ours.iter().any(|ours| ours.leaves(theirs)));
        self.covers(other) || is_base && leaves()
    }

    /// Whether what another part is asked for depends on whether this one is gone: both are the
    /// same base, or a pattern looks into what a base leaves and beside of it.
    pub fn changes(&self, other: &Moved) -> bool {
        let is_pattern = matches!(other.part, Part::Patterns(..));
        self.is_same_base(other) || is_pattern && !self.covers(other) && self.precedes(other)
    }

    /// A pattern of this part without what is gone with other parts.
    pub fn beside(&self, pat: &Pat, others: &[&Moved]) -> Pat {
        let others = others.iter().filter(|other| other.changes(self));
        let others: Vec<Gone> = others.flat_map(|other| other.gone().concat()).collect();
        let mut pat = pat.clone();
        let is_gone =
            |at: &[String]| others.iter().any(|gone| gone.covers(&Gone::all(at.to_vec())));
        without(&mut pat, &self.path(), &is_gone);
        pat
    }

    /// Whether both are the base of a literal, and the same.
    fn is_same_base(&self, other: &Moved) -> bool {
        matches!((&self.part, &other.part), (Part::Base(..), Part::Base(..)))
            && self.path() == other.path()
    }

    /// What a base is asked for, of that which other literals left of it.
    pub fn taken_after<'a>(&'a self, others: &[&'a Moved]) -> Option<Vec<&'a Member>> {
        let literal = |moved: &&'a Moved| match &moved.part {
            Part::Base(_, literal) if self.is_same_base(moved) => Some(&**literal),
            _ => None,
        };
        let mut others = others.iter().filter_map(literal);
        let left = members(others.next()?).collect();
        let left = others.fold(left, |mut left: Vec<&Member>, other| {
            left.retain(|member| members(other).any(|other| other == *member));
            left
        });
        let own = literal(&self).into_iter().flat_map(members).collect::<Vec<_>>();
        Some(left.into_iter().filter(|member| !own.contains(member)).collect())
    }
}

/// Leaves out of a pattern what is gone.
fn without(pat: &mut Pat, at: &[String], is_gone: &dyn Fn(&[String]) -> bool) {
    if is_gone(at) {
        *pat = parse_quote!(_);
        return;
    }
    let inside = |step: String, pat: &mut Pat| without(pat, &[at, &[step]].concat(), is_gone);
    match pat {
        Pat::Paren(paren) => without(&mut paren.pat, at, is_gone),
        Pat::Or(or) => or.cases.iter_mut().for_each(|case| without(case, at, is_gone)),
        Pat::Struct(pat) => pat.fields.iter_mut().for_each(|field| {
            field.colon_token.get_or_insert_default();
            inside(name(&field.member), &mut field.pat);
        }),
        Pat::Tuple(PatTuple { elems, .. }) | Pat::TupleStruct(PatTupleStruct { elems, .. }) => {
            let known = elems.iter_mut().take_while(|pat| !matches!(pat, Pat::Rest(_)));
            known.enumerate().for_each(|(index, pat)| inside(index.to_string(), pat));
        }
        _ => {}
    }
}

/// The members that a literal gives a value of their own.
pub fn members(literal: &ExprStruct) -> impl Iterator<Item = &Member> {
    literal.fields.iter().map(|field| &field.member)
}

pub fn name(member: &Member) -> String {
    member.to_token_stream().to_string()
}

/// The base of a literal, and what the literal leaves of it.
pub fn base_key(literal: &ExprStruct) -> Option<String> {
    let mut left: Vec<String> = members(literal).map(name).collect();
    left.sort();
    Some(format!("{} but {}", place_key(literal.rest.as_deref()?), left.join(" ")))
}
