//! The canonical form of text: what gets checked, stored and sent.
//!
//! - Outer white space (the property `White_Space`, line breaks too) is trimmed.
//! - Runs of U+0020, U+00A0, U+202F and U+3000 become one space. Other white space inside stays
//!   as it is, for the rules of the field to refuse.
//! - Look-alikes become the plain character: apostrophes, hyphens, full-width Latin letters.
//! - Direction marks (U+200E, U+200F, U+061C) are dropped.
//! - In a line, U+200B is dropped beside Thai, Lao, Burmese and Khmer: there it says where words end
//!   (Unicode Standard 16.0, section 16.4), and is what the space bar of Khmer keyboards types.
//! - In text of several lines CRLF and CR become LF.
//! - What results is put into NFC. None of the characters replaced above comes out of that, so
//!   the canonical form is its own canonical form.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::unicode::{Kind, Properties, QuickCheck};

/// Puts text into Unicode Normalization Form C. The caller supplies it: a library natively,
/// the platform's `String.prototype.normalize` in a browser.
///
/// ```
/// use client_profile::text::{Normalizer, canonical_line};
/// // What a caller has: a library natively, the platform's own function in a browser.
/// let nfc: Normalizer = |text| text.replace("e\u{301}", "é");
/// assert_eq!(canonical_line("Rene\u{301}", nfc), "René");
/// ```
pub type Normalizer = fn(&str) -> String;

/// Whether `text` has more than `limit` Unicode scalar values. Counts no further than needed.
///
/// ```
/// use client_profile::text::longer_than;
/// assert!(!longer_than("Zoë", 3));
/// assert!(longer_than("Chloë", 3));
/// ```
pub fn longer_than(text: &str, limit: u32) -> bool {
    let limit = limit as usize;
    let starts = |byte: &u8| byte & 0xC0 != 0x80;
    text.len() > limit && text.as_bytes().iter().filter(|byte| starts(byte)).nth(limit).is_some()
}

/// U+202A to U+202E and U+2066 to U+2069: they reorder what stands around them.
///
/// ```
/// assert!(client_profile::text::is_bidi_control('\u{202E}'));
/// assert!(!client_profile::text::is_bidi_control('\u{200F}'));
/// ```
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The canonical form of a line of text. Borrowed when `text` is canonical; `normalize` is
/// called only for text that a quick check cannot pass.
///
/// ```
/// use client_profile::text::canonical_line;
/// assert_eq!(canonical_line(" Ｊean–Luc\u{A0} O`Neill ", str::to_owned), "Jean-Luc O'Neill");
/// ```
pub fn canonical_line(text: &str, normalize: Normalizer) -> Cow<'_, str> {
    canonical(text, normalize, false, u32::MAX)
}

/// The same for text of several lines, which keeps its line breaks, as LF.
///
/// ```
/// use client_profile::text::canonical_text;
/// assert_eq!(canonical_text("moved\r\nto Perth\r\n", str::to_owned), "moved\nto Perth");
/// ```
pub fn canonical_text(text: &str, normalize: Normalizer) -> Cow<'_, str> {
    canonical(text, normalize, true, u32::MAX)
}

/// Most characters that are one in Unicode Normalization Form C (Unicode Standard Annex #15: no
/// character's canonical decomposition is longer).
const COMPOSED: u32 = 4;

/// The canonical form, with line breaks or without. What has more than `limit` characters however it
/// is composed is not put into NFC: platforms take quadratic time to sort marks in their thousands.
pub(crate) fn canonical(
    text: &str,
    normalize: Normalizer,
    lines: bool,
    limit: u32,
) -> Cow<'_, str> {
    if is_canonical(text, lines) {
        return Cow::Borrowed(text);
    }
    let mut out = rewritten(text, lines);
    if !is_canonical(&out, lines) && !longer_than(&out, limit.saturating_mul(COMPOSED)) {
        out = normalize(&out);
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Whether a line is its own canonical form for certain.
pub(crate) fn is_canonical_line(text: &str) -> bool {
    is_canonical(text, false)
}

/// What an ASCII character means for canonical form: flags, or-ed over the whole text.
const SPACE: u8 = 1;
/// A control that is white space: trimmed at the ends.
const BREAK: u8 = 2;
const GRAVE: u8 = 4;
const CARRIAGE_RETURN: u8 = 8;
const BEYOND_ASCII: u8 = 16;

const ASCII: [u8; 256] = {
    let mut flags = [0; 256];
    let mut at = 0x80;
    while at < 256 {
        flags[at] = BEYOND_ASCII;
        at += 1;
    }
    flags[b' ' as usize] = SPACE;
    flags[b'`' as usize] = GRAVE;
    flags[b'\t' as usize] = BREAK;
    flags[b'\n' as usize] = BREAK;
    flags[0x0B] = BREAK;
    flags[0x0C] = BREAK;
    flags[b'\r' as usize] = BREAK | CARRIAGE_RETURN;
    flags
};

/// Whether `text` is its own canonical form for certain.
pub(crate) fn is_canonical(text: &str, lines: bool) -> bool {
    let found = text.bytes().fold(0, |found, byte| found | ASCII[byte as usize]);
    if found == 0 {
        return true;
    }
    if found & GRAVE != 0 || lines && found & CARRIAGE_RETURN != 0 {
        return false;
    }
    let white = |c: Option<char>| c.is_some_and(char::is_whitespace);
    if white(text.chars().next()) || white(text.chars().next_back()) {
        return false;
    }
    // The highest of the flags.
    if found >= BEYOND_ASCII {
        return is_canonical_inside(text);
    }
    let mut previous = 0;
    text.bytes().all(|byte| {
        let twice = byte == b' ' && previous == b' ';
        previous = byte;
        !twice
    })
}

/// The same for text without a grave accent and without outer white space.
fn is_canonical_inside(text: &str) -> bool {
    let mut check = QuickCheck::new();
    let mut after_space = false;
    text.chars().all(|c| {
        if c.is_ascii() {
            let twice = c == ' ' && after_space;
            after_space = c == ' ';
            check.ascii(c);
            return !twice;
        }
        after_space = false;
        let properties = Properties::of(c);
        properties.kind() != Kind::Folded && check.passes(c, properties)
    })
}

/// Everything but NFC.
fn rewritten(text: &str, lines: bool) -> String {
    let mut out = String::with_capacity(text.len());
    let mut space = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let c = match fold(c) {
            Some(' ') => {
                space = true;
                continue;
            }
            Some(BREAK_ALLOWED)
                if !lines
                    && (out.chars().next_back().is_some_and(is_without_spaces)
                        // The last of several decides for all.
                        || chars
                            .clone()
                            .find(|next| !is_direction_mark(*next))
                            .is_some_and(|next| {
                                next == BREAK_ALLOWED || is_without_spaces(next)
                            })) =>
            {
                continue;
            }
            Some('\r') if lines => {
                if chars.peek() == Some(&'\n') {
                    continue;
                }
                '\n'
            }
            Some(c) => c,
            None => continue,
        };
        if out.is_empty() {
            space = false;
            if c.is_whitespace() {
                continue;
            }
        }
        if space {
            out.push(' ');
            space = false;
        }
        out.push(c);
    }
    while out.ends_with(char::is_whitespace) {
        out.pop();
    }
    out
}

/// The zero-width space.
const BREAK_ALLOWED: char = '\u{200B}';

/// Whether it is of a script that has no spaces between words: Thai, Lao, Burmese, Khmer.
const fn is_without_spaces(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}')
}

/// What stands for `c` in canonical text; `None` when nothing does. The tables mark every
/// character that changes here, U+0060 apart, and U+200B as `Folded`.
const fn fold(c: char) -> Option<char> {
    match c {
        c if is_direction_mark(c) => None,
        '\u{00A0}' | '\u{202F}' | '\u{3000}' => Some(' '),
        // U+1FEF and U+1FFD are canonically equivalent to U+0060 and U+00B4.
        '\u{00B4}' | '\u{0060}' | '\u{2032}' | '\u{FF07}' | '\u{1FEF}' | '\u{1FFD}' => Some('\''),
        '\u{2013}' | '\u{2212}' | '\u{FF0D}' => Some('-'),
        // Not a letter, but what keyboards write between full-width initials.
        '\u{FF0E}' => Some('.'),
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => Some(plain_latin(c)),
        _ => Some(c),
    }
}

/// U+200E, U+200F and U+061C: invisible, and left behind by copying.
pub(crate) const fn is_direction_mark(c: char) -> bool {
    matches!(c, '\u{200E}' | '\u{200F}' | '\u{061C}')
}

/// Full-width Latin letters as plain ones; anything else as it is.
pub(crate) const fn plain_latin(c: char) -> char {
    match c {
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            // The full-width forms stand in the order of ASCII, 0xFEE0 higher.
            match char::from_u32(c as u32 - 0xFEE0) {
                Some(plain) => plain,
                None => c,
            }
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::{BREAK_ALLOWED, fold};
    use crate::unicode::{Kind, Properties};

    /// The quick look passes what the tables do not mark: a character that only one of the two knew
    /// would never be folded, or always looked at in vain.
    #[test]
    fn the_tables_mark_every_character_that_is_folded() {
        for c in '\0'..=char::MAX {
            let is_marked = Properties::of(c).kind() == Kind::Folded || c == '`';
            let is_folded = fold(c) != Some(c) || c == BREAK_ALLOWED;
            assert_eq!(is_folded, is_marked, "U+{:04X}", u32::from(c));
        }
    }
}
