//! What is known of the locals at one point of a body.

use crate::types::Ty;

/// Whether a local, or a part of it, has a value.
#[derive(Clone, Debug, PartialEq)]
pub enum State {
    Here,
    /// Moved out, or partly so in a way that can't be named.
    Gone,
    /// That depends on the way.
    Maybe,
    /// It has not had a value yet.
    Never,
    /// One for each part.
    Split(Vec<State>),
}

impl State {
    pub fn merge(&self, other: &State) -> State {
        match (self, other) {
            (left, right) if left == right => left.clone(),
            (State::Split(left), State::Split(right)) => {
                State::Split(left.iter().zip(right).map(|(l, r)| l.merge(r)).collect())
            }
            (State::Split(parts), State::Here) | (State::Here, State::Split(parts)) => {
                State::Split(parts.iter().map(|part| part.merge(&State::Here)).collect())
            }
            _ => State::Maybe,
        }
    }

    pub fn is_here(&self) -> bool {
        match self {
            State::Here => true,
            State::Split(parts) => parts.iter().all(State::is_here),
            _ => false,
        }
    }

    /// Whether something that was here is not here any more.
    pub fn is_worse_than(&self, before: &State) -> bool {
        match (before, self) {
            (_, now) if now.is_here() => false,
            (State::Split(before), State::Split(now)) => {
                before.iter().zip(now).any(|(before, now)| now.is_worse_than(before))
            }
            (State::Split(before), _) => before.iter().any(State::is_here),
            (before, _) => *before == State::Here,
        }
    }
}

/// A value lives on a place.
#[derive(Clone, Debug, PartialEq)]
pub struct Loan {
    pub local: usize,
    pub path: Vec<usize>,
    pub exclusive: bool,
}

impl Loan {
    pub fn touches(&self, local: usize, path: &[usize]) -> bool {
        let common = self.path.len().min(path.len());
        self.local == local && self.path[..common] == path[..common]
    }
}

#[derive(Clone, Debug)]
pub struct Local {
    pub name: String,
    pub ty: Ty,
    pub mutable: bool,
    pub state: State,
    /// What its value borrows.
    pub loans: Vec<Loan>,
    /// Another local has its name, or it must not be mentioned any more.
    pub hidden: bool,
    pub dead: bool,
    /// The local whose name it took.
    pub shadows: Option<usize>,
}

#[derive(Clone, Debug, Default)]
pub struct Env {
    pub locals: Vec<Local>,
    /// No way leads here.
    pub diverged: bool,
}

impl Env {
    /// The locals of an inner scope go.
    pub fn leave(&mut self, mark: usize) {
        while self.locals.len() > mark {
            let shadows = self.locals.pop().and_then(|local| local.shadows);
            if let Some(shadowed) = shadows {
                self.locals[shadowed].hidden = false;
            }
        }
    }

    /// Two ways meet.
    pub fn merge(self, other: Env) -> Env {
        if self.diverged {
            return other;
        }
        if other.diverged {
            return self;
        }
        assert_eq!(self.locals.len(), other.locals.len(), "both ways end in one scope");
        let locals = self.locals.into_iter().zip(other.locals);
        let locals = locals
            .map(|(left, right)| Local {
                state: left.state.merge(&right.state),
                dead: left.dead || right.dead,
                hidden: left.hidden,
                ..left
            })
            .collect();
        Env { locals, diverged: false }
    }

    pub fn state(&self, local: usize, path: &[usize]) -> State {
        let mut state = &self.locals[local].state;
        for &index in path {
            match state {
                State::Split(parts) => state = &parts[index],
                _ => break,
            }
        }
        state.clone()
    }

    pub fn set_state(&mut self, local: usize, path: &[usize], new: State) {
        let local = &mut self.locals[local];
        let (mut state, mut ty) = (&mut local.state, local.ty.clone());
        for &index in path {
            let parts = ty.parts();
            let count = if ty.pointee().is_some() { 1 } else { parts.len() };
            if !matches!(state, State::Split(_)) {
                *state = State::Split(vec![state.clone(); count]);
            }
            ty = match ty.pointee() {
                Some(to) => to.clone(),
                None => parts[index].1.clone(),
            };
            let State::Split(parts) = state else { unreachable!("it was just split") };
            state = &mut parts[index];
        }
        *state = new;
    }
}
