//! The quick way: records as programs write them.

use crate::field::{Field, Kind};

/// Reads the texts of the record that `text` starts with, and gives what comes after it, when all 12
/// fields come in the order of the wire and no space stands between, or, when it is `SPACED`, one
/// after each colon and comma: what programs write. Made for speed, where the size of code does not
/// matter.
pub(super) fn in_order<'a, const SPACED: bool>(
    text: &'a str,
    texts: &mut [&'a str; Field::COUNT],
) -> Option<&'a str> {
    let [first, second, third, fourth, fifth, sixth, others @ ..] = texts;
    let [seventh, eighth, ninth, tenth, eleventh, twelfth] = others;
    let mut rest = text;
    rest = Member::<0, SPACED>::read(rest, first)?;
    rest = Member::<1, SPACED>::read(rest, second)?;
    rest = Member::<2, SPACED>::read(rest, third)?;
    rest = Member::<3, SPACED>::read(rest, fourth)?;
    rest = Member::<4, SPACED>::read(rest, fifth)?;
    rest = Member::<5, SPACED>::read(rest, sixth)?;
    rest = Member::<6, SPACED>::read(rest, seventh)?;
    rest = Member::<7, SPACED>::read(rest, eighth)?;
    rest = Member::<8, SPACED>::read(rest, ninth)?;
    rest = Member::<9, SPACED>::read(rest, tenth)?;
    rest = Member::<10, SPACED>::read(rest, eleventh)?;
    rest = Member::<11, SPACED>::read(rest, twelfth)?;
    rest.strip_prefix("\"}")
}

/// The member of the field at that place.
struct Member<const AT: usize, const SPACED: bool>;

impl<const AT: usize, const SPACED: bool> Member<AT, SPACED> {
    /// What stands before its value: the quote that ends the value before it, its key, its quote.
    const BEFORE: ([u8; 40], usize) = {
        let comma = if SPACED { "\", \"" } else { "\",\"" };
        let (start, name) = (if AT == 0 { "{\"" } else { comma }, Field::ALL[AT].name());
        let colon = if SPACED { "\": \"" } else { "\":\"" };
        let mut all = [0; 40];
        let mut length = 0;
        let parts = [start, name, colon];
        let mut part = 0;
        while part < parts.len() {
            let bytes = parts[part].as_bytes();
            let mut at = 0;
            while at < bytes.len() {
                all[length] = bytes[at];
                length += 1;
                at += 1;
            }
            part += 1;
        }
        (all, length)
    };

    /// How many bytes its value nearly always has, where that is so. Where a value ends decides
    /// where the next one begins, and a processor that guesses it need not wait to see it.
    const USUAL: usize = match Field::ALL[AT].spec().kind {
        Kind::Country => 2,
        Kind::Date => 10,
        _ => 0,
    };

    /// Its value, and what comes after that from the quote on.
    #[inline]
    fn read<'a>(text: &'a str, value: &mut &'a str) -> Option<&'a str> {
        let (before, length) = const { (&Self::BEFORE.0, Self::BEFORE.1) };
        if !text.as_bytes().starts_with(before.get(..length)?) {
            return None;
        }
        let start = text.get(length..)?;
        let bytes = start.as_bytes();
        let is_usual = match Self::USUAL {
            2 => matches!(bytes, [a, b, b'"', ..] if is_plain(*a) && is_plain(*b)),
            10 => matches!(bytes.split_first_chunk(), Some((head, [a, b, b'"', ..]))
                if stops(u64::from_le_bytes(*head)) == 0 && is_plain(*a) && is_plain(*b)),
            _ => false,
        };
        let end = if is_usual { Self::USUAL } else { plain_string(bytes, 0)? };
        let (text, rest) = start.split_at_checked(end)?;
        *value = text;
        Some(rest)
    }
}

/// Where the string that starts at `from` ends, when there is no escape and no control in it.
#[inline(never)]
fn plain_string(bytes: &[u8], from: usize) -> Option<usize> {
    let end = plain_run(bytes, from);
    (*bytes.get(end)? == b'"').then_some(end)
}

/// Where the first quote, backslash or control stands from there on; past all bytes when there is
/// none.
#[inline]
pub(super) fn plain_run(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    let (words, last) = bytes.get(from..).unwrap_or_default().as_chunks();
    for word in words {
        let found = stops(u64::from_le_bytes(*word));
        if found != 0 {
            return at + found.trailing_zeros() as usize / 8;
        }
        at += 8;
    }
    let rest = last.iter().position(|byte| !is_plain(*byte));
    at + rest.unwrap_or(last.len())
}

const fn is_plain(byte: u8) -> bool {
    byte >= b' ' && byte != b'"' && byte != b'\\'
}

/// The high bit of each byte that is a quote, a backslash or a control; bits above the lowest may
/// be wrong, which `trailing_zeros` never sees.
const fn stops(word: u64) -> u64 {
    const ONES: u64 = u64::MAX / 255;
    const HIGH: u64 = ONES << 7;
    const fn zero_bytes(word: u64) -> u64 {
        word.wrapping_sub(ONES) & !word & HIGH
    }
    let controls = word.wrapping_sub(ONES * 0x20) & !word & HIGH;
    zero_bytes(word ^ (ONES * b'"' as u64)) | zero_bytes(word ^ (ONES * b'\\' as u64)) | controls
}
