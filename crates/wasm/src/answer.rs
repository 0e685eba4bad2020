//! What was found, as numbers, for JavaScript to make objects of.
//!
//! 1. 1 when nothing blocks, plus a bit for each field (2 for the first) whose value changed.
//! 2. The address of the text that other words point into; 0 when there is none.
//! 3. Start and length of each changed value, in the order of the fields.
//! 4. Each finding: its code, its field + 1, or 0 for none (from bit 8), whether it is a warning
//!    (bit 16), and which of these follow (from bit 24): a country, or two letters that are none's
//!    (their index); start and length of a text, which is an unknown key, or the canonical form of
//!    what is no country's code.
//!
//! No words at all: nothing blocks, nothing changed, nothing was found.

use alloc::vec::Vec;

use client_profile::validate::Advice;
use client_profile::{Code, Country, Field, FieldSet, Report, Severity};

const COUNTRY_FOLLOWS: u32 = 1 << 24;
const TEXT_FOLLOWS: u32 = 1 << 25;

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
        self.forget();
    }

    /// Wipes its text, when that was read.
    pub fn forget(&mut self) {
        self.text.fill(0);
        self.text.clear();
    }

    /// Its words.
    #[cfg(test)]
    pub fn words(&self) -> &[u32] {
        &self.words
    }

    /// The text that they point into.
    #[cfg(test)]
    pub fn text(&self) -> &[u8] {
        &self.text
    }

    /// How many words it has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    /// Where its words are.
    pub fn address(&self) -> usize {
        self.words.as_ptr().expose_provenance()
    }

    /// Where the text is that words point into; 0 when there is none.
    pub fn text_address(&self) -> u32 {
        if self.text.is_empty() { 0 } else { word(self.text.as_ptr().expose_provenance()) }
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

    /// Begins the findings of a record of which no value changed.
    pub fn begin(&mut self) -> Findings<'_> {
        self.push(1);
        self.push(0);
        let place = self.len();
        Findings { answer: self, place }
    }

    /// Adds what was found of the fields and the keys that are none.
    pub fn push_findings(&mut self, report: &Report<'_>) {
        let tax_country = || Country::new(report.value(Field::TaxResidenceCountry));
        report.each_finding(|field, code, severity| {
            let country = country_of(code, report.other_country(), tax_country);
            self.push_finding(field, code, severity, country, || report.value(field));
        });
        for key in report.unknown() {
            self.push_with_text(head_of(None, Code::UnknownField, Severity::Error), &key.0);
        }
    }

    /// Adds a finding about the whole input.
    pub fn push_input(&mut self, code: Code) {
        self.push(head_of(None, code, Severity::Error));
    }

    /// Adds a finding about a field, of which `value` gives the canonical value.
    fn push_finding<'a>(
        &mut self,
        field: Field,
        code: Code,
        severity: Severity,
        country: Option<Country>,
        value: impl FnOnce() -> &'a str,
    ) {
        let head = head_of(Some(field), code, severity);
        let unknown = (code == Code::CountryUnknown).then(value);
        if let Some(country) = country.or_else(|| unknown.and_then(Country::new)) {
            self.words.extend([head | COUNTRY_FOLLOWS, word(country.index())]);
        } else if let Some(unknown) = unknown {
            self.push_with_text(head, unknown);
        } else {
            self.push(head);
        }
    }

    fn push_with_text(&mut self, head: u32, text: &str) {
        self.push(head | TEXT_FOLLOWS);
        self.push_text(text);
    }

    fn push_text(&mut self, text: &str) {
        self.words.extend([word(self.text.len()), word(text.len())]);
        let length = self.text.len() + text.len();
        if length > self.text.capacity() {
            // In new memory, so that nothing stays behind in the old.
            let mut more = Vec::with_capacity(length * 2);
            more.extend_from_slice(&self.text);
            self.text.fill(0);
            self.text = more;
        }
        self.text.extend_from_slice(text.as_bytes());
    }
}

/// Findings that are written one after the other.
pub struct Findings<'a> {
    answer: &'a mut Answer,
    /// Where those of the tax number stand.
    place: usize,
}

impl Findings<'_> {
    /// Nothing was found but what has been pushed: the next field is the tax number.
    pub fn keep_place(&mut self) {
        self.place = self.answer.len();
    }

    /// Adds what blocks a field, of which that is the canonical value.
    pub fn push_error(&mut self, field: Field, code: Code, value: &str) {
        self.answer.set(0, 0);
        self.answer.push_finding(field, code, Severity::Error, None, || value);
    }

    /// Adds the advice on the tax number, at its place.
    pub fn push_advice(&mut self, tax_country: Country, advice: Advice) {
        if advice.is_empty() {
            return;
        }
        let before = self.answer.len();
        for (code, severity) in advice.findings() {
            if severity == Severity::Error {
                self.answer.set(0, 0);
            }
            let country = country_of(code, advice.other_country(), || Some(tax_country));
            let field = Field::TaxIdentificationNumber;
            self.answer.push_finding(field, code, severity, country, || "");
        }
        let added = self.answer.len() - before;
        self.answer.words.get_mut(self.place..).unwrap_or_default().rotate_right(added);
    }

    /// Ends them: no words at all if there are none.
    pub fn end(self) {
        let text = self.answer.text_address();
        self.answer.set(1, text);
        if self.answer.len() == 2 {
            self.answer.clear();
        }
    }
}

fn head_of(field: Option<Field>, code: Code, severity: Severity) -> u32 {
    let field = field.map_or(0, |field| field as u32 + 1);
    code as u32 | field << 8 | u32::from(severity == Severity::Warning) << 16
}

/// The country that a finding is about.
fn country_of(
    code: Code,
    other: Option<Country>,
    tax_country: impl FnOnce() -> Option<Country>,
) -> Option<Country> {
    match code {
        Code::TinOtherCountry => other,
        Code::TinFormat | Code::TinChecksum | Code::TinNotIssued => tax_country(),
        _ => None,
    }
}

/// Addresses and lengths of a 32-bit memory as they are.
#[allow(clippy::cast_possible_truncation, reason = "wasm32 has addresses of 32 bits")]
pub const fn word(number: usize) -> u32 {
    number as u32
}
