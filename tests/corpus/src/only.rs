//! Which function `--only` means.

use crate::error::Error;
use crate::find::Function;

/// How many names to offer in place of one that does not exist.
const OFFERED: usize = 3;

/// The indices of the functions called `name`: several only if they are twice the same, each under
/// its own `#[cfg]`.
pub fn choose(functions: &[Function], name: &str, crate_name: &str) -> Result<Vec<usize>, Error> {
    let names: Vec<String> = functions.iter().map(Function::name).collect();
    if names.is_empty() {
        return Err(Error::NoFunction { crate_name: crate_name.to_owned() });
    }
    let mut meant: Vec<usize> = (0..names.len()).filter(|&i| names[i] == name).collect();
    if meant.is_empty() {
        meant = (0..names.len()).filter(|&i| ends_with_segments(&names[i], name)).collect();
    }
    let mut all: Vec<String> = meant.iter().map(|&index| names[index].clone()).collect();
    all.dedup();
    match all.len() {
        0 => Err(Error::NoSuchFunction {
            crate_name: crate_name.to_owned(),
            name: name.to_owned(),
            nearest: nearest(name, &names),
        }),
        1 => Ok(meant),
        _ => Err(Error::Ambiguous { name: name.to_owned(), all }),
    }
}

/// Whether the last segments of `path` are `name`: `Client::get` ends with `get`, not with `et`.
fn ends_with_segments(path: &str, name: &str) -> bool {
    path.strip_suffix(name)
        .is_some_and(|before| !name.is_empty() && (before.ends_with("::") || before.ends_with('/')))
}

/// The names most like `name`, best first.
fn nearest(name: &str, names: &[String]) -> Vec<String> {
    let last = |path: &str| path.rsplit("::").next().unwrap_or_default().to_lowercase();
    let likeness = |path: &str| {
        let whole = strsim::jaro_winkler(&name.to_lowercase(), &path.to_lowercase());
        whole.max(strsim::jaro_winkler(&last(name), &last(path)))
    };
    let mut scored: Vec<_> = names.iter().map(|name| (likeness(name), name)).collect();
    scored.sort_by(|(a, _), (b, _)| b.total_cmp(a));
    scored.dedup_by_key(|(_, name)| *name);
    let alike = scored.iter().filter(|(score, _)| *score > 0.75).count();
    let offered = scored.into_iter().take(alike.clamp(1, OFFERED));
    offered.map(|(_, name)| name.clone()).collect()
}
