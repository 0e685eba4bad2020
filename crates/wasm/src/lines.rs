//! NDJSON, a piece at a time: each line a record, blank lines skipped.
//!
//! The answer: how many lines there were, how many records, how many without an error, the
//! address of the text that words point into; then, for each record with an error, its line
//! (from 0), how many words its findings have, and these. In place of that number, [`EXACT`] says
//! that the line is no flat object of plain strings, and so JavaScript's to read, and is followed
//! by where it begins and ends.

use client_profile::json;
use client_profile::{Date, Validator};

use crate::answer::{Answer, word};

/// The line is JavaScript's to read.
const EXACT: u32 = u32::MAX;

/// The longest line that is read, in bytes.
const MAX_LINE: usize = 1 << 20;

/// Checks the whole lines of `text`, and what follows them when it is `last`. Returns how many
/// bytes it has read.
pub fn check(
    validator: &Validator,
    text: &[u8],
    last: bool,
    today: Date,
    answer: &mut Answer,
) -> usize {
    let (mut lines, mut records, mut passed) = (0, 0, 0);
    for _ in 0..4 {
        answer.push(0);
    }
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let (line, after) = match line_break(rest) {
            Some(end) => (rest.get(..end).unwrap_or_default(), at + end + 1),
            None if last => (rest, text.len()),
            None => break,
        };
        if !line.trim_ascii().is_empty() {
            records += 1;
            if line.len() <= MAX_LINE
                && let Some(update) = json::read_flat(line)
            {
                let report = validator.validate(&update, today);
                if report.is_valid() {
                    passed += 1;
                } else {
                    answer.push(lines);
                    let count = answer.push(0);
                    answer.push_findings(&report);
                    answer.set(count, word(answer.len() - count - 1));
                }
            } else {
                for place in [lines, EXACT, word(at), word(at + line.len())] {
                    answer.push(place);
                }
            }
        }
        at = after;
        lines += 1;
    }
    for (at, word) in [lines, records, passed, answer.text_address()].into_iter().enumerate() {
        answer.set(at, word);
    }
    at
}

/// Where the first line ends, told eight bytes at a time.
fn line_break(text: &[u8]) -> Option<usize> {
    const ONES: u64 = u64::MAX / 255;
    let (words, rest) = text.as_chunks();
    for (at, word) in words.iter().enumerate() {
        let other = u64::from_le_bytes(*word) ^ (ONES * u64::from(b'\n'));
        // The high bit of each byte that is none; bits above the lowest may be wrong.
        let found = other.wrapping_sub(ONES) & !other & (ONES << 7);
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let last = rest.iter().position(|byte| *byte == b'\n')?;
    Some(words.len() * 8 + last)
}

#[cfg(test)]
mod tests {
    use super::line_break;

    #[test]
    fn a_line_ends_at_its_first_break() {
        for length in 0..40 {
            let mut text = vec![0x8A; length];
            assert_eq!(line_break(&text), None);
            for at in (0..length).rev() {
                text[at] = b'\n';
                assert_eq!(line_break(&text), Some(at));
            }
        }
    }
}
