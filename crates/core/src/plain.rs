//! The quick yes: what nearly every value is, told many bytes at a time.
//!
//! A yes means that the value is canonical, breaks no rule and earns no warning. A no means
//! nothing: the full check decides. Tests hold every yes against the full check, and both ways of
//! looking at bytes against each other.

mod eight;
// On processors that have registers for it.
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
mod sixteen;

/// Where a character may stand in a plain text.
///
/// A text that is not too long is plain when its characters may stand anywhere, but for single ones
/// between those that may stand there. JavaScript can tell that without copying the text into the
/// module.
///
/// ```
/// use client_profile::plain::{Place, in_note};
/// let places: Vec<Place> = "a b`".chars().map(in_note).collect();
/// assert_eq!(places, [Place::Anywhere, Place::Between, Place::Anywhere, Place::Nowhere]);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Anywhere.
    Anywhere,
    /// Between two that may stand anywhere.
    Between,
    /// Nowhere: the text is perhaps right, and not plain.
    Nowhere,
}

/// Above the last character that may stand in a plain text.
///
/// ```
/// use client_profile::plain::{END, Place, in_name, in_note, in_tax_number};
/// let places = [in_name, in_note, in_tax_number];
/// assert!((END..=char::MAX).all(|c| places.map(|place| place(c)) == [Place::Nowhere; 3]));
/// ```
pub const END: char = '\u{180}';

/// Where `c` may stand in a plain name: the letters of Europe's Latin alphabets, each its own
/// canonical form, and what separates them.
///
/// ```
/// use client_profile::plain::{Place, in_name};
/// assert_eq!(['é', '-', '4'].map(in_name), [Place::Anywhere, Place::Between, Place::Nowhere]);
/// ```
pub const fn in_name(c: char) -> Place {
    match c {
        'A'..='Z' | 'a'..='z' | 'À'..='Ö' | 'Ø'..='ö' | 'ø'..='ſ' => Place::Anywhere,
        ' ' | '-' | '\'' => Place::Between,
        _ => Place::Nowhere,
    }
}

/// Where `c` may stand in a plain note: printable ASCII without a grave accent.
///
/// ```
/// use client_profile::plain::{Place, in_note};
/// assert_eq!(['%', ' ', '\n'].map(in_note), [Place::Anywhere, Place::Between, Place::Nowhere]);
/// ```
pub const fn in_note(c: char) -> Place {
    match c {
        '`' => Place::Nowhere,
        '!'..='~' => Place::Anywhere,
        ' ' => Place::Between,
        _ => Place::Nowhere,
    }
}

/// Where `c` may stand in a plain tax number, which has a digit as well: the words for "none" have
/// none.
///
/// ```
/// use client_profile::plain::{Place, in_tax_number};
/// let places = [Place::Anywhere, Place::Between, Place::Nowhere];
/// assert_eq!(['4', '/', 'ñ'].map(in_tax_number), places);
/// ```
pub const fn in_tax_number(c: char) -> Place {
    match c {
        'A'..='Z' | 'a'..='z' | '0'..='9' => Place::Anywhere,
        ' ' | '-' | '.' | '/' => Place::Between,
        _ => Place::Nowhere,
    }
}

#[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
use eight as most;
#[cfg(any(target_arch = "x86_64", target_arch = "aarch64"))]
use sixteen as most;

/// A name of the letters of Europe's Latin alphabets, with single spaces, hyphens and apostrophes
/// between them.
#[inline]
pub(crate) fn is_name(text: &str, limit: u32) -> bool {
    text.len() <= limit as usize && (most::are_of_name(text.as_bytes()) || is_latin_name(text))
}

/// The same, and at least one of its letters is not ASCII.
fn is_latin_name(text: &str) -> bool {
    let mut before = Place::Between;
    for c in text.chars() {
        let place = in_name(c);
        if place == Place::Nowhere || place == Place::Between && before == Place::Between {
            return false;
        }
        before = place;
    }
    !text.is_ascii() && !text.ends_with(' ')
}

/// Printable ASCII without a grave accent, with single spaces inside.
#[inline]
pub(crate) fn is_note(text: &str, limit: u32) -> bool {
    text.len() <= limit as usize && most::are_of_note(text.as_bytes())
}

/// ASCII letters and digits, with hyphens, full stops, slashes and single spaces inside, and a
/// digit: the words for "none" have none.
#[inline]
pub(crate) fn is_tax_number(text: &str, limit: u32) -> bool {
    text.len() <= limit as usize && eight::are_of_tax_number(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::borrow::ToOwned as _;
    use std::format;
    use std::string::String;

    use super::{
        END, Place, eight, in_name, in_note, in_tax_number, is_name, is_note, is_tax_number, most,
    };
    use crate::rounds::rounds;
    use crate::{name, note, text, tin};

    /// Texts of up to `most` characters that are nearly plain: from each byte that ASCII has, and a
    /// few that it lacks, among those that are plain.
    fn near_misses(most: usize) -> impl Iterator<Item = String> {
        let mut state = 1_u64;
        let mut below = move |n: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (state >> 33) as usize % n
        };
        (0..rounds(200_000)).map(move |_| {
            let odd = below(4);
            (0..below(most + 1))
                .map(|_| match below(if odd == 0 { 12 } else { 11 }) {
                    0 => ' ',
                    1 => char::from(b"-'./`a9"[below(7)]),
                    2..4 => char::from(b'0' + u8::try_from(below(10)).unwrap()),
                    11 if below(8) == 0 => ['é', '\u{A0}', '字', '\u{7F}', '\u{80}'][below(5)],
                    11 => char::from(u8::try_from(below(128)).unwrap()),
                    _ => char::from(b"aAzZnNoOeE"[below(10)]),
                })
                .collect()
        })
    }

    /// Whether each character stands where it may.
    fn stand_well(text: &str, place: fn(char) -> Place) -> bool {
        let mut before = Place::Between;
        for c in text.chars() {
            match place(c) {
                Place::Between if before == Place::Between => return false,
                Place::Nowhere => return false,
                place => before = place,
            }
        }
        before == Place::Anywhere
    }

    /// Whether there is a quick yes, which the full check says as well.
    fn is_fine_name(typed: &str) -> bool {
        let is_fine = is_name(typed, 20);
        let ends_well = !typed.ends_with(['-', '\'']);
        let is_short = typed.len() <= 20;
        assert_eq!(is_fine && ends_well, is_short && stand_well(typed, in_name), "{typed:?}");
        if is_fine {
            assert_eq!(text::canonical_line(typed, str::to_owned), typed, "{typed:?}");
            assert!(!text::longer_than(typed, 20), "{typed:?}");
            assert_eq!(name::check(typed), None, "{typed:?}");
            assert!(!name::mixes_scripts(typed), "{typed:?}");
        }
        is_fine
    }

    #[test]
    fn names_have_the_letters_of_latin_alphabets() {
        for c in '\u{80}'..='\u{24F}' {
            let is_letter = matches!(c, 'À'..='ſ') && !matches!(c, '×' | '÷');
            for typed in [format!("{c}"), format!("A{c}a"), format!("a {c}"), format!("{c}-'a")] {
                assert_eq!(is_fine_name(&typed), is_letter && !typed.contains("-'"), "{typed:?}");
            }
        }
        for typed in ["-é", "'é", " é", "é ", "é  a", "é- a", "é.", "é4", "Jose\u{301}", "Анна"]
        {
            assert!(!is_name(typed, 20), "{typed:?}");
        }
        assert!(is_fine_name("é-") && is_fine_name("D'Angelo Nuñez-Ło") && !is_name("ééé", 5));
    }

    #[test]
    fn nothing_is_plain_from_the_end_on() {
        for c in END..=char::MAX {
            let places = [in_name, in_note, in_tax_number].map(|place| place(c));
            assert_eq!(places, [Place::Nowhere; 3], "{c:?}");
        }
        assert_eq!(in_name('ſ'), Place::Anywhere);
    }

    #[test]
    fn a_quick_yes_is_what_the_full_check_says() {
        let (mut names, mut notes, mut numbers) = (0, 0, 0);
        for typed in near_misses(28) {
            let bytes = typed.as_bytes();
            assert_eq!(most::are_of_name(bytes), eight::are_of_name(bytes), "{typed:?}");
            assert_eq!(most::are_of_note(bytes), eight::are_of_note(bytes), "{typed:?}");
            for name in [typed.replace('o', "ø").replace('Z', "Ł"), typed.clone()] {
                names += u32::from(is_fine_name(&name));
            }
            let is_short = typed.len() <= 20;
            assert_eq!(is_note(&typed, 20), is_short && stand_well(&typed, in_note), "{typed:?}");
            if is_note(&typed, 20) {
                notes += 1;
                assert_eq!(text::canonical_text(&typed, str::to_owned), typed, "{typed:?}");
                assert_eq!(note::check(&typed, 20), None, "{typed:?}");
            }
            let has_digit = typed.contains(|c: char| c.is_ascii_digit());
            if is_short && has_digit && stand_well(&typed, in_tax_number) {
                assert!(is_tax_number(&typed, 20), "{typed:?}");
            }
            if is_tax_number(&typed, 20) {
                numbers += 1;
                assert_eq!(tin::canonical(&typed), typed, "{typed:?}");
                assert_eq!(tin::check_characters(&typed, 20), None, "{typed:?}");
            }
        }
        assert!(
            names > rounds(5_000) && notes > rounds(20_000) && numbers > rounds(20_000),
            "{names} {notes} {numbers}"
        );
    }

    #[test]
    fn nearly_every_value_gets_a_quick_yes() {
        for typed in
            ["A", "Li", "Ann", "Zoë", "Maria", "Anne-Marie", "de la Cruz y O'Brien", "Eve-"]
        {
            assert!(is_name(typed, 20), "{typed}");
        }
        for typed in ["x", "api test", "100 % (of it) <b> @ ~ {}|", "1", "a.", "'a'"] {
            assert!(is_note(typed, 25), "{typed}");
        }
        for typed in ["1", "UX-1989389", "811228-9874", "12.345.678/0001-95", "0 1 2", "54256609T"]
        {
            assert!(is_tax_number(typed, 18), "{typed}");
        }
    }

    #[test]
    fn what_is_not_plain_gets_no_quick_yes_wherever_it_stands() {
        let typed = |place: usize, length: usize, odd: &str| {
            let mut typed = String::from("a1a1a1a1a1a1a1a1a1a1");
            typed.truncate(length);
            typed.replace_range(place..=place, odd);
            typed
        };
        for length in 1..=20 {
            for place in 0..length {
                for odd in ["\0", "\t", "\n", "\u{1F}", "`", "\u{7F}", "×", "\u{A0}", "  "] {
                    let typed = typed(place, length, odd);
                    let letters = typed.replace('1', "a");
                    assert!(!is_note(&typed, 99), "{typed:?}");
                    assert!(!is_tax_number(&typed, 99), "{typed:?}");
                    assert!(!is_name(&letters, 99), "{letters:?}");
                }
                for odd in [
                    "@", "[", "{", "!", "\"", "#", "&", "(", ",", ":", "/", "0", "9", ".", "--",
                    "' ",
                ] {
                    let letters = typed(place, length, odd).replace('1', "a");
                    assert!(!is_name(&letters, 99), "{letters:?}");
                }
                for odd in ["@", "[", "{", "!", "\"", "#", "&", "(", "+", ",", ":", "_", "~"] {
                    let typed = typed(place, length, odd);
                    assert!(!is_tax_number(&typed, 99), "{typed:?}");
                }
            }
            // At the ends.
            for typed in [typed(0, length, " a"), typed(length - 1, length, "1 ")] {
                assert!(!is_note(&typed, 99) && !is_tax_number(&typed, 99), "{typed:?}");
            }
            let letters = typed(0, length, "x").replace('1', "a");
            for typed in ["-", "'"].map(|sign| String::from(sign) + &letters) {
                assert!(!is_name(&typed, 99), "{typed:?}");
            }
            let number = typed(0, length, "1");
            assert!(is_note(&number, u32::try_from(length).unwrap()));
            assert!(!is_note(&number, u32::try_from(length).unwrap() - 1));
            assert!(is_tax_number(&number, u32::try_from(length).unwrap()));
            assert!(!is_tax_number(&number, u32::try_from(length).unwrap() - 1));
            assert!(is_name(&letters, u32::try_from(length).unwrap()));
            assert!(!is_name(&letters, u32::try_from(length).unwrap() - 1));
            assert!(!is_tax_number(&letters, 99), "a number has a digit");
        }
        assert!(!is_name("", 9) && !is_note("", 9) && !is_tax_number("", 9));
    }
}
