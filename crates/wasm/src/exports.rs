//! What the module gives JavaScript and takes from it: functions of numbers, by hand, since what a
//! generator adds for strings and objects weighs more than the checks of half the fields. And what the
//! standard library would bring: memory, and an end for the panic that never comes.
//!
//! The only unsafe code of the package. It rests on two things: the module runs on one thread, as
//! it is built without atomics and its memory is not shared; and an allocator that wipes what it is
//! given back does nothing else that the one within does not. A checker is known by its number. A
//! number that is none, and a call while another one has not come back, do nothing and answer
//! [`LOST`], which is no count, no length and no yes.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;
use core::alloc::{GlobalAlloc, Layout};
use core::cell::RefCell;
use core::panic::PanicInfo;

use crate::Checker;

#[link(wasm_import_module = "js")]
unsafe extern "C" {
    /// Puts the UTF-8 of so many bytes at an address into Unicode Normalization Form C, as the
    /// platform knows it, and writes it where there is room for so many bytes. Returns how many it
    /// wrote. Safe: JavaScript can write nowhere but into the module's own memory, and this side
    /// lends it none but a buffer of its own.
    safe fn nfc(from: usize, length: usize, to: usize, room: usize) -> usize;
}

/// No text grows more than threefold in NFC (Unicode Standard Annex #15, table 12).
const NFC_GROWS: usize = 3;

fn normalize(text: &str) -> String {
    let mut out = alloc::vec![0; text.len().saturating_mul(NFC_GROWS)];
    let to = out.as_mut_ptr().expose_provenance();
    let length = nfc(text.as_ptr().expose_provenance(), text.len(), to, out.len());
    out.truncate(length);
    String::from_utf8(out).unwrap_or_default()
}

/// What only one thread ever sees.
struct OneThread<T>(RefCell<T>);

// SAFETY: there is one thread, as said above.
unsafe impl<T> Sync for OneThread<T> {}

static CHECKERS: OneThread<Vec<Option<Box<Checker>>>> = OneThread(RefCell::new(Vec::new()));

/// In place of an answer. JavaScript reads it as -1.
const LOST: usize = usize::MAX;

/// Has `work` do something with a checker.
fn with(checker: usize, work: impl FnOnce(&mut Checker) -> usize) -> usize {
    let Ok(mut checkers) = CHECKERS.0.try_borrow_mut() else { return LOST };
    checkers.get_mut(checker).and_then(Option::as_mut).map_or(LOST, |checker| work(checker))
}

/// A new checker's number.
#[unsafe(no_mangle)]
pub extern "C" fn open() -> usize {
    let Ok(mut checkers) = CHECKERS.0.try_borrow_mut() else { return LOST };
    let new = Some(Box::new(Checker::new(normalize)));
    if let Some((at, place)) = checkers.iter_mut().enumerate().find(|(_, place)| place.is_none()) {
        *place = new;
        at
    } else {
        checkers.push(new);
        checkers.len() - 1
    }
}

/// Forgets a checker; another may get its number.
#[unsafe(no_mangle)]
pub extern "C" fn close(checker: usize) {
    if let Ok(mut checkers) = CHECKERS.0.try_borrow_mut()
        && let Some(place) = checkers.get_mut(checker)
    {
        *place = None;
    }
}

/// See [`Checker::take_rules`].
#[unsafe(no_mangle)]
pub extern "C" fn take_rules(checker: usize, length: usize) {
    with(checker, |checker| {
        checker.take_rules(length);
        0
    });
}

/// See [`Checker::check`].
#[unsafe(no_mangle)]
pub extern "C" fn check(checker: usize, field: usize, today: i32) -> usize {
    with(checker, |checker| checker.check(field, today))
}

/// See [`Checker::accepts`].
#[unsafe(no_mangle)]
pub extern "C" fn accepts(checker: usize, field: usize, length: usize, today: i32) -> bool {
    with(checker, |checker| usize::from(checker.accepts(field, length, today))) == 1
}

/// See [`Checker::birth_runs`].
#[unsafe(no_mangle)]
pub extern "C" fn birth_runs(checker: usize, today: i32) -> usize {
    with(checker, |checker| checker.birth_runs(today))
}

/// See [`Checker::check_lines`].
#[unsafe(no_mangle)]
pub extern "C" fn check_lines(
    checker: usize,
    length: usize,
    last: bool,
    drops_unknown: bool,
    today: i32,
) -> usize {
    with(checker, |checker| checker.check_lines(length, last, drops_unknown, today))
}

/// See [`Checker::text`].
#[unsafe(no_mangle)]
pub extern "C" fn text(checker: usize, bytes: usize) -> usize {
    with(checker, |checker| checker.text(bytes))
}

/// See [`Checker::lengths`].
#[unsafe(no_mangle)]
pub extern "C" fn lengths(checker: usize) -> usize {
    with(checker, |checker| checker.lengths())
}

/// See [`Checker::answer`].
#[unsafe(no_mangle)]
pub extern "C" fn answer(checker: usize) -> usize {
    with(checker, |checker| checker.answer())
}

/// See [`Checker::forget`].
#[unsafe(no_mangle)]
pub extern "C" fn forget(checker: usize) {
    with(checker, |checker| {
        checker.forget();
        0
    });
}

/// See [`Checker::answer_length`].
#[unsafe(no_mangle)]
pub extern "C" fn answer_length(checker: usize) -> usize {
    with(checker, |checker| checker.answer_length())
}

/// Memory that is wiped when it is given back: values on their way into canonical form were in it.
struct Wiped(rlsf::SmallGlobalTlsf);

#[global_allocator]
static MEMORY: Wiped = Wiped(rlsf::SmallGlobalTlsf::new());

// SAFETY: blocks are those of the allocator within, given back as they were given. One that comes back
// is as large as its layout says, and nobody else's, so that it may be written to. To grow is what the
// trait does by itself: another block, a copy, and the old one back, which is wiped.
unsafe impl GlobalAlloc for Wiped {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        // SAFETY: the caller keeps the promises of this function, which are those of that one.
        unsafe { self.0.alloc(layout) }
    }

    // Once in the module, not wherever something is freed.
    #[inline(never)]
    unsafe fn dealloc(&self, block: *mut u8, layout: Layout) {
        // SAFETY: as said above.
        unsafe {
            block.write_bytes(0, layout.size());
            self.0.dealloc(block, layout);
        }
    }
}

/// Nothing in the rules panics; were it otherwise, this is a trap without a message.
#[panic_handler]
fn end(_: &PanicInfo<'_>) -> ! {
    core::arch::wasm32::unreachable()
}
