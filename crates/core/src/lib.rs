//! The rules of a client profile, written once.
//!
//! A person who trades with a broker keeps twelve legally binding facts with it: names, birth,
//! citizenship, residence, tax number. This crate knows what each of them may be. It is pure: no
//! clock, no input or output, no globals, no `unsafe`, no panics; `no_std` with `alloc`.
//!
//! ```
//! use client_profile::{Date, Field, ProfileUpdate, Rules, Validator};
//!
//! let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
//! let today = Date::new(2026, 11, 23).unwrap();
//!
//! let mut update = ProfileUpdate::default();
//! update.set(Field::FirstName, "Zoë");
//! let report = validator.validate_field(Field::FirstName, &update, today);
//! assert!(report.is_valid());
//! ```
#![no_std]
#![forbid(unsafe_code)]

extern crate alloc;
#[cfg(test)]
extern crate std;

pub mod birth_date;
pub mod choice;
pub mod country;
mod date;
pub mod envelope;
pub mod field;
pub mod issue;
pub mod json;
pub mod message;
pub mod name;
pub mod note;
mod plain;
pub mod profile;
mod report;
#[cfg(test)]
#[path = "../tests/suite/rounds.rs"]
mod rounds;
mod rule_paths;
pub mod rules;
pub mod schema;
pub mod text;
pub mod tin;
pub mod unicode;
pub mod validate;
mod words;

pub use country::Country;
pub use date::Date;
pub use envelope::Profile;
pub use field::{Field, FieldSet};
pub use issue::{Code, Issue, Severity};
pub use profile::{Input, ProfileUpdate};
pub use report::Report;
pub use rules::Rules;
pub use validate::Validator;
