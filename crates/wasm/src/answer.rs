//! What was found, as numbers, for JavaScript to make objects of.
//!
//! 1. 1 when nothing blocks, plus a bit for each field (2 for the first) whose value changed.
//! 2. The address of the text that other words point into.
//! 3. Start and length of each changed value, in the order of the fields.
//! 4. Each finding: its code, its field + 1 (from bit 8), whether it is a warning (bit 16), and
//!    which of these follow (from bit 24): a country (its index); start and length of the canonical
//!    form of a code that is no country's.
//!
//! No words at all: nothing blocks, nothing changed, nothing was found.

use alloc::vec::Vec;

use client_profile::{Code, Country, Field, FieldSet, Report, Severity};

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

    /// Its words.
    #[cfg(test)]
    pub fn words(&self) -> &[u32] {
        &self.words
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

    /// Writes what was found, and the values of `fields` that changed.
    pub fn write(&mut self, fields: FieldSet, report: &Report<'_>) {
        let flags = self.push(0);
        let text = self.push(0);
        let mut changed = 0;
        if report.is_valid() {
            changed = 1;
            for (field, value) in report.changes() {
                if fields.contains(field) {
                    changed |= 2 << field as u8;
                    self.push_text(value);
                }
            }
        }
        self.push_findings(report);
        self.set(flags, changed);
        self.set(text, self.text_address());
    }

    /// Adds what was found of the fields.
    pub fn push_findings(&mut self, report: &Report<'_>) {
        report.each_finding(|field, code, severity| {
            let at = self.push(0);
            let mut head = code as u32 | (field as u32 + 1) << 8;
            head |= u32::from(severity == Severity::Warning) << 16;
            let country = match code {
                Code::TinOtherCountry => report.other_country(),
                Code::TinFormat | Code::TinChecksum | Code::TinNotIssued => {
                    Country::new(report.value(Field::TaxResidenceCountry))
                }
                _ => None,
            };
            if let Some(country) = country {
                head |= 1 << 24;
                self.push(word(country.index()));
            }
            if code == Code::CountryUnknown {
                head |= 1 << 25;
                self.push_text(report.value(field));
            }
            self.set(at, head);
        });
    }

    fn push_text(&mut self, text: &str) {
        self.words.extend([word(self.text.len()), word(text.len())]);
        self.text.extend_from_slice(text.as_bytes());
    }
}

/// Addresses and lengths of a 32-bit memory as they are.
#[allow(clippy::cast_possible_truncation, reason = "wasm32 has addresses of 32 bits")]
pub const fn word(number: usize) -> u32 {
    number as u32
}
