//! The lines of a text, one after the other, and the number of the one that is wrong.

use crate::Error;

/// What is left of the text.
pub(super) struct Lines<'a> {
    rest: &'a str,
    /// How many lines were taken.
    taken: usize,
}

impl<'a> Lines<'a> {
    pub(super) fn of(text: &'a str) -> Self {
        Self { rest: text, taken: 0 }
    }

    /// The next line, which must be there.
    pub(super) fn next(&mut self) -> Result<&'a str, Error> {
        match self.take() {
            Some(line) => Ok(line),
            None => Err(self.fault("it ends too early")),
        }
    }

    /// What the next line has after its beginning, which must be this.
    pub(super) fn after(&mut self, start: &str) -> Result<&'a str, Error> {
        let line = self.next()?;
        line.strip_prefix(start).ok_or_else(|| self.fault(&format!("expected `{}`", start.trim())))
    }

    /// The next line must be this.
    pub(super) fn expect(&mut self, line: &str) -> Result<(), Error> {
        match self.next()? == line {
            true => Ok(()),
            false => Err(self.fault(&format!("expected `{}`", line.trim()))),
        }
    }

    /// The next line must open a list with this: whether there is anything in it.
    pub(super) fn opens(&mut self, line: &str) -> Result<bool, Error> {
        match self.next()?.strip_prefix(line) {
            Some("") => Ok(true),
            Some("},") => Ok(false),
            _ => Err(self.fault(&format!("expected `{}`", line.trim()))),
        }
    }

    /// Takes the next line if it is this.
    pub(super) fn takes(&mut self, line: &str) -> bool {
        let is_next = self.rest.split('\n').next() == Some(line);
        if is_next {
            self.take();
        }
        is_next
    }

    /// Takes all lines up to this one; whether it is there.
    pub(super) fn skip_past(&mut self, line: &str) -> bool {
        self.find(|next| next == line).is_some()
    }

    /// Takes all lines up to the first that is meant.
    pub(super) fn find(&mut self, is_meant: impl Fn(&str) -> bool) -> Option<&'a str> {
        std::iter::from_fn(|| self.take()).find(|line| is_meant(line))
    }

    /// What is wrong with the line that was taken last.
    pub(super) fn fault(&self, reason: &str) -> Error {
        let line = self.taken.max(1);
        Error::Malformed { what: "coroutine layout", reason: format!("line {line}: {reason}") }
    }

    fn take(&mut self) -> Option<&'a str> {
        if self.rest.is_empty() {
            return None;
        }
        let (line, rest) = self.rest.split_once('\n').unwrap_or((self.rest, ""));
        self.rest = rest;
        self.taken += 1;
        Some(line)
    }
}
