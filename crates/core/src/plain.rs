//! The quick yes: what nearly every value is, told in one pass without a branch per byte.
//!
//! A yes means that the value is canonical, breaks no rule and earns no warning. A no means
//! nothing: the full check decides. Tests hold every yes against the full check.

/// A letter `a` to `z` in either case.
const LETTER: u8 = 1;
/// A digit.
const DIGIT: u8 = 2;
/// A space.
const SPACE: u8 = 4;
/// A hyphen: inside names and tax numbers.
const HYPHEN: u8 = 8;
/// An apostrophe: inside names.
const APOSTROPHE: u8 = 64;
/// A full stop or slash: inside tax numbers.
const STOP: u8 = 16;
/// Other printable ASCII that is canonical: all but the grave accent.
const OTHER: u8 = 32;
/// Everything else.
const NOT_PLAIN: u8 = 128;

const CLASSES: [u8; 256] = {
    let mut classes = [NOT_PLAIN; 256];
    let mut byte = b' ';
    while byte <= b'~' {
        classes[byte as usize] = match byte {
            b'a'..=b'z' | b'A'..=b'Z' => LETTER,
            b'0'..=b'9' => DIGIT,
            b' ' => SPACE,
            b'-' => HYPHEN,
            b'\'' => APOSTROPHE,
            b'.' | b'/' => STOP,
            b'`' => NOT_PLAIN,
            _ => OTHER,
        };
        byte += 1;
    }
    classes
};

/// What one pass over a text finds.
struct Seen {
    /// The classes that occur.
    classes: u8,
    /// Not 0 when two separators meet, one stands first, or a space stands last.
    pairs: u8,
}

/// Looks at every byte; `separators` are the classes that must not meet.
fn look(text: &str, separators: u8) -> Seen {
    let mut previous = separators;
    let mut seen = Seen { classes: 0, pairs: 0 };
    for byte in text.bytes() {
        let class = CLASSES[byte as usize];
        seen.classes |= class;
        // Any two separators in a row count, whichever they are.
        seen.pairs |= u8::from(previous & separators != 0) & u8::from(class & separators != 0);
        previous = class;
    }
    seen.pairs |= u8::from(previous & SPACE != 0);
    seen
}

/// A name of ASCII letters, with single spaces, hyphens and apostrophes between them.
pub(crate) fn is_name(text: &str, limit: u32) -> bool {
    let seen = look(text, SPACE | HYPHEN | APOSTROPHE);
    seen.classes & !(LETTER | SPACE | HYPHEN | APOSTROPHE) == 0
        && seen.classes & LETTER != 0
        && seen.pairs == 0
        && text.len() <= limit as usize
}

/// Printable ASCII with single spaces inside.
pub(crate) fn is_note(text: &str, limit: u32) -> bool {
    let seen = look(text, SPACE);
    seen.classes & NOT_PLAIN == 0
        && seen.classes != 0
        && seen.pairs == 0
        && text.len() <= limit as usize
}

/// ASCII letters and digits, with single signs and spaces inside, and a digit: the words for
/// "none" have none.
pub(crate) fn is_tax_number(text: &str, limit: u32) -> bool {
    let seen = look(text, SPACE);
    seen.classes & !(LETTER | DIGIT | SPACE | HYPHEN | STOP) == 0
        && seen.classes & DIGIT != 0
        && seen.pairs == 0
        && text.len() <= limit as usize
}
