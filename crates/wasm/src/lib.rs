//! The rules for JavaScript: a thin binding of the core, called by the package's own JavaScript.
//!
//! Rules, inputs and answers lie in memory that both sides know (`desk.rs`); nothing but numbers
//! crosses (`exports.rs`). What a finding says, and all that is asked for seldom, is JavaScript's,
//! made from the core's tables: words weigh less there.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod answer;
mod checker;
mod desk;
#[cfg(all(target_arch = "wasm32", not(feature = "std")))]
mod exports;
mod lines;
mod rules;
#[cfg(feature = "values")]
mod values;

pub use checker::Checker;
#[cfg(feature = "values")]
pub use values::{normalize, validate_value};
