//! What was found, as numbers, for JavaScript to make objects of.
//!
//! 1. 1 when nothing blocks, plus a bit for each field (2 for the first) whose value changed.
//! 2. The address of the text that other words point into.
//! 3. Start and length of each changed value, in the order of the fields.
//! 4. Each finding: its code, its field + 1 (from bit 8), whether it is a warning (bit 16), and
//!    which of these follow (from bit 24): limit, country (its index), format and number (address
//!    and length each), key (start and length).
//!
//! No words at all: nothing blocks, nothing changed, nothing was found.

use alloc::vec::Vec;

use client_profile::issue::{Issue, Place};
use client_profile::{FieldSet, ProfileUpdate, Report, Severity};

/// An answer, and the memory of it.
#[derive(Default)]
pub struct Answer {
    words: Vec<u32>,
    text: Vec<u8>,
}

impl Answer {
    /// An answer of no words.
    pub fn clear(&mut self) {
        self.words.clear();
        self.text.clear();
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Where its words are.
    pub fn address(&self) -> usize {
        self.words.as_ptr().expose_provenance()
    }

    /// Where the text is that words point into.
    pub fn text_address(&self) -> u32 {
        word(self.text.as_ptr().expose_provenance())
    }

    /// Adds a word, and says where it stands.
    pub fn push(&mut self, word: u32) -> usize {
        self.words.push(word);
        self.words.len() - 1
    }

    /// Changes a word.
    pub fn set(&mut self, at: usize, word: u32) {
        if let Some(place) = self.words.get_mut(at) {
            *place = word;
        }
    }

    /// Writes what was found of `fields` in `update`.
    pub fn write(&mut self, fields: FieldSet, update: &ProfileUpdate<'_>, report: &Report<'_>) {
        let flags = self.push(0);
        let text = self.push(0);
        let mut changed = 0;
        if report.is_valid() {
            changed = 1;
            for field in fields.iter() {
                let value = report.value(field);
                if update.text(field) != Some(value) {
                    changed |= 2 << field as u8;
                    self.push_text(value);
                }
            }
        }
        self.push_issues(report.issues());
        self.set(flags, changed);
        self.set(text, self.text_address());
    }

    /// Adds findings.
    pub fn push_issues<'a>(&mut self, issues: impl Iterator<Item = Issue<'a>>) {
        for issue in issues {
            self.push_issue(&issue);
        }
    }

    fn push_issue(&mut self, issue: &Issue<'_>) {
        let at = self.push(0);
        let mut head = issue.code as u32 | u32::from(issue.severity == Severity::Warning) << 16;
        if let Some(limit) = issue.params.limit {
            head |= 1 << 24;
            self.push(limit);
        }
        if let Some(country) = issue.params.country {
            head |= 1 << 25;
            self.push(word(country.index()));
        }
        for (bit, text) in [(26, issue.params.format), (27, issue.params.number)] {
            if let Some(text) = text {
                head |= 1 << bit;
                self.words.extend([word(text.as_ptr().expose_provenance()), word(text.len())]);
            }
        }
        match &issue.place {
            Place::Input => {}
            Place::Field(field) => head |= (*field as u32 + 1) << 8,
            Place::Unknown(key) => {
                head |= 1 << 28;
                self.push_text(&key.0);
            }
        }
        self.set(at, head);
    }

    fn push_text(&mut self, text: &str) {
        self.words.extend([word(self.text.len()), word(text.len())]);
        self.text.extend_from_slice(text.as_bytes());
    }
}

/// Addresses and lengths of a 32-bit memory as they are.
#[allow(clippy::cast_possible_truncation, reason = "wasm32 has addresses of 32 bits")]
const fn word(number: usize) -> u32 {
    number as u32
}
