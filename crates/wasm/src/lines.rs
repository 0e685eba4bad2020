//! NDJSON, a piece at a time: each line a record, blank lines skipped.
//!
//! The answer: how many lines there were, how many records, how many without an error, the
//! address of the text that words point into; then, for each record with an error, its line
//! (from 0), how many words its findings have, and these.

use client_profile::json::{self, MAX_LINE};
use client_profile::{Code, Date, ProfileUpdate, Validator};

use crate::answer::{Answer, word};

/// An answer of so many words is enough for once: the lines that are left come again. Without a
/// limit, lines of a few bytes would take many times their memory.
const ENOUGH: usize = 1 << 18;

/// Checks the whole lines of `text`, and what follows them when it is `last`; fewer when there is
/// much to answer. With `drops_unknown`, keys that are no field are nobody's business. Returns how
/// many bytes it has read.
pub fn check(
    validator: &Validator,
    text: &[u8],
    last: bool,
    drops_unknown: bool,
    today: Date,
    answer: &mut Answer,
) -> usize {
    let (mut lines, mut records, mut passed) = (0, 0, 0);
    for _ in 0..4 {
        answer.push(0);
    }
    let whole = whole_characters(text);
    let mut at = 0;
    let mut reader = json::Reader::default();
    let mut update = ProfileUpdate::default();
    while answer.len() < ENOUGH
        && let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty())
    {
        // Programs write records that need neither their end looked for nor a second look.
        let quick = whole.get(at..).and_then(|text| json::quick_record(text, &mut update));
        if let Some(after) = quick
            && let Some(next) = after.strip_prefix('\n')
            && whole.len() - after.len() - at <= MAX_LINE
        {
            records += 1;
            passed += check_one(validator, &update, today, lines, answer);
            at = whole.len() - next.len();
            lines += 1;
            continue;
        }
        let (line, after) = match line_break(rest) {
            Some(end) => (rest.get(..end).unwrap_or_default(), at + end + 1),
            None if last => (rest, text.len()),
            None => break,
        };
        if line.len() > MAX_LINE || !line.trim_ascii().is_empty() {
            records += 1;
            let read = (line.len() <= MAX_LINE).then(|| reader.read(line).ok());
            if let Some(mut update) = read.flatten() {
                if drops_unknown {
                    update.drop_unknown();
                }
                passed += check_one(validator, &update, today, lines, answer);
            } else {
                let count = begin(lines, answer);
                answer.push_input(Code::InvalidJson);
                end(count, answer);
            }
            reader.forget();
        }
        at = after;
        lines += 1;
    }
    for (at, word) in [lines, records, passed, answer.text_address()].into_iter().enumerate() {
        answer.set(at, word);
    }
    at
}

/// The text up to where it is no UTF-8, which a piece may cut within a character.
fn whole_characters(text: &[u8]) -> &str {
    match str::from_utf8(text) {
        Ok(text) => text,
        Err(error) => {
            let whole = text.get(..error.valid_up_to()).unwrap_or_default();
            str::from_utf8(whole).unwrap_or_default()
        }
    }
}

/// Checks the record of a line and answers with what is wrong about it. Returns how many passed:
/// 1 or 0.
fn check_one(
    validator: &Validator,
    update: &ProfileUpdate<'_>,
    today: Date,
    line: u32,
    answer: &mut Answer,
) -> u32 {
    // Nobody is told the warnings of a record without an error.
    if validator.passes(update, today) {
        return 1;
    }
    let report = validator.validate(update, today);
    if report.is_valid() {
        return 1;
    }
    let count = begin(line, answer);
    if update.is_object() {
        answer.push_findings(&report);
    } else {
        answer.push_input(Code::NotAnObject);
    }
    end(count, answer);
    0
}

/// Begins what was found in a line; says where the count of its words stands.
fn begin(line: u32, answer: &mut Answer) -> usize {
    answer.push(line);
    answer.push(0)
}

fn end(count: usize, answer: &mut Answer) {
    answer.set(count, word(answer.len() - count - 1));
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
    use alloc::string::String;

    use client_profile::{Code, Date, Field, Rules, Validator};

    use super::{Answer, check, line_break};

    /// The figures that stand before the findings, these, and how far was read.
    fn answer(text: &[u8], last: bool) -> (usize, [u32; 3], Vec<u32>) {
        let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
        let today = Date::new(2026, 11, 23).unwrap();
        let mut answer = Answer::default();
        let read = check(&validator, text, last, false, today, &mut answer);
        let words = answer.words();
        (read, [words[0], words[1], words[2]], words[4..].into())
    }

    #[test]
    fn records_in_order_are_answered_as_others_are() {
        let record = |name: &str, space: &str| {
            let member = |field: Field| {
                let text = match field {
                    Field::FirstName => name,
                    Field::LastName => "Okafor",
                    Field::AccountOpeningReason => "savings",
                    Field::EmploymentStatus => "retired",
                    Field::DateOfBirth => "1969-09-19",
                    Field::Gender => "other",
                    Field::TaxIdentificationNumber => "ABCPE1234F",
                    Field::Reason => "moved",
                    _ => "in",
                };
                format!("\"{}\":{space}\"{text}\"", field.name())
            };
            let members: Vec<String> = Field::ALL.into_iter().map(member).collect();
            format!("{{{}}}", members.join(","))
        };
        let lines = |space: &str, ends: [&str; 5]| -> Vec<u8> {
            let names = ["Zoë", "R2D2", "Li", "", "Anne"];
            let line = |(name, end)| record(name, space) + end;
            names.into_iter().zip(ends).map(line).collect::<String>().into_bytes()
        };
        for ends in [["\n"; 5], ["\n", "\n\n", "\r\n", "\n", ""], ["\n", " \n", "x\n", "\n", ""]] {
            for last in [false, true] {
                let (quick, other) = (lines("", ends), lines(" ", ends));
                let (read, figures, findings) = answer(&quick, last);
                let (other_read, other_figures, other_findings) = answer(&other, last);
                assert_eq!((figures, findings), (other_figures, other_findings));
                assert_eq!(quick.len() - read == 0, other.len() - other_read == 0);
                let whole = if last || ends[4] == "\n" { 5 } else { 4 };
                assert_eq!(figures[1], whole);
                assert_eq!(figures[2], whole - if ends[2] == "x\n" { 3 } else { 2 });
            }
        }
        // What is cut off within a character is left for the next piece.
        let text = lines("", ["\n"; 5]);
        let cut = text.iter().position(|byte| *byte >= 0x80).unwrap() + 1;
        let whole = text.len();
        let mut twice = text.clone();
        twice.extend_from_slice(&text[..cut]);
        assert_eq!(answer(&twice, false), answer(&text, false));
        assert_eq!(answer(&twice, false).0, whole);
    }

    #[test]
    fn every_line_has_an_answer() {
        let no_object = Code::NotAnObject as u32;
        for (line, findings, why) in [
            ("{", &[Code::InvalidJson as u32][..], "half an object"),
            ("\u{FEFF}{}", &[Code::InvalidJson as u32], "a byte order mark within"),
            ("[]", &[no_object], "a list"),
            ("\"\\u0061\"", &[no_object], "a text"),
        ] {
            let (read, figures, words) = answer(line.as_bytes(), true);
            assert_eq!((read, figures), (line.len(), [1, 1, 0]), "{why}");
            assert_eq!((words[0], &words[2..]), (0, findings), "{why}");
        }
        assert_eq!(answer(&vec![b' '; super::MAX_LINE], true).1, [1, 0, 0], "blank");
        assert_eq!(answer(&vec![b' '; super::MAX_LINE + 1], true).1, [1, 1, 0], "blank, too long");
        let long = format!("[{}]", " ".repeat(super::MAX_LINE));
        assert_eq!(answer(long.as_bytes(), true).2[2..], [Code::InvalidJson as u32], "too long");
        let (.., words) = answer(br#"{"gender":"ma\u006ce","a\u0062":0,"gender":1}"#, true);
        let unknown = Code::UnknownField as u32 | 1 << 25;
        assert_eq!(words[words.len() - 3..], [unknown, 0, 2], "an unknown key of two letters");
        let twice = Code::DuplicateField as u32 | (Field::Gender as u32 + 1) << 8;
        assert!(words.contains(&twice), "{words:?}");
    }

    #[test]
    fn much_to_answer_is_answered_in_turn() {
        let text = "{}\n".repeat(super::MAX_LINE / 3);
        let (mut at, mut lines, mut turns) = (0, 0, 0);
        while at < text.len() {
            let (read, figures, words) = answer(&text.as_bytes()[at..], false);
            assert_eq!((figures, read), ([figures[0], figures[0], 0], figures[0] as usize * 3));
            assert!(words.len() < super::ENOUGH + 20);
            (at, lines, turns) = (at + read, lines + figures[0] as usize, turns + 1);
        }
        assert_eq!(lines, super::MAX_LINE / 3);
        assert!(turns > 10, "{turns}");
    }

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
