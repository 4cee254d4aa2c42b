//! Guards that await: until one holds, its arm takes nothing.

use super::*;
use crate::plain::guards as plain;

async fn is(number: usize, other: usize) -> bool {
    step(1).await;
    number == other
}

async fn is_called(a: &D, name: &str) -> bool {
    step(1).await;
    a.touch() == name
}

#[desugar]
async fn numbers(number: usize, a: D) -> usize {
    match number {
        0 => 10,
        one if is(one, 1).await => one + 20,
        _ if later(number > 4).await => a.touch().len(),
        two if two == 2 && is(two, number).await => two + number,
        rest => rest,
    }
}
twin!(numbers(0, d("a")));
twin!(number_one = numbers(1, d("a")));
twin!(number_two = numbers(2, d("a")));
twin!(number_three = numbers(3, d("a")));
twin!(number_five = numbers(5, d("a")));

#[desugar]
async fn takes_what_it_saw(value: Option<D>, name: &str) -> usize {
    let b = d("b");
    let length = match value {
        Some(a) if is_called(&a, name).await => {
            step(1).await;
            a.finish()
        }
        Some(a) => a.touch().len() + 10,
        None => 0,
    };
    step(1).await;
    b.touch();
    length
}
twin!(takes_what_it_saw(Some(d("a")), "a"));
twin!(saw_something_else = takes_what_it_saw(Some(d("a")), "x"));
twin!(saw_nothing = takes_what_it_saw(None, "x"));

#[desugar]
async fn of_a_temporary(name: &str) -> usize {
    let length = match later((d("one"), d("two"))).await {
        (one, _) if is_called(&one, name).await => {
            step(1).await;
            one.finish()
        }
        (_, two) if two.touch() == name && later(true).await => two.finish() + 10,
        (_, ref two) if is_called(two, "two").await => two.touch().len() + 20,
        _ => 0,
    };
    step(1).await;
    length
}
twin!(of_a_temporary("one"));
twin!(of_a_temporary_second = of_a_temporary("two"));
twin!(of_a_temporary_third = of_a_temporary("three"));

#[desugar]
async fn of_a_reference(pair: &mut (D, Option<usize>), a: D) -> usize {
    match pair {
        (one, Some(number)) if is(*number, 1).await && is_called(one, "x").await => {
            one.rename("y");
            *number += 1;
            step(1).await;
            *number
        }
        (one, number) if number.is_none() && is_called(one, "one").await => {
            *number = Some(7);
            step(1).await;
            one.touch().len()
        }
        (one, _) => one.touch().len() + a.touch().len(),
    }
}
async fn owner(pair: (D, Option<usize>)) -> usize {
    let mut pair = pair;
    of_a_reference(&mut pair, d("a")).await + pair.1.unwrap_or(0)
}
twin!(owner((d("x"), Some(1))));
twin!(owner_of_none = owner((d("one"), None)));
twin!(owner_of_another = owner((d("one"), Some(2))));

#[desugar]
async fn with_temporaries(lock: Option<Lock<usize>>, limit: usize) -> usize {
    match lock {
        Some(lock) if is(*lock.lock(), limit).await => {
            step(1).await;
            lock.is_held() as usize
        }
        Some(lock) if *lock.lock() + later(1).await == limit => 5 + lock.is_held() as usize,
        Some(_) | None => 9,
    }
}
twin!(with_temporaries(Some(Lock::new(1)), 1));
twin!(with_temporaries_again = with_temporaries(Some(Lock::new(1)), 2));
twin!(with_temporaries_in_vain = with_temporaries(Some(Lock::new(1)), 3));

#[desugar]
async fn leaves_from_a_guard(value: Result<D, D>, number: usize) -> Result<usize, Oops> {
    for round in 0..2 {
        let b = d("b");
        match &value {
            Ok(a) if later(fallible(number)).await? == round => {
                a.touch();
                continue;
            }
            Err(a) if { if is_called(a, "z").await { break } else { round == 1 } } => {
                return Ok(a.touch().len());
            }
            Ok(a) | Err(a) => drop(a.clone()),
        }
        step(1).await;
    }
    Ok(value.map_or(0, D::finish))
}
twin!(leaves_from_a_guard(Ok(d("a")), 0));
twin!(leaves_by_an_error = leaves_from_a_guard(Ok(d("a")), 1));
twin!(leaves_by_a_break = leaves_from_a_guard(Err(d("z")), 0));
twin!(leaves_by_a_return = leaves_from_a_guard(Err(d("a")), 0));

enum Shape {
    Dot(D),
    Line { from: D, to: D },
    Nothing,
}

#[desugar]
async fn variants(shape: Shape, name: &str) -> usize {
    let length = match shape {
        Shape::Dot(at) | Shape::Line { from: at, .. } if is_called(&at, name).await => at.finish(),
        Shape::Line { to, .. } if is_called(&to, name).await => {
            step(1).await;
            to.finish() + 10
        }
        Shape::Line { from, to } => from.finish() + to.finish() + 20,
        Shape::Dot(_) => 30,
        Shape::Nothing => 40,
    };
    step(1).await;
    length
}
twin!(variants(Shape::Dot(d("a")), "a"));
twin!(another_dot = variants(Shape::Dot(d("a")), "b"));
twin!(line_from = variants(Shape::Line { from: d("a"), to: d("bb") }, "a"));
twin!(line_to = variants(Shape::Line { from: d("a"), to: d("bb") }, "bb"));
twin!(another_line = variants(Shape::Line { from: d("a"), to: d("bb") }, "c"));
twin!(no_shape = variants(Shape::Nothing, "c"));

#[desugar]
async fn nested(value: Option<Option<usize>>, a: D) -> usize {
    match value {
        Some(inner @ Some(_))
            if {
                let copy = inner;
                match copy {
                    Some(n) if is(n, 1).await => true,
                    _ => later(false).await,
                }
            } =>
        {
            inner.unwrap_or(0)
        }
        Some(Some(n @ 2..=3)) if is(n, 3).await => n + 10,
        Some(_) if a.touch() == "b" => 20,
        other => other.flatten().unwrap_or(30),
    }
}
twin!(nested(Some(Some(1)), d("a")));
twin!(nested_three = nested(Some(Some(3)), d("a")));
twin!(nested_two = nested(Some(Some(2)), d("b")));
twin!(nested_none = nested(None, d("a")));

#[desugar]
async fn before_the_move(value: Result<D, Oops>, other: D) -> usize {
    let length = match value {
        Ok(found) if d("of the guard").touch() == "a" => found.finish(),
        Ok(found) => found.finish() + 1,
        rest => 2,
    };
    length + later(other.finish()).await
}
twin!(before_the_move(Ok(d("a")), d("b")));
twin!(before_another_move = before_the_move(Err(Oops(1)), d("b")));
