//! NDJSON, a piece at a time: each line a record, blank lines skipped.
//!
//! The answer: how many lines there were, how many records, how many without an error, the
//! address of the text that words point into; then, for each record with an error, its line
//! (from 0), how many words its findings have, and these.

use client_profile::json::Reader;
use client_profile::{Code, Date, Issue, Report, Validator};

use crate::answer::Answer;

/// The longest line that is read, in bytes.
const MAX_LINE: usize = 1 << 20;

/// Checks the whole lines of `text`, and what follows them when it is `last`. Returns how many
/// bytes it has read.
pub fn check(
    validator: &Validator,
    reader: &mut Reader,
    text: &[u8],
    last: bool,
    today: Date,
    answer: &mut Answer,
) -> usize {
    let (mut lines, mut records, mut passed) = (0, 0, 0);
    for _ in 0..4 {
        answer.push(0);
    }
    let mut rest = text;
    while !rest.is_empty() {
        let (line, after) = match line_break(rest) {
            Some(end) => (&rest[..end], &rest[end + 1..]),
            None if last => (rest, &rest[rest.len()..]),
            None => break,
        };
        rest = after;
        if !line.trim_ascii().is_empty() {
            records += 1;
            passed += u32::from(passes(validator, reader, line, today, lines, answer));
        }
        lines += 1;
    }
    for (at, word) in [lines, records, passed, answer.text_address()].into_iter().enumerate() {
        answer.set(at, word);
    }
    text.len() - rest.len()
}

fn passes(
    validator: &Validator,
    reader: &mut Reader,
    line: &[u8],
    today: Date,
    number: u32,
    answer: &mut Answer,
) -> bool {
    let read = if line.len() > MAX_LINE { None } else { reader.read(line).ok() };
    let report = read.as_ref().map(|update| validator.validate(update, today));
    if report.as_ref().is_some_and(Report::is_valid) {
        return true;
    }
    answer.push(number);
    let count = answer.push(0);
    match report {
        Some(report) => answer.push_issues(report.issues()),
        None => answer.push_issues([Issue::of_input(Code::InvalidJson)].into_iter()),
    }
    let findings = answer.len() - count - 1;
    answer.set(count, u32::try_from(findings).unwrap_or(0));
    false
}

/// Where the first line ends.
fn line_break(text: &[u8]) -> Option<usize> {
    text.iter().position(|byte| *byte == b'\n')
}
