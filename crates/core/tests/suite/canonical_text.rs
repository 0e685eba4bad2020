//! The canonical form of names and notes: what becomes of each character, and that the form is
//! its own canonical form whatever comes in.

use std::borrow::Cow;

use client_profile::text::{canonical_line, canonical_text};
use client_profile::{Code, Date, Field, ProfileUpdate, Rules, Validator, choice};
use proptest::prelude::{ProptestConfig, any};
use unicode_normalization::{UnicodeNormalization, is_nfc};

use crate::rounds::{rounds, thinned};

fn nfc(text: &str) -> String {
    text.nfc().collect()
}

/// Fails where a quick check should have been enough.
fn never(_: &str) -> String {
    panic!("the normalizer was called")
}

/// A text that has too many characters however it is composed is not composed.
#[test]
fn what_is_too_long_is_not_put_into_nfc() {
    let said = |normalize, field: Field, text: &str| {
        let validator = Validator::new(&Rules::default(), normalize).unwrap();
        let mut update = ProfileUpdate::default();
        update.set(field, text);
        validator.validate_field(field, &update, Date::EPOCH).error(field)
    };
    for (field, limit) in [(Field::FirstName, 100), (Field::LastName, 100), (Field::Reason, 255)] {
        // Four characters that are one.
        let composed = |count| "\u{3B1}\u{313}\u{300}\u{345}".repeat(count);
        assert_eq!(said(never, field, &(composed(limit) + "a")), Some(Code::TooLong), "{field:?}");
        assert_eq!(said(nfc, field, &composed(limit + 1)), Some(Code::TooLong), "{field:?}");
        assert_eq!(said(nfc, field, &composed(limit)), None, "{field:?}");
    }
    let longest = ('\0'..=char::MAX).map(|c| c.nfd().count()).max();
    assert_eq!(longest, Some(4), "no character is composed of more");
}

/// What is typed, its canonical form as a line, why.
const LINES: &[(&str, &str, &str)] = &[
    ("", "", "nothing"),
    ("Anna", "Anna", "plain"),
    (" Anna ", "Anna", "outer spaces"),
    ("\t\r\nAnna\u{B}\u{C}", "Anna", "outer white space of ASCII"),
    ("\u{85}\u{1680}\u{2003}Anna\u{2028}\u{205F}", "Anna", "outer white space of Unicode"),
    ("Anna  Maria", "Anna Maria", "two spaces"),
    ("Anna\u{A0}\u{202F}\u{3000} Maria", "Anna Maria", "spaces of other kinds"),
    ("Anna\tMaria", "Anna\tMaria", "other white space inside is not ours to change"),
    ("Anna\u{2003}Maria", "Anna\u{2003}Maria", "other white space inside"),
    ("Anna \u{2003} Maria", "Anna \u{2003} Maria", "other white space inside"),
    ("Anna\nMaria", "Anna\nMaria", "a line break is not ours to change"),
    (" Anna\rMaria", "Anna\rMaria", "nor is a carriage return"),
    ("O`Neill´s′＇", "O'Neill's''", "apostrophes"),
    ("\u{1FEF}\u{1FFD}", "''", "canonically equivalent to grave and acute accent"),
    ("O’Neill‘ʻʼ", "O’Neill‘ʻʼ", "apostrophes of their own right"),
    ("a–b−c－d", "a-b-c-d", "hyphens"),
    ("a—b‐c", "a—b‐c", "an em dash and a hyphen stay"),
    ("ＡＺａｚ", "AZaz", "full-width Latin"),
    ("Ｊ．", "J.", "full-width full stop"),
    ("１", "１", "full-width digits are not letters"),
    ("A\u{200E}n\u{200F}n\u{61C}a", "Anna", "direction marks"),
    ("\u{200E} Anna \u{200F}", "Anna", "space behind a direction mark"),
    ("Anna \u{200E} Maria", "Anna Maria", "direction mark between spaces"),
    ("e\u{301}", "é", "composes"),
    ("e\u{200E}\u{301}", "é", "composes once the mark between is dropped"),
    ("ｅ\u{301}", "é", "composes once it is plain"),
    ("ｅ\u{302}\u{301}", "ế", "composes twice"),
    (" \u{301}a", "\u{301}a", "a mark loses the space before it"),
    ("a\u{301}\u{323}", "ạ\u{301}", "marks in order"),
    ("\u{1112}\u{1161}\u{11AB}", "한", "Hangul letters"),
    ("하\u{200F}\u{11AB}", "한", "Hangul letters around a direction mark"),
    ("\u{212B}\u{2126}\u{212A}", "ÅΩK", "letters with another code point"),
    ("\u{F900}", "豈", "compatibility ideograph"),
    ("\u{958}", "क\u{93C}", "composition exclusion"),
    ("か\u{3099}", "が", "voiced Kana"),
    ("\u{627}\u{653}", "آ", "Arabic madda"),
    ("\u{5D0}\u{319}\u{5C9}", "\u{5D0}\u{5C9}\u{319}", "a mark of Unicode 18, unknown to 16"),
    ("\u{651}\u{64E}", "\u{64E}\u{651}", "shadda after fatha"),
    ("\u{2000}x\u{2001}y", "x\u{2003}y", "quads are spaces of the same width"),
    ("ﬁﬀ", "ﬁﬀ", "compatibility forms stay"),
];

#[test]
fn each_character_becomes_what_the_rules_say() {
    for (typed, canonical, why) in LINES {
        assert_eq!(canonical_line(typed, nfc), *canonical, "{why}");
        assert_eq!(canonical_line(canonical, nfc), *canonical, "{why}");
    }
}

#[test]
fn text_keeps_its_line_breaks() {
    for (typed, canonical) in [
        ("a\nb", "a\nb"),
        ("a\r\nb", "a\nb"),
        ("a\rb", "a\nb"),
        ("a\r\r\nb", "a\n\nb"),
        ("a\r\u{200E}\nb", "a\n\nb"),
        ("\r\na\r\n", "a"),
        ("a  \n  b", "a \n b"),
        ("a\n\n\nb", "a\n\n\nb"),
        ("a\tb", "a\tb"),
        ("it`s ｆｉｎｅ", "it's fine"),
        ("cafe\u{301}\r\n", "café"),
    ] {
        assert_eq!(canonical_text(typed, nfc), canonical, "{typed:?}");
        assert_eq!(canonical_text(canonical, nfc), canonical, "{typed:?}");
    }
}

/// Text that needs no normalizer and no memory, though some of its signs compose with others.
#[test]
fn canonical_text_is_borrowed_without_asking_the_normalizer() {
    for text in [
        "Anna Maria",
        "O’Brien-Smith",
        "Zoë Müller",
        "Анна",
        "Nguyễn Thị Ánh",
        "প্রিয়াংকা রহিমা",
        "நித்யா",
        "കൃഷ്ണൻ",
        "ශ්‍රියානි",
        "မောင်မောင်",
        "प्रियाँशी",
        "김철수",
        "高橋",
        "محمّد",
        "葛󠄀城",
        // Marks below, of one class; one to the right of a letter, one below the next.
        "n\u{316}\u{317}",
        "n\u{315}m\u{316}",
    ] {
        assert!(matches!(canonical_line(text, never), Cow::Borrowed(_)), "{text}");
        assert!(matches!(canonical_text(text, never), Cow::Borrowed(_)), "{text}");
    }
    assert!(matches!(canonical_line("Ọ̀ṣun", nfc), Cow::Borrowed(_)), "equal is borrowed");
}

/// Whether `text` and its canonical forms obey every law.
fn obeys(text: &str) -> bool {
    let line = canonical_line(text, nfc);
    let lines = canonical_text(text, nfc);
    let folded = |c: char| {
        matches!(
            c,
            '`' | '´' | '\u{A0}' | '\u{202F}' | '\u{3000}' | '\u{200E}' | '\u{200F}' | '\u{61C}'
        ) || matches!(c, '′' | '＇' | '–' | '−' | '－' | '．' | 'Ａ'..='Ｚ' | 'ａ'..='ｚ')
    };
    let word = choice::canonical(text);
    [&line, &lines].into_iter().all(|out| {
        is_nfc(out) && out.trim() == &**out && !out.contains("  ") && !out.contains(folded)
    }) && !lines.contains('\r')
        && canonical_line(&line, nfc) == line
        && canonical_text(&lines, nfc) == lines
        && choice::canonical(&word) == word
}

#[test]
fn every_character_obeys_alone_and_in_company() {
    // Beyond the ideographs little is assigned: the tags and selectors, and a sample of the rest.
    let all = ('\0'..=char::MAX).filter(|c| {
        matches!(c, ..'\u{32400}' | '\u{E0000}'..'\u{E0200}') || u32::from(*c) % 97 == 0
    });
    for c in thinned(all) {
        assert!(obeys(&format!("e{c}\u{301}")), "{c:?}");
        assert!(obeys(&format!(" {c}")), "{c:?}");
    }
}

#[test]
fn names_that_are_not_in_nfc_become_those_that_are() {
    let names =
        include_str!("../data/names-accept.tsv").lines().filter_map(|line| line.split('\t').nth(2));
    let mut count = 0;
    for name in names {
        let canonical = canonical_line(name, nfc);
        let apart: String = name.nfd().collect();
        // Between letters, where a mark that is dropped must not keep them from composing.
        let with_marks: String = name.nfd().flat_map(|c| [c, '\u{200E}']).collect();
        for other in [apart, with_marks] {
            if !is_nfc(&other)
                || other.contains('\u{200E}') && !is_nfc(&other.replace('\u{200E}', ""))
            {
                count += 1;
            }
            assert_eq!(canonical_line(&other, nfc), canonical);
            assert!(obeys(&other), "{name}");
        }
    }
    assert!(count > 1_000, "{count} names were not in NFC");
}

proptest::proptest! {
    #![proptest_config(ProptestConfig {
        failure_persistence: None,
        ..ProptestConfig::with_cases(rounds(5_000))
    })]

    #[test]
    fn whatever_composes_obeys(
        text in "([a-zÀ-ẕ]|[ａ-ｚ]|[\u{300}-\u{345}]|[\u{200E}\u{200F}\u{61C}]|[ \u{A0}\u{3000}\r\n\t]\
                 |[\u{2000}-\u{200A}]|[`´′＇–－．\u{1FEF}\u{1FFD}]|[\u{1100}-\u{11FF}가-갛]\
                 |[क-ह़\u{93E}]|[\u{9BE}-\u{9DF}]|[\u{BBE}-\u{BD7}]|[か-ど\u{3099}\u{309A}]\
                 |[\u{622}-\u{670}]|[\u{F900}-\u{F920}]){0,12}",
    ) {
        proptest::prop_assert!(obeys(&text));
    }

    #[test]
    fn whatever_comes_obeys(chars in proptest::collection::vec(any::<char>(), 0..12)) {
        proptest::prop_assert!(obeys(&chars.into_iter().collect::<String>()));
    }
}
