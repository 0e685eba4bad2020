//! The rules for JavaScript: a thin binding of the core, called by the package's own JavaScript.
//!
//! Inputs and answers lie in memory that both sides know ([`desk`]); what is rare crosses as
//! wasm-bindgen does it.
#![cfg_attr(not(feature = "std"), no_std)]

extern crate alloc;

mod desk;
#[cfg(not(feature = "std"))]
mod freestanding;

use alloc::string::String;

use client_profile::{Date, Field, FieldSet, Rules, Validator};
use desk::Desk;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Unicode Normalization Form C, as the platform knows it.
    #[wasm_bindgen(js_namespace = ["String", "prototype", "normalize"], js_name = call)]
    fn nfc(text: &str) -> String;
}

fn normalize(text: &str) -> String {
    nfc(text)
}

/// Rules, ready for many checks, and the desk that inputs are laid on.
#[wasm_bindgen]
pub struct Checker {
    validator: Validator,
    desk: Desk,
}

#[wasm_bindgen]
impl Checker {
    /// Checks by the default rules.
    #[wasm_bindgen(constructor)]
    pub fn new() -> Result<Self, JsError> {
        let validator = Validator::new(&Rules::default(), normalize)?;
        Ok(Self { validator, desk: Desk::new() })
    }

    /// Checks what lies on the desk: the field of that number, or all 12 when there is no such
    /// field. `today` counts days since 1970-01-01. Returns how many words the answer has; 0 says
    /// that everything is right as it came.
    pub fn check(&mut self, field: usize, today: i32) -> usize {
        let Some(today) = Date::from_days_since_epoch(today) else {
            return 0;
        };
        let fields =
            Field::ALL.get(field).map_or(FieldSet::ALL, |field| FieldSet::EMPTY.with(*field));
        self.desk.answer(|update, answer| {
            answer.write(fields, update, &self.validator.validate_fields(fields, update, today));
        })
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
        self.desk.words()
    }
}

/// The days from 1970-01-01 to `date`, written `YYYY-MM-DD`, if there is such a day.
#[wasm_bindgen]
pub fn days_since_epoch(date: &str) -> Option<i32> {
    Date::parse(date).map(Date::days_since_epoch)
}
