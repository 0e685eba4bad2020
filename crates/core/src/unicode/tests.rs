//! The tables against libraries of other makers, over all code points.

use std::collections::{BTreeMap, BTreeSet};
use std::vec::Vec;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{canonical_combining_class, compose};
use unicode_normalization::{IsNormalized, is_nfc_quick};
use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_script::{Script, UnicodeScript};

use crate::rounds::{rounds, thinned};

use super::{COMMON, HAN, INHERITED, Kind, LATIN, MONGOLIAN, Properties, QuickCheck, tables};

/// What newer versions of Unicode, which those libraries know, added to what the tables know.
const ADDED: &str = include_str!("../../tests/data/unicode-additions.txt");

/// Those of `all` that are not added ones.
fn known(all: impl Iterator<Item = char>) -> impl Iterator<Item = char> {
    let code = |text| u32::from_str_radix(text, 16).ok();
    let ranges = ADDED.lines().filter_map(|line| line.split_once('-'));
    let added: BTreeSet<u32> =
        ranges.filter_map(|(a, b)| Some(code(a)?..=code(b)?)).flatten().collect();
    assert!(added.len() > 4_000);
    all.filter(move |c| !added.contains(&u32::from(*c)))
}

fn known_ones() -> impl Iterator<Item = char> {
    known(thinned('\0'..=char::MAX))
}

/// Fillers, joiners, selectors: letters and marks that nobody sees.
fn is_invisible(c: char) -> bool {
    matches!(
        c,
        '\u{34F}'
            | '\u{115F}'
            | '\u{1160}'
            | '\u{17B4}'
            | '\u{17B5}'
            | '\u{180B}'..='\u{180F}'
            | '\u{3164}'
            | '\u{FE00}'..='\u{FE0F}'
            | '\u{FFA0}'
            | '\u{E0100}'..='\u{E01EF}'
    )
}

fn is_mark_of_symbols(c: char) -> bool {
    matches!(c, '\u{20D0}'..='\u{20FF}' | '\u{1D165}'..='\u{1D244}' | '\u{1DA00}'..='\u{1DAFF}')
}

#[test]
fn letters_marks_and_digits_are_those_of_the_general_category() {
    for c in known_ones() {
        use GeneralCategory::{
            DecimalNumber, LowercaseLetter, ModifierLetter, NonspacingMark, OtherLetter,
            SpacingMark, TitlecaseLetter, UppercaseLetter,
        };
        let category = c.general_category();
        let letter = matches!(
            category,
            LowercaseLetter | ModifierLetter | OtherLetter | TitlecaseLetter | UppercaseLetter
        ) || c == '〇';
        let mark = matches!(category, NonspacingMark | SpacingMark);
        // A styled letter is another one to compatibility decomposition.
        let plain = c.nfkd().eq([c]);
        match Properties::of(c).kind() {
            Kind::Letter => assert!(letter && !is_invisible(c), "{c:?}"),
            Kind::Mark => assert!(mark && !is_invisible(c) && !is_mark_of_symbols(c), "{c:?}"),
            Kind::Digit => assert_eq!(category, DecimalNumber, "{c:?}"),
            Kind::Other => {
                assert!(!letter || is_invisible(c) || !plain, "{c:?}");
                assert!(!mark || is_invisible(c) || is_mark_of_symbols(c), "{c:?}");
                assert_ne!(category, DecimalNumber, "{c:?}");
            }
            Kind::Folded | Kind::NotNfc => {}
        }
    }
}

#[test]
fn styled_letters_are_none() {
    for (c, kind) in [
        ('𝐀', Kind::Other),
        ('ℂ', Kind::Other),
        ('ᴬ', Kind::Other),
        ('ⁿ', Kind::Other),
        ('ₐ', Kind::Other),
        ('ℵ', Kind::Other),
        ('Ⓐ', Kind::Other),
        ('ª', Kind::Letter),
        ('º', Kind::Letter),
        ('ʷ', Kind::Letter),
        ('ŀ', Kind::Letter),
        ('ŉ', Kind::Letter),
        ('ﷲ', Kind::Letter),
        ('ｱ', Kind::Letter),
        ('Ａ', Kind::Folded),
    ] {
        assert_eq!(Properties::of(c).kind(), kind, "{c:?}");
    }
}

#[test]
fn each_script_has_one_number() {
    let mut numbers: BTreeMap<u8, Script> = BTreeMap::new();
    let mut scripts: Vec<(Script, u8)> = Vec::new();
    for c in known_ones() {
        let Some(number) = Properties::of(c).script() else { continue };
        let script = c.script();
        assert_eq!(*numbers.entry(number).or_insert(script), script, "{c:?}");
        match scripts.iter().find(|(known, _)| *known == script) {
            Some((_, known)) => assert_eq!(*known, number, "{c:?}"),
            None => scripts.push((script, number)),
        }
    }
    for (number, script) in [
        (COMMON, Script::Common),
        (LATIN, Script::Latin),
        (HAN, Script::Han),
        (MONGOLIAN, Script::Mongolian),
    ] {
        assert_eq!(numbers.get(&number), Some(&script));
    }
    assert_eq!(numbers.get(&INHERITED), None);
}

#[test]
fn what_normalization_needs_is_what_others_know() {
    for c in known_ones() {
        let properties = Properties::of(c);
        let quick = is_nfc_quick([c].into_iter());
        if properties.kind() == Kind::Folded {
            continue;
        }
        assert_eq!(properties.kind() == Kind::NotNfc, quick == IsNormalized::No, "{c:?}");
        if properties.kind() != Kind::NotNfc {
            assert_eq!(properties.combining_class(), canonical_combining_class(c), "{c:?}");
            assert_eq!(properties.0 >> 12 != 0, quick == IsNormalized::Maybe, "{c:?}");
        }
    }
}

#[test]
fn listed_pairs_are_all_that_compose() {
    let listed: Vec<char> =
        known('\0'..=char::MAX).filter(|c| Properties::of(*c).0 >> 12 == 2).collect();
    assert!(listed.len() > 20);
    let mut pairs = 0;
    for first in '\0'..='\u{FFFF}' {
        for second in &listed {
            let composes = compose(first, *second).is_some();
            assert_eq!(Properties::of(*second).may_compose(*second, first), composes);
            pairs += usize::from(composes);
        }
    }
    assert_eq!(pairs, tables::COMPOSITIONS.len());
}

/// Whether the quick check passes a whole text.
fn passes(text: &str) -> bool {
    let mut check = QuickCheck::new();
    text.chars().all(|c| {
        if c.is_ascii() {
            check.ascii(c);
            true
        } else {
            let properties = Properties::of(c);
            // Folded characters are in NFC or not; they never reach the check.
            properties.kind() != Kind::Folded && check.passes(c, properties)
        }
    })
}

#[test]
fn what_may_be_a_mark_to_a_later_unicode_passes_only_where_no_mark_is() {
    // U+1ADF stands in the block of Combining Diacritical Marks Extended, and is none yet.
    assert!(Properties::of('\u{1ADF}').kind() == Kind::Other);
    for (text, expected) in [
        ("a\u{1ADF}", true),
        ("a\u{1ADF}b", true),
        ("é\u{1ADF}é", true),
        ("a\u{1ADF}é\u{1ADF}", true),
        ("m\u{316}", true),
        ("a\u{1ADF}\u{1ADF}", false),
        ("m\u{316}\u{1ADF}", false),
        ("a\u{1ADF}\u{316}", false),
    ] {
        assert_eq!(passes(text), expected, "{text:?}");
    }
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(rounds(5_000)))]

    /// Never wrong, whatever it sees: mostly what composes and what is reordered.
    #[test]
    fn what_passes_is_in_nfc(
        text in "([a-zA-Zèộﾊ]|[\u{300}-\u{36F}]|[क-ह़]|[\u{9C0}-\u{9E0}]|[\u{1100}-\u{11FF}]\
                 |[가-갛]|[\u{622}-\u{670}]|[\u{DC0}-\u{DDF}]|[か-ど\u{3099}\u{309A}]|\\PC){0,8}",
    ) {
        if passes(&text) {
            proptest::prop_assert!(unicode_normalization::is_nfc(&text));
        }
    }
}
