//! Finds who is to blame by halving.

use std::collections::BTreeSet;

/// A member of `suspects` without which things would be better: together with some of
/// those before it, it makes `is_bad` true. Nobody if even all of them together don't.
///
/// `is_bad` is asked about as many sets as halving takes.
pub fn culprit<E>(
    suspects: &BTreeSet<usize>,
    mut is_bad: impl FnMut(&BTreeSet<usize>) -> Result<bool, E>,
) -> Result<Option<usize>, E> {
    let all: Vec<usize> = suspects.iter().copied().collect();
    let first = |count: usize| all[..count].iter().copied().collect::<BTreeSet<_>>();
    if all.is_empty() || !is_bad(suspects)? {
        return Ok(None);
    }
    // The first `good` are fine, the first `bad` are not.
    let (mut good, mut bad) = (0, all.len());
    while bad - good > 1 {
        let middle = good + (bad - good) / 2;
        match is_bad(&first(middle))? {
            true => bad = middle,
            false => good = middle,
        }
    }
    Ok(Some(all[bad - 1]))
}

/// All of them, one after the other.
pub fn culprits<E>(
    suspects: &BTreeSet<usize>,
    mut is_bad: impl FnMut(&BTreeSet<usize>) -> Result<bool, E>,
) -> Result<Vec<usize>, E> {
    let mut rest = suspects.clone();
    let mut found = Vec::new();
    while let Some(index) = culprit(&rest, &mut is_bad)? {
        rest.remove(&index);
        found.push(index);
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::convert::Infallible;

    fn found(bad: &[usize], among: usize) -> Vec<usize> {
        let suspects = (0..among).collect();
        let Ok(found) = culprits::<Infallible>(&suspects, |set| {
            Ok(bad.iter().any(|index| set.contains(index)))
        });
        found
    }

    #[test]
    fn finds_all_of_them() {
        assert!(found(&[], 9).is_empty());
        assert_eq!(found(&[0], 1), [0]);
        assert_eq!(found(&[3, 7], 9), [3, 7]);
        assert_eq!(found(&[8], 9), [8]);
    }

    #[test]
    fn of_two_that_clash_one_is_enough() {
        let suspects = (0..8).collect();
        let Ok(found) =
            culprits::<Infallible>(&suspects, |set| Ok(set.contains(&2) && set.contains(&5)));
        assert_eq!(found, [5]);
    }
}
