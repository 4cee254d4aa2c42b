//! Slots that could share their place, and values that are still borrowed.

use super::*;
use crate::plain::overlaps as plain;

struct Cursor<'a> {
    of: &'a RefCell<D>,
}
impl<'a> Cursor<'a> {
    fn guard(&self) -> std::cell::RefMut<'a, D> {
        self.of.borrow_mut()
    }
    fn wait(&self) -> Step<usize> {
        later(self.of.borrow().touch().len())
    }
}

#[desugar]
async fn through_a_struct() -> usize {
    let cell = RefCell::new(d("cell"));
    let cursor = Cursor { of: &cell };
    let n = cursor.wait().await;
    let guard = cursor.guard();
    later([0u8; 32]).await;
    guard.touch();
    drop(guard);
    let big = later([1u64; 8]).await;
    let g = cursor.guard();
    later([2u64; 8]).await;
    g.touch().len() + n + big[3] as usize
}
twin!(through_a_struct());

#[desugar]
async fn plain_local_through_a_pointer() -> usize {
    let n = later(5usize).await;
    let m: usize = n + 1;
    let p = &raw const m;
    let q = p as usize;
    later([7u64; 8]).await;
    later([9u64; 8]).await;
    unsafe { *(q as *const usize) }
}
twin!(plain_local_through_a_pointer());

#[desugar]
async fn plain_local_in_vec() -> usize {
    let mut v: Vec<&usize> = Vec::new();
    let m: usize = later(5).await;
    later(6u64).await;
    v.push(&m);
    later([7u64; 8]).await;
    later([9u64; 8]).await;
    *v[0]
}
twin!(plain_local_in_vec());

#[desugar]
async fn plain_local_in_closure() -> usize {
    let m: usize = later(5).await;
    later(6u64).await;
    let f = || m + 1;
    let g = || f() * 2;
    later([7u64; 8]).await;
    later([9u64; 8]).await;
    g()
}
twin!(plain_local_in_closure());

#[desugar]
async fn plain_local_in_iterator() -> usize {
    let m: [usize; 3] = later([1, 2, 3]).await;
    later(6u64).await;
    let mut it = m.iter().map(|x| x + 1).filter(|x| *x > 2);
    later([7u64; 8]).await;
    let a = it.next();
    later([9u64; 8]).await;
    it.sum::<usize>() + a.unwrap()
}
twin!(plain_local_in_iterator());

#[desugar]
async fn plain_local_behind_output() -> usize {
    async fn pass<'a>(x: &'a usize) -> &'a usize {
        step(1).await;
        x
    }
    let m: usize = later(5).await;
    later(6u64).await;
    let r = pass(&m).await;
    let s = pass(r).await;
    later([9u64; 8]).await;
    *s
}
twin!(plain_local_behind_output());

#[desugar]
async fn reference_assigned_in_a_loop() -> usize {
    let a: usize = later(1).await;
    let b: usize = later(2).await;
    let mut r = &a;
    let mut sum = 0;
    for i in 0..3 {
        let old = r;
        r = if i % 2 == 0 { &b } else { &a };
        later([9u64; 4]).await;
        sum += *old * 10 + *r;
    }
    sum
}
twin!(reference_assigned_in_a_loop());

#[desugar]
async fn reference_through_match() -> usize {
    let o: Option<usize> = later(Some(5)).await;
    later(0u8).await;
    let r = match &o {
        Some(n) => n,
        None => &0,
    };
    later([9u64; 8]).await;
    later([8u64; 8]).await;
    *r
}
twin!(reference_through_match());

#[desugar]
async fn reference_through_ref_pattern() -> usize {
    let o: (usize, usize) = later((5, 6)).await;
    later(0u8).await;
    let (ref a, b) = o;
    later([9u64; 8]).await;
    later([8u64; 8]).await;
    *a + b
}
twin!(reference_through_ref_pattern());

#[desugar]
async fn assigned_field_of_reference() -> usize {
    struct H<'a> {
        r: Option<&'a usize>,
    }
    let mut h = H { r: None };
    let m: usize = later(5).await;
    later(0u8).await;
    h.r = Some(&m);
    later([9u64; 8]).await;
    later([8u64; 8]).await;
    *h.r.unwrap()
}
twin!(assigned_field_of_reference());

#[desugar]
async fn slices_of_plain() -> usize {
    let m: [usize; 4] = later([1, 2, 3, 4]).await;
    later(0u8).await;
    let s = &m[1..];
    let (a, b) = s.split_at(1);
    later([9u64; 8]).await;
    later([8u64; 8]).await;
    a[0] * 10 + b[1]
}
twin!(slices_of_plain());

#[desugar]
async fn in_branches(c: bool) -> usize {
    let r;
    let x: [usize; 2];
    let y: usize;
    if c {
        x = later([1, 2]).await;
        r = &x[1];
    } else {
        y = later(3).await;
        r = &y;
    }
    later([8u64; 8]).await;
    *r
}
twin!(in_branches, |driver| {
    driver.drive(|| super::in_branches(true));
    driver.drive(|| super::in_branches(false));
});

#[desugar]
async fn pinned_by_hand() -> usize {
    let mut f = later(5);
    later([1u64; 4]).await;
    let mut p = Pin::new(&mut f);
    later([8u64; 8]).await;
    let n = p.as_mut().await;
    later([8u64; 8]).await;
    n
}
twin!(pinned_by_hand());

#[desugar]
async fn pinned_macro() -> usize {
    let mut p = std::pin::pin!(later(5));
    later([8u64; 8]).await;
    let n = p.as_mut().await;
    later([8u64; 8]).await;
    n
}
twin!(pinned_macro());

#[desugar]
async fn cow(c: bool) -> usize {
    use std::borrow::Cow;
    let s: [u8; 4] = later([1, 2, 3, 4]).await;
    later(0u8).await;
    let mut w = Cow::Borrowed(&s[..]);
    later([8u64; 8]).await;
    if c {
        w.to_mut().push(9);
    }
    later([8u64; 8]).await;
    w.iter().map(|x| *x as usize).sum::<usize>()
}
twin!(cow, |driver| {
    driver.drive(|| super::cow(true));
    driver.drive(|| super::cow(false));
});

#[desugar]
async fn moved_in_one_turn() -> usize {
    let mut x = Some(d("x"));
    let mut held = d("h");
    for i in 0..3 {
        if i == 1 {
            drop(held);
            held = later(d("i")).await;
        }
        let y = x.take();
        step(1).await;
        if let Some(y) = y {
            held = y;
        } else {
            x = Some(d("again"));
        }
        step(1).await;
    }
    held.touch().len()
}
twin!(moved_in_one_turn());

#[desugar]
async fn moved_then_looped(n: usize) -> usize {
    let mut x = d("x");
    let mut i = 0;
    loop {
        let y = x;
        step(1).await;
        i += 1;
        if i == n {
            let n = y;
            return n.finish();
        }
        if i == 2 {
            x = d("second");
            continue;
        }
        x = y;
        step(1).await;
    }
}
twin!(moved_then_looped, |driver| {
    driver.drive(|| super::moved_then_looped(1));
    driver.drive(|| super::moved_then_looped(4));
});

#[desugar]
async fn break_with_values(c: usize) -> D {
    let outer = d("outer");
    let v = 'a: loop {
        let in_a = d("in_a");
        let w = 'b: {
            let in_b = d("in_b");
            if c == 0 {
                break 'a d("zero");
            }
            if c == 1 {
                break 'b d("one");
            }
            loop {
                let in_c = d("in_c");
                step(1).await;
                if c == 2 {
                    break 'a in_c;
                }
                if c == 3 {
                    break 'b in_c;
                }
                break;
            }
            in_b
        };
        step(1).await;
        break w;
    };
    outer.touch();
    v
}
twin!(break_with_values, |driver| {
    for c in 0..5 {
        driver.drive(|| super::break_with_values(c));
    }
});

#[desugar]
async fn underscored() -> usize {
    let x = d("x");
    let __x = d("__x");
    step(1).await;
    let ___x = d("___x");
    step(1).await;
    x.touch().len() + __x.touch().len()
}
twin!(underscored());
