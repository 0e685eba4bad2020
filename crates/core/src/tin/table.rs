//! What is known of each country's numbers, compiled by `build.rs` from `data/tax-numbers.txt`.
//!
//! Records point into shared lists by place and count. A place that is not there, which `build.rs`
//! never writes, reads as nothing.

use super::Confidence;
use super::birth::{Born, Century, Gender, Layout, Sex, Shift};
use super::checksum::{Again, Step, Sum};
use super::shape::{Atom, Form, Rule};
use crate::country::Country;

include!(concat!(env!("OUT_DIR"), "/tax_numbers.rs"));

/// One country.
pub(super) struct Row {
    /// Where its words begin in [`TEXT`]: the name of the number, then its format.
    text: u16,
    /// How long the name is.
    name: u8,
    /// Where in the format its example begins.
    example: u8,
    pub(super) confidence: Confidence,
    /// Whether `+` and `-` are part of a number.
    pub(super) signs: bool,
    /// Whether individuals are issued a tax number at all.
    pub(super) issued: bool,
    /// Where its shapes begin in [`FORMS`].
    forms: u16,
}

impl Row {
    /// What is known of that country, and where the next row begins.
    fn pair(country: Country) -> Option<&'static [Self; 2]> {
        let at = usize::from(*INDEX.get(country.index())?).checked_sub(1)?;
        ROWS.get(at..)?.first_chunk()
    }

    pub(super) fn of(country: Country) -> Option<&'static Self> {
        Self::pair(country).map(|[row, _]| row)
    }

    /// Its shapes, in the order in which they are tried.
    pub(super) fn forms_of(country: Country) -> &'static [Form] {
        Self::pair(country)
            .and_then(|[row, next]| FORMS.get(usize::from(row.forms)..usize::from(next.forms)))
            .unwrap_or_default()
    }

    /// The name of the number, its format in words, and the example at the end of that.
    pub(super) fn words_of(country: Country) -> Option<[&'static str; 3]> {
        let [row, next] = Self::pair(country)?;
        let text = TEXT.get(usize::from(row.text)..usize::from(next.text))?;
        let (name, format) = text.split_at_checked(row.name.into())?;
        Some([name, format, format.get(usize::from(row.example)..)?])
    }
}

impl Form {
    pub(super) fn atoms(&self) -> &'static [Atom] {
        part(&ATOMS, self.atoms, self.atom_count)
    }

    pub(super) fn rules(&self) -> &'static [Rule] {
        part(&RULES, self.rules.into(), self.rule_count)
    }

    /// The steps of its checksum; empty when it has none.
    pub(super) fn steps(&self) -> &'static [Step] {
        part(&STEPS, self.steps.into(), self.step_count)
    }

    pub(super) fn born(&self) -> Option<&'static Born> {
        if self.born == 0 { None } else { BORN.get(usize::from(self.born)) }
    }

    pub(super) fn gender(&self) -> Option<&'static Gender> {
        if self.gender == 0 { None } else { GENDERS.get(usize::from(self.gender)) }
    }
}

impl Rule {
    pub(super) fn spans(&self) -> &'static [(u32, u32)] {
        part(&SPANS, self.spans.into(), self.span_count)
    }
}

impl Sum {
    /// Another value for a letter, by its place in the alphabet.
    pub(super) fn letter_value(&self, letter: u8) -> u8 {
        let values = LETTERS.get(usize::from(self.letters));
        values.and_then(|values| values.get(usize::from(letter))).copied().unwrap_or(0)
    }

    pub(super) fn again(&self) -> Option<&'static Again> {
        AGAIN.get(usize::from(self.again))
    }
}

impl Born {
    /// Places in the list of classes, and the century each tells.
    pub(super) fn centuries(&self) -> &'static [(u8, u8)] {
        part(&CENTURIES, self.centuries.into(), self.century_count)
    }

    pub(super) fn months(&self) -> &'static [Shift] {
        part(&SHIFTS, self.months.into(), self.month_count)
    }

    pub(super) fn days(&self) -> &'static [Shift] {
        part(&SHIFTS, self.days.into(), self.day_count)
    }
}

/// Whether a character is in the class at that place of the list: one bit for each code.
pub(super) fn is_in_class(code: u8, class: u8) -> bool {
    CLASSES.get(usize::from(class)).is_some_and(|class| class >> (code & 63) & 1 == 1)
}

/// Weights, or the check characters for each remainder.
pub(super) fn bytes(start: u16, count: u8) -> &'static [u8] {
    part(&BYTES, start, count)
}

fn part<T>(all: &'static [T], start: u16, count: u8) -> &'static [T] {
    let start = usize::from(start);
    all.get(start..start + usize::from(count)).unwrap_or_default()
}
