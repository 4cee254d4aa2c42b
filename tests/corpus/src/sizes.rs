//! How large the futures are, in both copies: read from the debug info of the test programs.
//!
//! ```text
//! plain:      mini_redis::server::run::{async_fn_env#0}<Signal>                    816 bytes
//! annotated:  Machine<…>, whose oracle is
//!             mini_redis::server::run::{async_block_env#0}<Signal>                 640 bytes
//! ```

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use pinata_compiled::coroutine::DebugInfo;
use pinata_compiled::dwarf;

use crate::cargo::Built;
use crate::error::Error;
use crate::report::Size;

/// What the first `async` block of a function is to debug info; an annotated function has no other
/// before its oracle.
const ORACLE: &str = "::{async_block_env#0}";

/// What the future of an `async fn` is.
const FUTURE: &str = "::{async_fn_env#0}";

/// The futures that are in both copies, by their names; of a generic function, each instance.
pub fn sizes(before: &Built, after: &Built) -> Result<Vec<Size>, Error> {
    let (mut plain, mut annotated) = (BTreeMap::new(), BTreeMap::new());
    read(before, |told| {
        plain.extend(told.coroutines.into_iter().map(|future| (future.path, future.size)));
    })?;
    read(after, |told| {
        for machine in told.annotated {
            let oracle = &told.coroutines[machine.oracle.0].path;
            annotated.insert(oracle.replacen(ORACLE, FUTURE, 1), machine.size);
        }
    })?;
    let both = annotated.into_iter().filter_map(|(future, annotated)| {
        let plain = *plain.get(&future)?;
        let (function, of) = future.split_once(FUTURE)?;
        Some(Size { function: function.to_owned(), of: of.to_owned(), annotated, plain })
    });
    Ok(both.collect())
}

fn read(built: &Built, mut take: impl FnMut(DebugInfo)) -> Result<(), Error> {
    let tests = built.tests.iter().map(|test| &test.path);
    for program in tests.chain(built.programs.iter().map(|(_, path)| path)) {
        let bytes = fs::read(program).map_err(Error::file("read", program))?;
        match dwarf::read(&bytes) {
            Ok(told) => take(told),
            // A program with none of the crate's types in it has no futures of the crate either.
            Err(pinata_compiled::Error::LinesOnly) => {}
            Err(cause) => return Err(unreadable(program, &cause)),
        }
    }
    Ok(())
}

fn unreadable(program: &Path, cause: &pinata_compiled::Error) -> Error {
    Error::Unreadable { path: program.to_owned(), message: cause.to_string() }
}

/// How many functions there are that hold anything, and the geometric mean of what is left of them:
/// of a generic function, of what is left of its instances.
pub fn mean(sizes: &[Size]) -> Option<(usize, f64)> {
    let mut functions = BTreeMap::<&str, Vec<f64>>::new();
    for size in sizes.iter().filter(|size| size.plain > 0) {
        let logarithm = (size.annotated as f64 / size.plain as f64).ln();
        functions.entry(&size.function).or_default().push(logarithm);
    }
    let of_functions: Vec<f64> = functions.values().map(|instances| average(instances)).collect();
    (!of_functions.is_empty()).then(|| (of_functions.len(), average(&of_functions).exp()))
}

fn average(numbers: &[f64]) -> f64 {
    numbers.iter().sum::<f64>() / numbers.len() as f64
}
