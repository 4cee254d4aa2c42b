//! Writes a body from the choices of a seed.

use crate::choices::Choices;
use crate::env::{Env, Loan, Local, State};
use crate::tree::Node;
use crate::types::Ty;

/// An expression, and what its value borrows.
pub struct Value {
    pub node: Node,
    pub loans: Vec<Loan>,
}

/// Where `break` and `continue` may lead.
pub struct Target {
    pub label: String,
    /// How many locals outlive it.
    pub mark: usize,
    pub is_loop: bool,
    /// What `break` needs to have.
    pub ty: Option<Ty>,
    /// What is known at the beginning, and at each `break`.
    pub entry: Env,
    pub breaks: Vec<Env>,
}

/// What a closure captures by reference.
#[derive(Default)]
pub struct Capture {
    /// The locals below are captured.
    pub floor: usize,
    pub exclusive: bool,
    pub loans: Vec<Loan>,
}

pub struct Writer {
    pub choices: Choices,
    pub edition: &'static str,
    pub env: Env,
    /// What earlier operands borrow, and what temporaries borrow to the end of the statement.
    pub holds: Vec<Loan>,
    pub temporaries: Vec<Loan>,
    pub targets: Vec<Target>,
    /// What `return` returns.
    pub output: Ty,
    /// Whether awaits are possible here, and how many more there may be.
    pub is_async: bool,
    pub awaits: usize,
    pub fuel: usize,
    pub depth: usize,
    /// How much an await costs here: more in a loop.
    pub cost: usize,
    /// The error of `output` is another one than that of all results.
    pub is_troubled: bool,
    /// Locals below it live through a loop, are not to be changed, and outlive a borrow.
    pub floor: usize,
    pub frozen: usize,
    pub limit: usize,
    /// Like `limit`, for what temporaries borrow at the end of a block.
    pub tail: usize,
    /// Locals that must not be mentioned for a while.
    pub hides: Vec<usize>,
    pub capture: Capture,
    /// Locals below it are captured by an `async` block, and only changed where they have a value.
    pub borrowed: usize,
    /// The locals that an `async` block takes with it.
    pub taken: Vec<usize>,
    /// How many locals outlive the `async` block that `return` ends, and what is known at each.
    pub return_mark: Option<usize>,
    pub returns: Vec<Env>,
    /// Whether a reference may be to a temporary.
    pub to_temporary: bool,
    /// Whether a new local may take the name of another.
    pub shadows: bool,
    names: usize,
}

impl Writer {
    pub fn new(seed: u64, edition: &'static str) -> Self {
        let mut choices = Choices::new(seed);
        let awaits = 3 + choices.below(9);
        let fuel = 15 + choices.below(90);
        Writer {
            choices,
            edition,
            env: Env::default(),
            holds: Vec::new(),
            temporaries: Vec::new(),
            targets: Vec::new(),
            output: Ty::Unit,
            is_async: true,
            awaits,
            fuel,
            depth: 0,
            floor: 0,
            frozen: 0,
            limit: usize::MAX,
            tail: usize::MAX,
            cost: 1,
            is_troubled: false,
            hides: Vec::new(),
            capture: Capture::default(),
            borrowed: 0,
            taken: Vec::new(),
            return_mark: None,
            returns: Vec::new(),
            to_temporary: false,
            shadows: false,
            names: 0,
        }
    }

    pub fn fresh(&mut self, prefix: &str) -> String {
        self.names += 1;
        format!("{prefix}{}", self.names)
    }

    /// A name for a new local; now and then that of another one.
    pub fn new_name(&mut self, taken: &[String]) -> String {
        let candidates: Vec<String> = self
            .env
            .locals
            .iter()
            .filter(|local| !local.hidden && !taken.contains(&local.name))
            .map(|local| local.name.clone())
            .collect();
        if self.shadows && !candidates.is_empty() && self.choices.chance(12) {
            self.choices.pick(&candidates).clone()
        } else {
            self.fresh("x")
        }
    }

    pub fn declare(&mut self, name: String, ty: Ty, mutable: bool, state: State, loans: Vec<Loan>) {
        let shadows = self.env.locals.iter().position(|local| local.name == name && !local.hidden);
        if let Some(shadowed) = shadows {
            self.env.locals[shadowed].hidden = true;
        }
        self.env.locals.push(Local {
            name,
            ty,
            mutable,
            state,
            loans,
            hidden: false,
            dead: false,
            shadows,
        });
    }

    /// Another way leads out of the `async` block from here.
    pub fn note_return(&mut self) {
        if let Some(mark) = self.return_mark {
            let mut env = self.env.clone();
            env.leave(mark);
            self.returns.push(env);
        }
    }

    /// Whether there is room for something that awaits.
    pub fn may_await(&self) -> bool {
        self.is_async && self.awaits >= self.cost
    }

    pub fn spend_await(&mut self) {
        self.awaits = self.awaits.saturating_sub(self.cost);
    }

    /// Whether nothing but the simplest should be written.
    pub fn is_tired(&self) -> bool {
        self.fuel == 0 || self.depth > 6
    }

    /// Runs with one setting changed, and puts it back.
    pub fn with<T: Copy, R>(
        &mut self,
        field: fn(&mut Writer) -> &mut T,
        value: T,
        write: impl FnOnce(&mut Writer) -> R,
    ) -> R {
        let before = std::mem::replace(field(self), value);
        let result = write(self);
        *field(self) = before;
        result
    }

    /// What ends with a condition, a branch or a body: temporaries, and their borrows.
    pub fn terminating<R>(&mut self, write: impl FnOnce(&mut Writer) -> R) -> R {
        let mark = self.temporaries.len();
        let result = write(self);
        self.temporaries.truncate(mark);
        result
    }

    /// One of the types that locals have.
    pub fn some_type(&mut self) -> Ty {
        use crate::types::{option, pair, result};
        match self.choices.weighted(&[30, 9, 14, 8, 14, 10, 4, 4, 3, 3, 3, 3, 3, 3, 2]) {
            0 => Ty::D,
            1 => Ty::Int,
            2 => Ty::Parts,
            3 => pair(Ty::D, Ty::D),
            4 => Ty::Shape,
            5 => option(Ty::D),
            6 => Ty::Boxed(Ty::D.into()),
            7 => Ty::Vec(Ty::D.into()),
            8 => Ty::Array(Ty::D.into()),
            9 => result(Ty::D),
            10 => Ty::Bool,
            11 => option(pair(Ty::D, Ty::Int)),
            12 => pair(Ty::Parts, Ty::D),
            13 => Ty::Boxed(Ty::Parts.into()),
            _ => Ty::Rc(Ty::D.into()),
        }
    }
}
