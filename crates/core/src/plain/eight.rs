//! What bytes are, told eight at a time in a register that every processor has.

/// One in every byte.
const ONES: u64 = u64::MAX / 255;
/// The high bit of every byte: no ASCII character has it.
const HIGH: u64 = ONES << 7;
/// What fills a word where a text has fewer than eight bytes: fine everywhere, no separator.
const FILL: u64 = ONES * b'a' as u64;

/// The high bit of each byte that is one from `from` to `to`, of eight ASCII bytes.
const fn within(word: u64, from: u8, to: u8) -> u64 {
    let reaches = word.wrapping_add(ONES * (0x80 - from as u64));
    let passes = word.wrapping_add(ONES * (0x7F - to as u64));
    reaches & !passes & HIGH
}

const fn letters(word: u64) -> u64 {
    within(word | (ONES * 0x20), b'a', b'z')
}

const fn spaces(word: u64) -> u64 {
    within(word, b' ', b' ')
}

/// What eight bytes are: a high bit for each byte that is so.
struct Bytes {
    /// It may stand there.
    fine: u64,
    /// It must not stand first, nor after another one.
    separator: u64,
}

/// Whether there are bytes, fine ones only, and no separators where they must not stand, nor a space
/// at the end.
#[inline]
fn are(bytes: &[u8], kind: impl Fn(u64) -> Bytes) -> bool {
    if matches!(bytes.last(), None | Some(b' ')) {
        return false;
    }
    let mut wrong = 0;
    // The high bit of the lowest byte: what stands before the word is a separator, or nothing.
    let mut before = 0x80;
    let mut look = |word: u64, before: u64| {
        let Bytes { fine, separator } = kind(word);
        let follows = separator << 8 | before;
        wrong |= word & HIGH | fine ^ HIGH | separator & follows;
        separator >> 56
    };
    let (chunks, rest) = bytes.as_chunks::<8>();
    for chunk in chunks {
        before = look(u64::from_le_bytes(*chunk), before);
    }
    if !rest.is_empty() {
        // The last bytes once more, together with some that were looked at: those tell what stands
        // before the rest, and nothing stands before them that was not told.
        if let Some(last) = bytes.last_chunk::<8>() {
            look(u64::from_le_bytes(*last), 0);
        } else if let (Some(first), Some(last)) = (bytes.first_chunk::<4>(), bytes.last_chunk()) {
            const HALF: u64 = FILL << 32;
            look(HALF | u64::from(u32::from_le_bytes(*first)), before);
            look(HALF | u64::from(u32::from_le_bytes(*last)), 0);
        } else {
            look(rest.iter().rev().fold(FILL, |word, byte| word << 8 | u64::from(*byte)), before);
        }
    }
    wrong == 0
}

#[cfg(any(test, not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
pub(super) fn are_of_name(bytes: &[u8]) -> bool {
    are(bytes, |word| {
        let separator = spaces(word) | within(word, b'\'', b'\'') | within(word, b'-', b'-');
        Bytes { fine: letters(word) | separator, separator }
    })
}

#[cfg(any(test, not(any(target_arch = "x86_64", target_arch = "aarch64"))))]
pub(super) fn are_of_note(bytes: &[u8]) -> bool {
    are(bytes, |word| Bytes {
        fine: within(word, b' ', b'~') & !within(word, b'`', b'`'),
        separator: spaces(word),
    })
}

pub(super) fn are_of_tax_number(bytes: &[u8]) -> bool {
    // From `-` to `9` stand `-`, `.`, `/` and the digits.
    let fine = are(bytes, |word| {
        let separator = spaces(word);
        Bytes { fine: letters(word) | within(word, b'-', b'9') | separator, separator }
    });
    fine && bytes.iter().any(u8::is_ascii_digit)
}
