//! The rules for JavaScript: a thin binding of the core, called by the package's own JavaScript.
//!
//! Inputs and answers lie in memory that both sides know (`desk.rs`); what is rare crosses as
//! wasm-bindgen does it.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod answer;
mod desk;
#[cfg(not(feature = "std"))]
mod freestanding;
mod lines;
#[cfg(feature = "values")]
mod values;

use alloc::string::String;

use client_profile::json::Reader;
use client_profile::rules::RulesError;
use client_profile::{Country, Date, Field, FieldSet, Rules, Validator, schema, tin};
use wasm_bindgen::prelude::*;

use answer::Answer;
use desk::Desk;
#[cfg(feature = "values")]
pub use values::validate_value;

#[wasm_bindgen]
extern "C" {
    /// Unicode Normalization Form C, as the platform knows it.
    #[wasm_bindgen(js_namespace = ["String", "prototype", "normalize"], js_name = call)]
    fn nfc(text: &str) -> String;
}

fn normalize(text: &str) -> String {
    nfc(text)
}

/// Rules, ready for many checks, and the memory that inputs and answers cross in.
#[wasm_bindgen]
pub struct Checker {
    validator: Validator,
    ignored: String,
    desk: Desk,
    reader: Reader,
    answer: Answer,
}

#[wasm_bindgen]
impl Checker {
    /// Checks by the default rules, changed by `rules`: lines of a path and its value as JSON,
    /// with `=` between them.
    #[wasm_bindgen(constructor)]
    pub fn new(rules: &str) -> Result<Self, JsError> {
        let mut changed = Rules::default();
        let mut ignored = String::new();
        for line in rules.lines() {
            let (path, value) = line.split_once('=').unwrap_or((line, ""));
            if !changed.set(path, value).map_err(refusal)? {
                ignored.push_str(path);
                ignored.push('\n');
            }
        }
        let validator = Validator::new(&changed, normalize).map_err(refusal)?;
        Ok(Self {
            validator,
            ignored,
            desk: Desk::new(),
            reader: Reader::default(),
            answer: Answer::default(),
        })
    }

    /// The paths that no rule has, a line each.
    pub fn ignored(&self) -> String {
        self.ignored.clone()
    }

    /// Checks what lies on the desk: the field of that number, or all 12 when there is no such
    /// field. `today` counts days since 1970-01-01. Returns how many words the answer has; 0 says
    /// that everything is right as it came.
    pub fn check(&mut self, field: usize, today: i32) -> usize {
        self.answer.clear();
        if let Some(today) = Date::from_days_since_epoch(today) {
            let fields =
                Field::ALL.get(field).map_or(FieldSet::ALL, |field| FieldSet::EMPTY.with(*field));
            self.desk.read(|update| {
                let report = self.validator.validate_fields(fields, update, today);
                if !report.is_as_it_came() {
                    self.answer.write(fields, update, &report);
                }
            });
        }
        self.answer.len()
    }

    /// Checks the lines of NDJSON of which the text on the desk has that many bytes, and, when
    /// they are the last, what stands after the last line break. Returns how many bytes it read;
    /// the answer is as `lines.rs` says.
    pub fn check_lines(&mut self, length: usize, last: bool, today: i32) -> usize {
        self.answer.clear();
        let Some(today) = Date::from_days_since_epoch(today) else {
            return 0;
        };
        let Self { validator, desk, reader, answer, .. } = self;
        desk.read_text(length, |text| lines::check(validator, reader, text, last, today, answer))
    }

    /// Makes room for that many bytes of text, and says where.
    pub fn text(&mut self, bytes: usize) -> usize {
        self.desk.text(bytes)
    }

    /// Where the lengths of the texts, or what stands in their place, are written.
    pub fn lengths(&self) -> usize {
        self.desk.lengths()
    }

    /// Where the last answer begins.
    pub fn answer(&self) -> usize {
        self.answer.address()
    }

    /// How many words the last answer has.
    pub fn answer_length(&self) -> usize {
        self.answer.len()
    }

    /// The codes of the countries that a field takes, one after the other.
    pub fn countries(&self, field: usize) -> String {
        let mut codes = String::new();
        if let Some(field) = Field::ALL.get(field) {
            for country in self.validator.rules().taken_countries(*field).iter() {
                codes.push_str(country.as_str());
            }
        }
        codes
    }

    /// The schema of a profile under these rules, as JSON.
    pub fn schema(&self) -> String {
        schema::request(self.validator.rules(), FieldSet::ALL)
    }
}

fn refusal(RulesError(what): RulesError) -> JsError {
    JsError::new(&what)
}

/// The days from 1970-01-01 to `date`, written `YYYY-MM-DD`, if there is such a day.
#[wasm_bindgen]
pub fn days_since_epoch(date: &str) -> Option<i32> {
    Date::parse(date).map(Date::days_since_epoch)
}

/// What the tax number of that country is called, what it looks like, and whether it is issued:
/// three lines. Nothing for a country of which no format is known.
#[wasm_bindgen]
pub fn tax_number_hint(country: &str) -> Option<String> {
    let hint = tin::hint(Country::new(country)?)?;
    let issued = if hint.confidence == tin::Confidence::NotIssued { "" } else { "issued" };
    Some([hint.name, hint.format, issued].join("\n"))
}
