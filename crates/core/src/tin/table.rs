//! What is known of each country's numbers, compiled by `build.rs` from `data/tax-numbers.txt`.
//!
//! Records point into shared lists by place and count. A place that is not there, which `build.rs`
//! never writes, reads as nothing.

use super::Confidence;
use super::birth::{Born, Century, Gender, Layout, Sex, Shift};
use super::checksum::{Again, Step, Sum};
use super::shape::{Form, Rule};
use crate::country::Country;

include!(concat!(env!("OUT_DIR"), "/tax_numbers.rs"));

/// One country.
pub(super) struct Row {
    pub(super) confidence: Confidence,
    pub(super) cleaning: Cleaning,
    /// Whether individuals are issued a tax number at all.
    pub(super) issued: bool,
    /// How many shapes it has in [`FORMS`].
    forms: u8,
}

/// What is left out of a number before it is held against shapes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Cleaning {
    /// Whether `+` and `-` stay, as part of a number.
    pub(super) signs: bool,
    /// Where [`PREFIXES`] has what may stand before a number.
    prefixes: u8,
}

impl Cleaning {
    /// The letters that may stand before a number. No number begins with them itself.
    pub(super) fn prefixes(self) -> impl Iterator<Item = &'static [u8]> {
        let mut rest = PREFIXES.get(usize::from(self.prefixes)..).unwrap_or_default();
        core::iter::from_fn(move || {
            let (length, letters) = rest.split_first()?;
            let (prefix, after) = letters.split_at_checked(usize::from(*length))?;
            rest = after;
            (!prefix.is_empty()).then_some(prefix)
        })
    }
}

/// How long a row's words in [`TEXT`] are. Apart from the row, so that a program that shows no
/// hints does not link them.
struct WordLengths {
    name: u8,
    format: u8,
    /// Of the example at the end of the format.
    example: u8,
}

impl Row {
    /// Where the country's row is. [`FIRST_LETTERS`] has, for each first letter, how many rows come
    /// before it and which second letters there are.
    fn place(country: Country) -> Option<usize> {
        let [first, second] = country.letters();
        let (before, seconds) = FIRST_LETTERS.get(first)?;
        let second = 1_u32 << (second & 31);
        let skip = (seconds & (second - 1)).count_ones() as usize;
        if seconds & second == 0 { None } else { Some(usize::from(*before) + skip) }
    }

    /// Where the row's part of a list begins: rows store its length, and one of [`BLOCK`] rows
    /// where it begins.
    fn start<T>(place: usize, starts: &[u16], rows: &[T], len: impl Fn(&T) -> u8) -> Option<usize> {
        let block = place / BLOCK;
        let before = rows.get(block * BLOCK..place)?;
        let start = usize::from(*starts.get(block)?);
        Some(start + before.iter().map(|row| usize::from(len(row))).sum::<usize>())
    }

    pub(super) fn of(country: Country) -> Option<&'static Self> {
        ROWS.get(Self::place(country)?)
    }

    /// Its shapes, in the order in which they are tried.
    pub(super) fn forms_of(country: Country) -> &'static [Form] {
        let forms = || {
            let place = Self::place(country)?;
            let start = Self::start(place, &FORM_STARTS, &ROWS, |row| row.forms)?;
            FORMS.get(start..start + usize::from(ROWS.get(place)?.forms))
        };
        forms().unwrap_or_default()
    }

    /// The name of the number, its format in words, and the example at the end of that.
    pub(super) fn words_of(country: Country) -> Option<[&'static str; 3]> {
        let place = Self::place(country)?;
        let lengths = WORD_LENGTHS.get(place)?;
        let both = |lengths: &WordLengths| lengths.name + lengths.format;
        let name = Self::start(place, &TEXT_STARTS, &WORD_LENGTHS, both)?;
        let format = name + usize::from(lengths.name);
        let end = format + usize::from(lengths.format);
        let example = end - usize::from(lengths.example);
        Some([TEXT.get(name..format)?, TEXT.get(format..end)?, TEXT.get(example..end)?])
    }
}

impl Form {
    /// Pairs: a place in the list of classes, and how many characters of that class.
    pub(super) fn atoms(&self) -> &'static [[u8; 2]] {
        bytes(self.atoms, self.atom_count * 2).as_chunks().0
    }

    pub(super) fn rules(&self) -> &'static [Rule] {
        part(&RULES, self.rules.into(), self.rule_count)
    }

    /// The shape at that place of the list of all.
    #[cfg(target_pointer_width = "64")]
    pub(super) fn at(place: u16) -> Option<&'static Self> {
        FORMS.get(usize::from(place))
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

/// The class at that place of the list: one bit for each code of a character.
pub(super) fn members(class: u8) -> u64 {
    CLASSES.get(usize::from(class)).copied().unwrap_or(0)
}

/// Whether a character is in the class at that place of the list.
pub(super) fn is_in_class(code: u8, class: u8) -> bool {
    members(class) >> (code & 63) & 1 == 1
}

/// Weights, check characters for each remainder, atoms.
pub(super) fn bytes(start: u16, count: u8) -> &'static [u8] {
    part(&BYTES, start, count)
}

fn part<T>(all: &'static [T], start: u16, count: u8) -> &'static [T] {
    let start = usize::from(start);
    all.get(start..start + usize::from(count)).unwrap_or_default()
}
