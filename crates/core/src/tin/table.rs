//! What is known of each country's numbers, compiled by `build.rs` from `data/tax-numbers.txt`.

use super::Confidence;
use super::birth::{Born, Century, Gender, Layout, Sex, Shift};
use super::checksum::{Again, Letter, Step, Sum};
use super::shape::{Atom, Form, Rule};
use crate::country::Country;

include!(concat!(env!("OUT_DIR"), "/tax_numbers.rs"));

/// One country.
pub(super) struct Row {
    code: [u8; 2],
    /// Where its words begin in [`TEXT`]: the name of the number, then its format.
    text: u16,
    name: u8,
    format: u8,
    /// Where in the format its example begins.
    example: u8,
    pub(super) confidence: Confidence,
    /// Whether `+` and `-` are part of a number.
    pub(super) signs: bool,
    /// Whether individuals are issued a tax number at all.
    pub(super) issued: bool,
    forms: u16,
    form_count: u8,
}

impl Row {
    pub(super) fn of(country: Country) -> Option<&'static Self> {
        let at = INDEX.get(country.index()).copied().unwrap_or(0);
        ROWS.get(usize::from(at).wrapping_sub(1))
    }

    pub(super) fn all() -> &'static [Self] {
        &ROWS
    }

    pub(super) fn country(&self) -> Option<Country> {
        core::str::from_utf8(&self.code).ok().and_then(Country::new)
    }

    pub(super) fn name(&self) -> &'static str {
        words(self.text, 0, self.name)
    }

    pub(super) fn format(&self) -> &'static str {
        words(self.text, self.name, self.format)
    }

    pub(super) fn example(&self) -> &'static str {
        self.format().get(usize::from(self.example)..).unwrap_or_default()
    }

    /// Its shapes, in the order in which they are tried.
    pub(super) fn forms(&self) -> &'static [Form] {
        part(&FORMS, self.forms, self.form_count)
    }
}

impl Form {
    pub(super) fn atoms(&self) -> &'static [Atom] {
        part(&ATOMS, self.atoms, self.atom_count)
    }

    pub(super) fn rules(&self) -> &'static [Rule] {
        part(&RULES, self.rules, self.rule_count)
    }

    /// The steps of its checksum; empty when it has none.
    pub(super) fn check(&self) -> &'static [Step] {
        CHECKS.get(usize::from(self.check).wrapping_sub(1)).copied().unwrap_or_default()
    }

    pub(super) fn born(&self) -> Option<&'static Born> {
        BORN.get(usize::from(self.born).wrapping_sub(1))
    }

    pub(super) fn gender(&self) -> Option<&'static Gender> {
        GENDERS.get(usize::from(self.gender).wrapping_sub(1))
    }
}

impl Atom {
    /// One bit for each character that may stand there.
    pub(super) fn class(&self) -> u64 {
        CLASSES.get(usize::from(self.class)).copied().unwrap_or(0)
    }
}

fn words(text: u16, skip: u8, len: u8) -> &'static str {
    let start = usize::from(text) + usize::from(skip);
    TEXT.get(start..start + usize::from(len)).unwrap_or_default()
}

fn part<T>(all: &'static [T], start: u16, count: u8) -> &'static [T] {
    let start = usize::from(start);
    all.get(start..start + usize::from(count)).unwrap_or_default()
}
