//! A number as typed: its canonical form, and the characters that a country's shapes are about.

use alloc::borrow::Cow;
use alloc::string::String;

use super::NOT_ISSUED;
use super::codes::{AMPERSAND, ENYE, MINUS, MOST, PLUS};
use super::table::Cleaning;
use crate::text::is_bidi_control;

/// A character that is in no shape.
pub(super) const OTHER: u8 = 63;

/// A sign that carries nothing.
pub(super) const DROPPED: u8 = 64;

/// The code of each ASCII character.
static CODES: [u8; 128] = {
    let mut codes = [OTHER; 128];
    let mut at = 0;
    while at < 128 {
        #[allow(clippy::cast_possible_truncation, reason = "below 128")]
        let byte = at as u8;
        codes[at] = match byte {
            b'0'..=b'9' => byte - b'0',
            b'A'..=b'Z' => byte - b'A' + 10,
            b'a'..=b'z' => byte - b'a' + 10,
            b' ' | b'.' | b'-' | b'/' | b'(' | b')' => DROPPED,
            b'+' => PLUS,
            b'&' => AMPERSAND,
            _ => OTHER,
        };
        at += 1;
    }
    codes
};

/// The code of a byte; [`DROPPED`] for `-` too.
#[inline]
pub(super) fn code_of(byte: u8) -> u8 {
    CODES.get(usize::from(byte)).copied().unwrap_or(OTHER)
}

/// Words for having no number, in lower case and without spaces and signs.
const NO_NUMBER: [&str; 12] = [
    "na",
    "none",
    "nil",
    "null",
    "no",
    "notapplicable",
    "notavailable",
    "notissued",
    "nonumber",
    "notin",
    "notaxnumber",
    "notaxid",
];

/// The canonical form: ASCII digits and letters, any dash as `-`, any space as one space;
/// "none", "n/a" and the like as `n/a`. Borrowed when it is canonical already.
///
/// ```
/// use client_profile::tin::canonical;
/// assert_eq!(canonical("８１１２２８−９８７４"), "811228-9874");
/// assert_eq!(canonical(" Not applicable "), "n/a");
/// ```
pub fn canonical(text: &str) -> Cow<'_, str> {
    if text == NOT_ISSUED {
        return Cow::Borrowed(text);
    }
    if !is_canonical_ascii(text) {
        let folded = fold(text);
        if is_no_number(&folded) {
            return Cow::Borrowed(NOT_ISSUED);
        }
        return if folded == text { Cow::Borrowed(text) } else { Cow::Owned(folded) };
    }
    Cow::Borrowed(if is_no_number(text) { NOT_ISSUED } else { text })
}

/// Printable ASCII with single inner spaces.
fn is_canonical_ascii(text: &str) -> bool {
    let mut previous = b' ';
    for byte in text.bytes() {
        if !(b' '..=b'~').contains(&byte) || (previous, byte) == (b' ', b' ') {
            return false;
        }
        previous = byte;
    }
    previous != b' '
}

fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut last_n = false;
    for c in text.chars() {
        let plain = match c {
            // An N and a combining tilde, as some keyboards and systems write Ñ.
            '\u{303}' if last_n => {
                let enye = if out.pop() == Some('n') { 'ñ' } else { 'Ñ' };
                out.push(enye);
                last_n = false;
                continue;
            }
            // Marks that cannot be seen, as they come along when text is copied.
            '\u{AD}' | '\u{61C}' | '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' => continue,
            c if is_bidi_control(c) => continue,
            c if c.is_whitespace() => {
                space = true;
                last_n = false;
                continue;
            }
            // General category Pd, the minus sign, and what stands for a dash on keyboards.
            '\u{58A}'
            | '\u{5BE}'
            | '\u{1806}'
            | '\u{2010}'..='\u{2015}'
            | '\u{2043}'
            | '\u{2212}'
            | '\u{2E3A}'
            | '\u{2E3B}'
            | '\u{301C}'
            | '\u{3030}'
            | '\u{30A0}'
            | '\u{30FC}'
            | '\u{FE31}'
            | '\u{FE32}'
            | '\u{FE58}'
            | '\u{FE63}'
            | '\u{FF0D}' => '-',
            '\u{FF01}'..='\u{FF5E}' => char::from_u32(c as u32 - 0xFEE0).unwrap_or(c),
            c => digit(c).unwrap_or(c),
        };
        if space && !out.is_empty() {
            out.push(' ');
        }
        space = false;
        last_n = matches!(plain, 'n' | 'N');
        out.push(plain);
    }
    out
}

/// The first of each ten decimal digits that stand beside ASCII's, as Unicode 17 assigns them
/// (general category Nd); the full-width ones are folded with the letters.
/// Source: `DerivedGeneralCategory.txt` of the Unicode Character Database.
const ZEROS: [u32; 75] = [
    0x660, 0x6F0, 0x7C0, 0x966, 0x9E6, 0xA66, 0xAE6, 0xB66, 0xBE6, 0xC66, 0xCE6, 0xD66, 0xDE6,
    0xE50, 0xED0, 0xF20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50,
    0x1BB0, 0x1C40, 0x1C50, 0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0x104A0,
    0x10D30, 0x10D40, 0x11066, 0x110F0, 0x11136, 0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650,
    0x116C0, 0x116D0, 0x116DA, 0x11730, 0x118E0, 0x11950, 0x11BF0, 0x11C50, 0x11D50, 0x11DA0,
    0x11DE0, 0x11F50, 0x16130, 0x16A60, 0x16AC0, 0x16B50, 0x16D70, 0x1CCF0, 0x1D7CE, 0x1D7D8,
    0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E5F1, 0x1E950, 0x1FBF0,
];

/// The ASCII digit of a decimal digit of any script.
fn digit(c: char) -> Option<char> {
    let code = c as u32;
    let at = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1)?;
    char::from_digit(code - ZEROS.get(at)?, 10)
}

fn is_no_number(text: &str) -> bool {
    let letters = || text.bytes().filter(u8::is_ascii_alphabetic).map(|b| b.to_ascii_lowercase());
    // The longest words are short; anything longer is a number.
    text.len() <= 20
        && text.bytes().all(|b| b.is_ascii_alphabetic() || b" ./-()".contains(&b))
        && NO_NUMBER.iter().any(|word| letters().eq(word.bytes()))
}

/// A number without the signs that carry nothing and what stands before it, as codes of its
/// characters.
pub(super) struct Number {
    codes: [u8; MOST],
    start: usize,
    end: usize,
}

impl Number {
    /// `None` when it is longer than any shape.
    pub(super) fn clean(text: &str, cleaning: Cleaning) -> Option<Self> {
        let mut number = Self { codes: [OTHER; MOST], start: 0, end: 0 };
        let mut previous = 0;
        for byte in text.bytes() {
            let mut code = code_of(byte);
            if code >= OTHER {
                if code == DROPPED {
                    if !(cleaning.signs && byte == b'-') {
                        continue;
                    }
                    code = MINUS;
                } else {
                    // Ñ and ñ in UTF-8: the second byte takes the place of the first.
                    if previous == 0xC3 && matches!(byte, 0x91 | 0xB1) {
                        number.end -= 1;
                        code = ENYE;
                    }
                    previous = byte;
                }
            }
            *number.codes.get_mut(number.end)? = code;
            number.end += 1;
        }
        let prefix = cleaning.prefixes().find(|prefix| number.codes().starts_with(prefix));
        number.start = prefix.map_or(0, <[u8]>::len);
        Some(number)
    }

    pub(super) fn codes(&self) -> &[u8] {
        self.codes.get(self.start..self.end).unwrap_or_default()
    }

    /// Letters and signs alone: a word, unless a country's numbers look like that.
    pub(super) fn has_no_digit(&self) -> bool {
        self.codes().iter().all(|code| *code > 9)
    }

    /// All one character, or digits that count up or down: 111111, 123456789, 9876543210.
    pub(super) fn is_placeholder(&self) -> bool {
        let codes = self.codes();
        if codes.len() < 3 {
            return codes.iter().all(|code| *code == 0);
        }
        let steps = |step: u8| {
            codes.windows(2).all(|pair| match *pair {
                [a, b] => a < 10 && b == (a + step) % 10,
                _ => false,
            })
        };
        is_one_character(codes) || steps(1) || steps(9)
    }
}

/// Whether all characters are the same.
pub(super) fn is_one_character(codes: &[u8]) -> bool {
    codes.windows(2).all(|pair| pair.first() == pair.last())
}
