//! From each rest to the next ones: which code runs, and what decides.
//!
//! The walk goes backwards in effect: what can happen after a piece is what can happen
//! after each of its ways. A branch whose ways all come to the same decides nothing. A way
//! back into a loop that was entered without a rest leads to nothing new.

use std::collections::{BTreeSet, HashMap};

use petgraph::algo::tarjan_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use super::lines::Lines;
use super::pieces::{PieceId, Pieces, To, Way};
use crate::flow::{BlockId, Flow};
use crate::held::Analysis;
use crate::model::{Condition, StateId, Transition};

/// Between two rests; where there would be more, only what they share decides.
const MOST: usize = 8;

/// All transitions by state; `waits` indexes [`Analysis::waits`].
pub fn of(flow: &Flow, analysis: &Analysis, waits: &[usize], lines: &Lines) -> Vec<Transition> {
    let blocks: Vec<BlockId> = waits.iter().map(|wait| analysis.waits[*wait].0).collect();
    let pieces = Pieces::of(flow, &analysis.shape, lines);
    let mut walk = Walk::new(&pieces, &blocks);
    let mut transitions = Vec::new();
    for (from, start) in [0].iter().chain(&blocks).enumerate() {
        let Some(first) = pieces.first[*start] else {
            continue;
        };
        let mut outcomes = choosing(walk.outcomes(first, first));
        outcomes.sort_by_key(|outcome| outcome.to);
        transitions.extend(outcomes.into_iter().map(|outcome| Transition {
            from: StateId(from),
            to: outcome.to,
            conditions: outcome.conditions,
            lines: lines.ranges(&outcome.lines),
        }));
    }
    transitions
}

/// Drops the conditions that every way out shares: they choose nothing.
fn choosing(mut outcomes: Vec<Outcome>) -> Vec<Outcome> {
    let mut shared = outcomes.first().map_or_else(Vec::new, |first| first.conditions.clone());
    shared.retain(|condition| outcomes.iter().all(|other| other.conditions.contains(condition)));
    for outcome in &mut outcomes {
        outcome.conditions.retain(|condition| !shared.contains(condition));
    }
    outcomes
}

/// What can come of running a piece.
#[derive(Debug, Clone)]
struct Outcome {
    to: StateId,
    conditions: Vec<Condition>,
    lines: BTreeSet<usize>,
    /// It stands for more ways than can be told apart.
    is_many: bool,
}

impl Outcome {
    /// A rest that is reached at once.
    fn at(to: StateId) -> Self {
        let (conditions, lines) = (Vec::new(), BTreeSet::new());
        Outcome { to, conditions, lines, is_many: false }
    }
}

/// Where a way leads, if not to another piece.
enum Next {
    Rest(StateId),
    Piece(PieceId),
    Nowhere,
}

struct Walk<'a> {
    pieces: &'a Pieces,
    states: HashMap<BlockId, StateId>,
    returned: StateId,
    /// By piece: the loop without a rest that it belongs to, or it alone.
    loops: Vec<usize>,
    /// By loop: the lines of a turn.
    lines: Vec<BTreeSet<usize>>,
    /// By the piece where its loop was entered, and the piece.
    known: HashMap<(PieceId, PieceId), Vec<Outcome>>,
    on_the_way: BTreeSet<PieceId>,
}

impl<'a> Walk<'a> {
    fn new(pieces: &'a Pieces, waits: &[BlockId]) -> Self {
        let states = waits.iter().zip(1..).map(|(block, id)| (*block, StateId(id))).collect();
        let mut walk = Walk {
            pieces,
            states,
            returned: StateId(waits.len() + 1),
            loops: vec![0; pieces.all.len()],
            lines: Vec::new(),
            known: HashMap::new(),
            on_the_way: BTreeSet::new(),
        };
        for (index, members) in tarjan_scc(&walk.graph()).into_iter().enumerate() {
            let mut lines = BTreeSet::new();
            for piece in members {
                walk.loops[piece.index()] = index;
                lines.extend(&pieces.all[piece.index()].lines);
            }
            walk.lines.push(lines);
        }
        walk
    }

    /// The pieces, without the ways to a rest.
    fn graph(&self) -> DiGraph<(), ()> {
        let mut graph = DiGraph::new();
        for _ in &self.pieces.all {
            graph.add_node(());
        }
        for (piece, code) in self.pieces.all.iter().enumerate() {
            for way in &code.ways {
                if let Next::Piece(next) = self.next(way) {
                    graph.update_edge(NodeIndex::new(piece), NodeIndex::new(next), ());
                }
            }
        }
        graph
    }

    fn next(&self, way: &Way) -> Next {
        match way.to {
            To::Return => Next::Rest(self.returned),
            To::Piece(piece) => Next::Piece(piece),
            To::Block(block) => match self.states.get(&block) {
                Some(state) => Next::Rest(*state),
                None => self.pieces.first[block].map_or(Next::Nowhere, Next::Piece),
            },
        }
    }

    /// What can come of a piece whose loop was entered at `entry`.
    fn outcomes(&mut self, entry: PieceId, piece: PieceId) -> Vec<Outcome> {
        if self.on_the_way.contains(&piece) {
            return Vec::new();
        }
        if let Some(known) = self.known.get(&(entry, piece)) {
            return known.clone();
        }
        self.on_the_way.insert(piece);
        let mut choices = Vec::new();
        for way in &self.pieces.all[piece].ways {
            let mut outcomes = match self.next(way) {
                Next::Rest(to) => vec![Outcome::at(to)],
                Next::Piece(next) => {
                    let same_loop = self.loops[next] == self.loops[piece];
                    self.outcomes(if same_loop { entry } else { next }, next)
                }
                Next::Nowhere => Vec::new(),
            };
            outcomes.iter_mut().for_each(|outcome| outcome.lines.extend(&way.lines));
            choices.push((way.conditions.clone(), outcomes));
        }
        self.on_the_way.remove(&piece);
        let mut outcomes = decide(choices);
        for outcome in &mut outcomes {
            outcome.lines.extend(&self.lines[self.loops[piece]]);
        }
        self.known.insert((entry, piece), outcomes.clone());
        outcomes
    }
}

type Choice = (Vec<Condition>, Vec<Outcome>);

/// Puts the conditions of each way before those of its outcomes, if they matter.
fn decide(choices: Vec<Choice>) -> Vec<Outcome> {
    let matters = choices.windows(2).any(|pair| !come_to_the_same(&pair[0].1, &pair[1].1));
    let choices = if matters { unite_arms(choices) } else { choices };
    let mut all: Vec<Outcome> = Vec::new();
    for (conditions, outcomes) in choices {
        for mut outcome in outcomes {
            if matters {
                outcome.conditions.splice(..0, conditions.iter().cloned());
            }
            add(&mut all, outcome);
        }
    }
    limit(all)
}

fn come_to_the_same(some: &[Outcome], others: &[Outcome]) -> bool {
    let key = |outcome: &Outcome| (outcome.to, outcome.conditions.clone());
    some.iter().map(key).eq(others.iter().map(key))
}

/// Arms of a `match` that come to the same are one: `A | B =>`.
fn unite_arms(choices: Vec<Choice>) -> Vec<Choice> {
    const ARROW: &str = " =>";
    let mut united: Vec<Choice> = Vec::new();
    for (mut conditions, outcomes) in choices {
        let same = united.iter_mut().find(|(_, others)| come_to_the_same(others, &outcomes));
        if let Some((known, others)) = same
            && let ([first], [next]) = (&mut known[..], &mut conditions[..])
            && let (Some(some), Some(_)) =
                (first.text.strip_suffix(ARROW), next.text.strip_suffix(ARROW))
        {
            first.text = format!("{some} | {}", next.text);
            for (other, outcome) in others.iter_mut().zip(outcomes) {
                other.lines.extend(outcome.lines);
            }
        } else {
            united.push((conditions, outcomes));
        }
    }
    united
}

fn add(all: &mut Vec<Outcome>, outcome: Outcome) {
    let same = all
        .iter_mut()
        .find(|other| other.to == outcome.to && other.conditions == outcome.conditions);
    match same {
        Some(same) => same.lines.extend(outcome.lines),
        None => all.push(outcome),
    }
}

/// Where too many ways lead to the same rest, they are one, decided by what they share.
fn limit(all: Vec<Outcome>) -> Vec<Outcome> {
    let too_many = |to: StateId| {
        let same = all.iter().filter(|outcome| outcome.to == to);
        same.clone().count() > MOST || same.clone().any(|outcome| outcome.is_many)
    };
    let mut limited: Vec<Outcome> = Vec::new();
    for outcome in &all {
        let is_many = too_many(outcome.to);
        match limited.iter_mut().find(|other| is_many && other.to == outcome.to) {
            Some(known) => {
                let shares = |text: &str| outcome.conditions.iter().any(|one| one.text == text);
                known.conditions.retain(|condition| shares(&condition.text));
                known.lines.extend(&outcome.lines);
            }
            None => limited.push(Outcome { is_many, ..outcome.clone() }),
        }
    }
    limited
}
