//! The canonical form of text: what gets checked, stored and sent.

use alloc::borrow::Cow;
use alloc::string::String;

/// Puts text into Unicode Normalization Form C. The caller supplies it: a library natively,
/// the platform's `String.prototype.normalize` in a browser.
pub type Normalizer = fn(&str) -> String;

/// Whether `text` has more than `limit` Unicode scalar values. Counts no further than needed.
pub fn longer_than(text: &str, limit: u32) -> bool {
    let limit = limit as usize;
    text.len() > limit && text.chars().nth(limit).is_some()
}

/// U+202A to U+202E and U+2066 to U+2069: they reorder what stands around them.
pub const fn is_bidi_control(c: char) -> bool {
    matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// The canonical form of a line of text: NFC, one space between words, plain apostrophes,
/// hyphens and Latin letters. Borrowed when it is already canonical.
pub fn canonical_line(text: &str, normalize: Normalizer) -> Cow<'_, str> {
    canonical(text, normalize, false)
}

/// The same for text of several lines, which keeps its line breaks.
pub fn canonical_text(text: &str, normalize: Normalizer) -> Cow<'_, str> {
    canonical(text, normalize, true)
}

fn canonical(text: &str, normalize: Normalizer, lines: bool) -> Cow<'_, str> {
    if is_canonical_ascii(text) {
        return Cow::Borrowed(text);
    }
    let composed;
    let source = if text.is_ascii() {
        text
    } else {
        composed = normalize(text);
        &composed
    };
    let mut out = String::with_capacity(source.len());
    let mut space = false;
    for c in source.chars() {
        match c {
            '\n' | '\r' if lines => {
                space = false;
                out.push(c);
            }
            '\u{200E}' | '\u{200F}' | '\u{061C}' => {}
            c if is_space(c) => space = true,
            c => {
                if space && !out.is_empty() {
                    out.push(' ');
                }
                space = false;
                out.push(fold(c));
            }
        }
    }
    if lines {
        let end = out.trim_end().len();
        out.truncate(end);
    }
    if out == text { Cow::Borrowed(text) } else { Cow::Owned(out) }
}

/// Printable ASCII with single inner spaces and no grave accent.
fn is_canonical_ascii(text: &str) -> bool {
    let mut previous = b' ';
    for &byte in text.as_bytes() {
        if !(b' '..=b'~').contains(&byte) || byte == b'`' || byte == b' ' && previous == b' ' {
            return false;
        }
        previous = byte;
    }
    previous != b' ' || text.is_empty()
}

const fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\u{00A0}' | '\u{202F}' | '\u{3000}')
}

/// Look-alikes that keyboards produce, as the plain character.
fn fold(c: char) -> char {
    match c {
        '\u{00B4}' | '\u{0060}' | '\u{2032}' | '\u{FF07}' => '\'',
        '\u{2013}' | '\u{2212}' | '\u{FF0D}' => '-',
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}
