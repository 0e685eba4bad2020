#![doc = include_str!("../README.md")]
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
pub mod plain;
pub mod profile;
mod report;
#[cfg(test)]
#[path = "../tests/suite/rounds.rs"]
mod rounds;
mod rule_paths;
pub mod rules;
pub mod schema;
pub mod settings;
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
