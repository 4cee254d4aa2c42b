//! Patterns that look through references.

use super::*;
use crate::plain::references as plain;
use std::collections::HashMap;

#[derive(Debug, Default)]
enum State {
    #[default]
    Idle,
    Busy(Vec<D>),
    Failed {
        why: D,
        count: usize,
    },
}

fn states() -> [State; 4] {
    [
        State::Idle,
        State::Busy(vec![d("a"), d("b")]),
        State::Failed { why: d("why"), count: 2 },
        State::Failed { why: d("why"), count: 7 },
    ]
}

struct Connection {
    state: State,
    map: HashMap<&'static str, Vec<D>>,
}

impl Connection {
    /// Several arms borrow the same, and one replaces it.
    #[desugar]
    async fn guarded(&mut self) -> usize {
        match &mut self.state {
            State::Busy(all) => {
                step(1).await;
                all.push(d("c"));
                all.len()
            }
            State::Failed { why, count } if *count > call(3) => {
                step(1).await;
                why.rename("often");
                *count
            }
            State::Failed { why, count } => {
                *count += 1;
                step(1).await;
                why.touch().len()
            }
            State::Idle => {
                self.state = State::Busy(vec![later(d("d")).await]);
                step(1).await;
                0
            }
        }
    }

    #[desugar]
    async fn looked_up(&mut self, key: &'static str) -> Option<usize> {
        if let Some(found) = self.map.get_mut(key) {
            step(1).await;
            found.push(d("again"));
            return Some(found.len());
        }
        self.map.insert(key, Vec::new());
        step(1).await;
        match self.map.get_mut(key) {
            Some(all) if !all.is_empty() => all.clear(),
            Some(all) => {
                step(1).await;
                all.push(d("first"));
            }
            None => {
                self.map.clear();
                step(1).await;
            }
        }
        None
    }

    #[desugar]
    async fn taken(&mut self) -> usize {
        self.state = match std::mem::take(&mut self.state) {
            State::Busy(mut all) if all.len() > call(1) => {
                step(1).await;
                drop(all.pop());
                State::Busy(all)
            }
            State::Busy(_) => State::Idle,
            State::Failed { why, count } => {
                why.touch();
                step(1).await;
                State::Failed { why, count: count + 1 }
            }
            other @ State::Idle => other,
        };
        match self.state {
            State::Failed { count, ref why } if count > 3 => {
                step(1).await;
                why.touch().len() + count
            }
            State::Failed { count, .. } => later(count).await,
            _ => now(0).await,
        }
    }
}

fn connections() -> [Connection; 4] {
    states().map(|state| Connection { state, map: HashMap::new() })
}

twin!(guarded, |driver| {
    for mut connection in connections() {
        driver.drive(|| connection.guarded());
        driver.drive(|| connection.guarded());
    }
});
twin!(looked_up, |driver| {
    let [mut connection, ..] = connections();
    driver.drive(|| connection.looked_up("key"));
    driver.drive(|| connection.looked_up("key"));
});
twin!(taken, |driver| {
    for mut connection in connections() {
        driver.drive(|| connection.taken());
    }
});

/// A shared reference: what is bound by value is `Copy`. The type of `best` comes from the loop.
#[desugar]
async fn through_items(list: &[(usize, D)]) -> usize {
    let mut best = None;
    for item in list {
        match *item {
            (n, ref d) if n > call(1) => {
                step(1).await;
                best = Some((n, d));
            }
            (n, _) => {
                step(1).await;
                if n == 0 {
                    break;
                }
            }
        }
    }
    best.map_or(0, |(n, d)| n + d.touch().len())
}
twin!(through_items, |driver| {
    let list = [(1, d("a")), (3, d("b")), (0, d("c")), (4, d("d"))];
    driver.drive(|| super::through_items(&list));
});

#[desugar]
async fn bound_by_ref(pair: (usize, D), option: Option<usize>) -> usize {
    let ref shared = pair;
    let (n, _) = *shared;
    let text = match *shared {
        (3, ref d) => {
            step(1).await;
            d.touch()
        }
        (n, _) => {
            step(n).await;
            "other"
        }
    };
    if let ref some @ Some(n) = option {
        step(n).await;
        call(some.is_some());
    }
    n + text.len() + { pair.1 }.finish()
}
twin!(bound_by_ref((3, d("a")), Some(1)));
twin!(bound_by_ref_otherwise = bound_by_ref((1, d("a")), None));

/// Scrutinees in the middle of an awaited expression.
#[desugar]
async fn inside_of_operands(mut result: Result<D, usize>) -> usize {
    let made = later(match &mut result {
        Ok(x) if x.touch().len() > call(3) => d("long"),
        Ok(x) => {
            x.rename("short");
            d("short")
        }
        Err(n) if *n > 3 => d("large"),
        Err(n) => {
            *n += 1;
            d("small")
        }
    })
    .await;
    let slot = &mut Some(result);
    match slot {
        Some(Ok(x)) if x.touch() == "other" => step(1).await,
        Some(_) => {
            step(1).await;
            *slot = None;
        }
        None => {}
    }
    match &*slot {
        None => *slot = Some(Err(later(4).await)),
        Some(other) => step(other.is_ok() as usize).await,
    }
    made.finish()
}
twin!(inside_of_operands(Ok(d("a"))));
twin!(inside_of_longer_operands = inside_of_operands(Ok(d("other"))));
twin!(inside_of_other_operands = inside_of_operands(Err(1)));

#[desugar]
async fn into_a_constant(flag: bool) -> usize {
    let same = d("left").touch()
        == (match flag as usize {
            1 => {
                step(1).await;
                d("one")
            }
            ref other => d(if *other == 0 { "zero" } else { "more" }),
        })
        .touch();
    let more = later(match 1 {
        2 => d("two"),
        ref one => d(if *one == 1 { "one" } else { "more" }),
    })
    .await;
    same as usize + more.finish()
}
twin!(into_a_constant(true));
twin!(into_another_constant = into_a_constant(false));
