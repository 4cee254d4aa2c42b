//! Methods that take their receiver by value, by reference, or by a pointer.
//! Nothing but its type tells which, and so whether a local is moved.

use super::*;
use crate::plain::receivers as plain;

/// Names that say nothing of how they take `self`.
#[derive(Debug)]
struct Door(D);

impl Door {
    fn open(self) -> usize {
        self.0.touch().len()
    }

    fn look(&self) -> usize {
        self.0.touch().len()
    }

    fn paint(&mut self, name: &'static str) {
        self.0.rename(name);
    }

    fn swap(self, other: Door) -> (Door, Door) {
        (other, self)
    }

    fn map<T>(self, change: impl FnOnce(&D) -> T) -> T {
        change(&self.0)
    }

    fn with<T>(&self, change: impl FnOnce(&D) -> T) -> T {
        change(&self.0)
    }

    fn pushed(self: Box<Self>) -> usize {
        self.0.touch().len()
    }

    fn counted(self: Rc<Self>) -> usize {
        Rc::strong_count(&self)
    }
}

trait Knock {
    fn knock(self) -> usize;
    fn ring(&self) -> usize;
}

impl Knock for Door {
    fn knock(self) -> usize {
        self.0.touch().len()
    }
    fn ring(&self) -> usize {
        self.0.touch().len()
    }
}

/// The reference has a method of the same name, that takes the reference by value.
impl Knock for &Door {
    fn knock(self) -> usize {
        call(self.0.0.len() + 10)
    }
    fn ring(&self) -> usize {
        call(self.0.0.len() + 20)
    }
}

#[desugar]
async fn by_value_at_the_end(door: Door) -> usize {
    step(1).await;
    let length = door.open();
    step(2).await;
    length
}
twin!(by_value_at_the_end(Door(d("a"))));

#[desugar]
async fn by_reference_at_the_end(mut door: Door) -> usize {
    step(1).await;
    door.paint("b");
    let length = door.look();
    step(2).await;
    length
}
twin!(by_reference_at_the_end(Door(d("a"))));

#[desugar]
async fn by_value_on_one_way(door: Door, flag: bool) -> usize {
    step(1).await;
    let length = if flag { door.open() } else { door.look() };
    step(2).await;
    length
}
twin!(by_value_on_one_way, |driver| {
    driver.drive(|| super::by_value_on_one_way(Door(d("a")), true));
    driver.drive(|| super::by_value_on_one_way(Door(d("a")), false));
});

#[desugar]
async fn with_an_argument_that_waits(door: Door) -> (Door, Door) {
    step(1).await;
    let pair = door.swap(Door(later(d("b")).await));
    step(2).await;
    pair
}
twin!(with_an_argument_that_waits(Door(d("a"))));

#[desugar]
async fn with_a_closure(left: Door, right: Door) -> usize {
    let number = later(1).await;
    let first = left.map(|name| name.touch().len() + number);
    step(1).await;
    let second = right.with(|name| name.touch().len() + number);
    step(2).await;
    first + second
}
twin!(with_a_closure(Door(d("a")), Door(d("b"))));

#[desugar]
async fn of_a_trait(left: Door, right: Door) -> usize {
    step(1).await;
    let first = left.ring() + { left }.knock();
    step(2).await;
    let second = (&right).knock() + (&&right).ring();
    step(3).await;
    first + second
}
twin!(of_a_trait(Door(d("a")), Door(d("b"))));

#[desugar]
async fn of_a_type_parameter<T: Knock>(left: T, right: T) -> usize {
    step(1).await;
    let first = left.knock();
    step(2).await;
    let second = right.ring();
    step(3).await;
    first + second
}
twin!(of_a_type_parameter, |driver| {
    driver.drive(|| super::of_a_type_parameter(Door(d("a")), Door(d("b"))));
    let door = Door(d("c"));
    driver.drive(|| super::of_a_type_parameter(&door, &door));
});

#[desugar]
async fn through_pointers(boxed: Box<Door>, counted: Rc<Door>) -> usize {
    let other = Rc::clone(&counted);
    step(1).await;
    let first = boxed.look() + boxed.pushed();
    step(2).await;
    let second = counted.look() + counted.counted();
    step(3).await;
    first + second + other.look()
}
twin!(through_pointers(Box::new(Door(d("a"))), Rc::new(Door(d("b")))));

#[desugar]
async fn of_options(mut first: Option<D>, second: Option<D>) -> usize {
    step(1).await;
    let taken = first.take();
    let length = first.as_ref().map_or(1, |name| name.0.len());
    step(2).await;
    let second = second.map(|name| name.touch().len()).unwrap_or_default();
    step(3).await;
    let taken = taken.filter(|name| name.0.len() > 5).or_else(|| Some(d("b")));
    step(4).await;
    taken.is_some() as usize + length + second
}
twin!(of_options(Some(d("a")), Some(d("c"))));

#[desugar]
async fn of_collections(names: Vec<D>, borrowed: &[D]) -> usize {
    step(1).await;
    let first = names.iter().map(|name| name.touch().len()).sum::<usize>();
    step(2).await;
    let mut rest = names.into_iter();
    let a = rest.next();
    step(3).await;
    let count = borrowed.into_iter().count();
    step(4).await;
    first + count + rest.len()
}
twin!(of_collections, |driver| {
    let borrowed = [d("x")];
    driver.drive(|| super::of_collections(vec![d("a"), d("b")], &borrowed));
});

#[desugar]
async fn of_numbers_and_text(number: i32, text: String) -> usize {
    let absolute = number.abs();
    step(1).await;
    let again = number.pow(2).max(absolute);
    step(2).await;
    let bytes = text.into_bytes();
    step(3).await;
    bytes.len() + again.min(number.wrapping_neg()).unsigned_abs() as usize
}
twin!(of_numbers_and_text(-3, String::from("abc")));

#[desugar]
async fn of_a_field(pair: (Door, Door), mut doors: Vec<Door>) -> usize {
    step(1).await;
    let first = { pair.0 }.open() + pair.1.look();
    step(2).await;
    doors[0].paint("x");
    let second = doors[0].look() + doors.remove(0).open();
    step(3).await;
    first + second
}
twin!(of_a_field((Door(d("a")), Door(d("b"))), vec![Door(d("c")), Door(d("e"))]));

#[desugar]
async fn conversions(text: &str, a: D) -> (String, Box<str>, Option<D>) {
    let owned: String = text.into();
    step(1).await;
    let boxed: Box<str> = owned.clone().into();
    let option = a.into();
    step(2).await;
    (owned, boxed, option)
}
twin!(conversions("abc", d("a")));

#[desugar]
async fn dereferenced(rc: Rc<RefCell<Door>>, mut boxed: Box<Door>) -> usize {
    rc.borrow_mut().paint("x");
    step(1).await;
    boxed.paint("y");
    let length = rc.borrow().look();
    step(2).await;
    let door = *boxed;
    step(3).await;
    length + door.open()
}
twin!(dereferenced(Rc::new(RefCell::new(Door(d("a")))), Box::new(Door(d("b")))));

#[derive(Debug)]
enum Wrapped<E> {
    Empty,
    Other(E),
}

impl<E> From<E> for Wrapped<E> {
    fn from(error: E) -> Self {
        Wrapped::Other(error)
    }
}

#[desugar]
async fn error_that_follows_from_the_return(
    n: Option<usize>,
) -> Result<usize, Wrapped<&'static str>> {
    let kept = d("kept");
    let found = if let Some(n) = n {
        checked(n).map_err(|_| Wrapped::Empty)?
    } else {
        later(checked(2)).await.map_err(|()| Wrapped::Empty)?
    };
    if found == 4 {
        Err("four")?;
    }
    step(0).await;
    kept.touch();
    Ok(found)
}
twin!(error_that_follows_from_the_return, |driver| {
    driver.drive(|| super::error_that_follows_from_the_return(Some(1)));
    driver.drive(|| super::error_that_follows_from_the_return(Some(0)));
    driver.drive(|| super::error_that_follows_from_the_return(Some(3)));
    driver.drive(|| super::error_that_follows_from_the_return(None));
});

fn checked(n: usize) -> Result<usize, ()> {
    n.checked_sub(1).map(|n| n * 2).ok_or(())
}
