//! Measures how much memory something takes.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Measuring;

#[global_allocator]
static MEASURING: Measuring = Measuring;

thread_local! {
    /// What this thread holds, and the most that it ever held. What another thread frees or
    /// allocates for it does not count.
    static HELD: Cell<(isize, isize)> = const { Cell::new((0, 0)) };
}

fn hold(bytes: isize) {
    let (held, most) = HELD.get();
    let held = held + bytes;
    HELD.set((held, most.max(held)));
}

// SAFETY: every call is passed on to the allocator of the system as it is.
unsafe impl GlobalAlloc for Measuring {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        hold(layout.size() as isize);
        // SAFETY: the caller promises what the system asks for.
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        hold(-(layout.size() as isize));
        // SAFETY: the caller promises what the system asks for.
        unsafe { System.dealloc(pointer, layout) }
    }
}

/// Does something, and gives how many bytes it held at most.
pub fn most_held(work: impl FnOnce()) -> usize {
    let (before, _) = HELD.get();
    HELD.set((before, before));
    work();
    (HELD.get().1 - before) as usize
}
