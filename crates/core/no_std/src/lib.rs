//! The rules without std, and without a panic. Linking std as well would be a second panic handler,
//! which does not compile; and a panic that can be reached leaves a call in the WebAssembly module,
//! which `cargo xtask test no-std` looks for.
#![no_std]

extern crate alloc;

use alloc::string::String;
use core::alloc::{GlobalAlloc, Layout};
use core::panic::PanicInfo;

use client_profile::json::Reader;
use client_profile::{Date, Field, Rules, Validator};

unsafe extern "C" {
    /// What the panic handler calls, and nothing else.
    safe fn panicked() -> !;
    /// Memory from outside, so that no allocator is part of what is looked at.
    safe fn allocate(size: usize, align: usize) -> *mut u8;
}

#[panic_handler]
fn panic(_: &PanicInfo<'_>) -> ! {
    panicked()
}

struct Outside;

// SAFETY: the memory is the host's to give; nothing is ever given back.
unsafe impl GlobalAlloc for Outside {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        allocate(layout.size(), layout.align())
    }

    unsafe fn dealloc(&self, _: *mut u8, _: Layout) {}
}

#[global_allocator]
static ALLOCATOR: Outside = Outside;

/// The rules, made ready; `None` would be a mistake in the defaults.
#[unsafe(no_mangle)]
pub extern "C" fn prepare() -> Option<alloc::boxed::Box<Validator>> {
    Validator::new(&Rules::default(), |text| String::from(text)).ok().map(alloc::boxed::Box::new)
}

/// Reads a record and checks it.
///
/// # Safety
///
/// `bytes` points to `length` bytes.
#[unsafe(no_mangle)]
pub unsafe extern "C" fn check(validator: &Validator, bytes: *const u8, length: usize) -> u32 {
    // SAFETY: the caller says so.
    let bytes = unsafe { core::slice::from_raw_parts(bytes, length) };
    let mut reader = Reader::default();
    let (Ok(update), Some(today)) = (reader.read(bytes), Date::new(2026, 11, 23)) else {
        return u32::MAX;
    };
    let report = validator.validate(&update, today);
    let lengths = Field::ALL.iter().map(|field| report.value(*field).len());
    let codes = report.issues().map(|issue| issue.code as u32);
    codes.sum::<u32>().wrapping_add(u32::from(lengths.max() > Some(0)))
}
