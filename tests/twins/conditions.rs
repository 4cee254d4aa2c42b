//! Awaits in and around `if`, `if let` and `let … else`.

use super::*;
use crate::plain::conditions as plain;

#[desugar]
async fn in_the_condition(flag: bool) -> usize {
    if later(flag).await {
        let a = d("a");
        step(1).await;
        1
    } else {
        let b = d("b");
        later(2).await
    }
}
twin!(in_the_condition, |driver| {
    driver.drive(|| super::in_the_condition(true));
    driver.drive(|| super::in_the_condition(false));
});

#[desugar]
async fn only_one_branch_waits(flag: bool, a: D) {
    if flag {
        step(1).await;
    }
    a.touch();
    if !flag {
        a.touch();
    } else {
        step(2).await;
    }
}
twin!(only_one_branch_waits, |driver| {
    driver.drive(|| super::only_one_branch_waits(true, d("a")));
    driver.drive(|| super::only_one_branch_waits(false, d("a")));
});

#[desugar]
async fn else_if(number: usize) -> &'static str {
    if later(number).await == 0 {
        later("zero").await
    } else if now(number).await == 1 {
        "one"
    } else if number == 2 {
        later("two").await
    } else {
        step(1).await;
        "many"
    }
}
twin!(else_if, |driver| {
    for number in 0..4 {
        driver.drive(|| super::else_if(number));
    }
});

#[desugar]
async fn if_let(a: Option<D>) -> usize {
    if let Some(a) = later(a).await {
        step(1).await;
        a.touch().len()
    } else {
        later(0).await
    }
}
twin!(if_let, |driver| {
    driver.drive(|| super::if_let(Some(d("a"))));
    driver.drive(|| super::if_let(None));
});

#[desugar]
async fn if_let_by_reference(mut a: Option<D>) -> Option<D> {
    if let Some(a) = &a {
        step(1).await;
        a.touch();
    }
    if let Some(a) = &mut a {
        later(a.rename("b").0).await;
        a.rename("c");
    }
    if let Some(ref mut a) = a {
        step(2).await;
        a.rename("e");
    }
    a
}
twin!(if_let_by_reference, |driver| {
    driver.drive(|| super::if_let_by_reference(Some(d("a"))));
    driver.drive(|| super::if_let_by_reference(None));
});

#[desugar]
async fn else_if_let(a: Option<D>, b: Result<D, D>) -> usize {
    if let Some(a) = a {
        step(1).await;
        a.finish()
    } else if let Ok(b) = later(b).await {
        step(2).await;
        b.finish()
    } else {
        later(0).await
    }
}
twin!(else_if_let, |driver| {
    driver.drive(|| super::else_if_let(Some(d("a")), Ok(d("b"))));
    driver.drive(|| super::else_if_let(None, Ok(d("b"))));
    driver.drive(|| super::else_if_let(None, Err(d("c"))));
});

#[desugar]
async fn let_else(a: Option<D>) -> usize {
    let b = d("b");
    let Some(a) = later(a).await else {
        let c = d("c");
        step(1).await;
        return 0;
    };
    step(2).await;
    a.touch().len()
}
twin!(let_else, |driver| {
    driver.drive(|| super::let_else(Some(d("a"))));
    driver.drive(|| super::let_else(None));
});

#[desugar]
async fn let_else_of_a_place(a: (Option<D>, D)) -> usize {
    let (Some(first), _) = a else {
        step(1).await;
        return a.1.touch().len();
    };
    step(2).await;
    first.touch().len()
}
twin!(let_else_of_a_place, |driver| {
    driver.drive(|| super::let_else_of_a_place((Some(d("a")), d("b"))));
    driver.drive(|| super::let_else_of_a_place((None, d("b"))));
});

/// What a local gets after it was moved into the value goes after what is left of that.
#[desugar]
async fn let_else_of_a_value_that_stays(argument: D) -> usize {
    let mut local = d("local");
    let (Some(ref one), ref two) = (Some(local), argument) else { return 1 };
    (local, _) = (d("new"), d("none"));
    let length = one.touch().len() + two.touch().len();
    local.touch().len() + length
}
twin!(let_else_of_a_value_that_stays(d("argument")));

#[desugar]
async fn let_else_of_a_constant_that_changes(flag: bool) -> usize {
    let older = d("older");
    let ref mut changed = (None::<(D, D)>) else {
        step(2).await;
        return 2;
    };
    if flag {
        *changed = Some((d("first"), d("second")));
    }
    older.touch().len() + changed.as_ref().map_or(0, |pair| pair.0.touch().len())
}
twin!(let_else_of_a_constant_that_changes, |driver| {
    for flag in [true, false] {
        driver.drive(|| super::let_else_of_a_constant_that_changes(flag));
    }
});

#[desugar]
async fn let_else_of_an_argument_that_stays(mut argument: D, flag: bool) -> usize {
    let Some(ref one) = Some(argument).filter(|_| flag) else { return 1 };
    argument = d("new");
    argument.touch().len() + one.touch().len()
}
twin!(let_else_of_an_argument_that_stays, |driver| {
    for flag in [true, false] {
        driver.drive(|| super::let_else_of_an_argument_that_stays(d("argument"), flag));
    }
});

#[desugar]
async fn let_else_in_a_loop() -> usize {
    let mut numbers = vec![1, 2, 3].into_iter();
    let mut sum = 0;
    loop {
        let Some(number) = later(numbers.next()).await else {
            break sum;
        };
        let a = d("a");
        let 2.. = number else { continue };
        sum += later(number).await;
    }
}
twin!(let_else_in_a_loop());

#[desugar]
async fn without_a_value(flag: bool) {
    let a = d("a");
    if flag {
        later(1).await;
    } else {
        return;
    }
    step(1).await;
}
twin!(without_a_value, |driver| {
    driver.drive(|| super::without_a_value(true));
    driver.drive(|| super::without_a_value(false));
});

/// A branch that never ends has the type of the other.
#[desugar]
async fn diverging_branch(flag: bool) -> usize {
    let number = if flag { later(1).await } else { panic!("at {}", later(2).await) };
    step(1).await;
    number
}
twin!(diverging_branch, |driver| {
    driver.drive(|| super::diverging_branch(true));
    driver.drive(|| super::diverging_branch(false));
});

#[desugar]
async fn nested(a: bool, b: bool) -> usize {
    if a {
        if later(b).await { call(1) } else { later(2).await }
    } else {
        let x = d("x");
        if b && later(true).await { later(3).await } else { call(4) }
    }
}
twin!(nested, |driver| {
    for number in 0..4 {
        driver.drive(|| super::nested(number / 2 == 0, number % 2 == 0));
    }
});
