//! The memory that Rust and JavaScript share: inputs are laid on it, answers are read off it.
//!
//! JavaScript writes here between calls, when nothing on this side borrows it, through addresses
//! that were exposed to it. Nothing here is unsafe: lengths that reach too far, and bytes that are
//! no UTF-8, read as inputs that are no text.

use alloc::string::String;
use alloc::vec::Vec;

use client_profile::issue::{Issue, Place};
use client_profile::{Field, FieldSet, Input, ProfileUpdate, Report, Severity};

/// Most bytes of text that the desk takes in one call.
const MAX_TEXT: usize = 1 << 22;

/// What JavaScript writes in place of a length.
const MISSING: i32 = -1;
const SURROGATE: i32 = -2;
const TOO_LONG: i32 = -3;

/// Inputs on one side, the answer on the other.
pub struct Desk {
    lengths: [i32; Field::COUNT],
    text: Vec<u8>,
    answer: Answer,
}

impl Desk {
    /// An empty desk.
    pub fn new() -> Self {
        Self { lengths: [MISSING; Field::COUNT], text: Vec::new(), answer: Answer::default() }
    }

    /// Where the lengths of the inputs are written, in the order of the fields.
    pub fn lengths(&self) -> usize {
        self.lengths.as_ptr().expose_provenance()
    }

    /// Where the inputs' text is written, one after the other: at least so many bytes.
    pub fn text(&mut self, bytes: usize) -> usize {
        if self.text.len() < bytes && bytes <= MAX_TEXT {
            self.text.resize(bytes, 0);
        }
        self.text.as_ptr().expose_provenance()
    }

    /// Where the words of the last answer are.
    pub fn words(&self) -> usize {
        self.answer.words.as_ptr().expose_provenance()
    }

    /// Reads the inputs, has `check` write the answer, wipes the inputs, and returns how many
    /// words the answer has.
    pub fn answer(&mut self, check: impl FnOnce(&ProfileUpdate<'_>, &mut Answer)) -> usize {
        self.answer.words.clear();
        self.answer.text.clear();
        let used = self.lengths.iter().map(|length| usize::try_from(*length).unwrap_or(0)).sum();
        let used = self.text.get_mut(..used).unwrap_or_default();
        check(&read(&self.lengths, used), &mut self.answer);
        used.fill(0);
        self.lengths = [MISSING; Field::COUNT];
        self.answer.words.len()
    }
}

fn read<'a>(lengths: &[i32; Field::COUNT], text: &'a [u8]) -> ProfileUpdate<'a> {
    let text = str::from_utf8(text).unwrap_or_default();
    let mut update = ProfileUpdate::default();
    let mut at = 0;
    for (field, length) in Field::ALL.into_iter().zip(lengths) {
        let input = match *length {
            MISSING => continue,
            SURROGATE => Input::Surrogate,
            TOO_LONG => Input::Text(OVERLONG),
            length => match usize::try_from(length) {
                Ok(length) => {
                    let start = at;
                    at += length;
                    text.get(start..at).map_or(Input::NotText, Input::Text)
                }
                Err(_) => Input::NotText,
            },
        };
        update.put(field, input);
    }
    update
}

const OVERLONG: &str = match str::from_utf8(&[b'~'; 20_001]) {
    Ok(text) => text,
    Err(_) => "",
};

/// What was found, as numbers, for JavaScript to make objects of.
///
/// 1. 1 when nothing blocks, plus a bit for each field (2 for the first) whose value changed.
/// 2. The address of the text that the following words point into.
/// 3. Start and length of each changed value.
/// 4. Each finding: its code, its field + 1 (8 bits on), whether it is a warning (bit 16), which
///    parameters follow (from bit 24): limit, country (its index), format and number (address and
///    length each).
///
/// No words at all: nothing blocks, nothing changed, nothing was found.
#[derive(Default)]
pub struct Answer {
    words: Vec<u32>,
    text: String,
}

impl Answer {
    /// Writes what was found in `update`.
    pub fn write(&mut self, fields: FieldSet, update: &ProfileUpdate<'_>, report: &Report<'_>) {
        if report.is_as_it_came() {
            return;
        }
        let mut flags = u32::from(report.is_valid());
        self.words.extend([0, 0]);
        if report.is_valid() {
            for field in fields.iter() {
                let value = report.value(field);
                if update.text(field) != Some(value) {
                    flags |= 2 << field as u8;
                    self.put_text(value);
                }
            }
        }
        for issue in report.issues() {
            self.put_issue(&issue);
        }
        if let [first, second, ..] = &mut self.words[..] {
            *first = flags;
            *second = word(self.text.as_ptr().expose_provenance());
        }
    }

    fn put_text(&mut self, text: &str) {
        self.words.extend([word(self.text.len()), word(text.len())]);
        self.text.push_str(text);
    }

    fn put_issue(&mut self, issue: &Issue<'_>) {
        let place = match issue.place {
            Place::Field(field) => field as u32 + 1,
            Place::Input | Place::Unknown(_) => 0,
        };
        let warning = u32::from(issue.severity == Severity::Warning);
        let at = self.words.len();
        self.words.push(0);
        let mut follows = 0;
        if let Some(limit) = issue.params.limit {
            follows |= 1;
            self.words.push(limit);
        }
        if let Some(country) = issue.params.country {
            follows |= 2;
            self.words.push(word(country.index()));
        }
        for (bit, text) in [(4, issue.params.format), (8, issue.params.number)] {
            if let Some(text) = text {
                follows |= bit;
                self.words.extend([word(text.as_ptr().expose_provenance()), word(text.len())]);
            }
        }
        if let Some(first) = self.words.get_mut(at) {
            *first = issue.code as u32 | place << 8 | warning << 16 | follows << 24;
        }
    }
}

/// Addresses and lengths of a 32-bit memory as they are.
#[allow(clippy::cast_possible_truncation, reason = "wasm32 has addresses of 32 bits")]
const fn word(number: usize) -> u32 {
    number as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use client_profile::{Code, Date, Rules, Validator};

    /// Checks what lies on the desk, and reads the inputs as the core saw them.
    fn answer(desk: &mut Desk) -> ([String; Field::COUNT], Vec<u32>) {
        let rules = Validator::new(&Rules::default(), str::to_owned).unwrap();
        let today = Date::new(2026, 11, 23).unwrap();
        let mut seen = <[String; Field::COUNT]>::default();
        let count = desk.answer(|update, answer| {
            for field in Field::ALL {
                seen[field as usize] = update.text(field).unwrap_or("-").into();
            }
            answer.write(FieldSet::ALL, update, &rules.validate(update, today));
        });
        assert_eq!(count, desk.answer.words.len());
        (seen, desk.answer.words.clone())
    }

    fn lay(desk: &mut Desk, lengths: &[i32], bytes: &[u8]) {
        desk.lengths[..lengths.len()].copy_from_slice(lengths);
        desk.text(bytes.len());
        desk.text[..bytes.len()].copy_from_slice(bytes);
    }

    #[test]
    fn texts_are_read_one_after_the_other() {
        let mut desk = Desk::new();
        lay(&mut desk, &[3, MISSING, 0, SURROGATE, -9, 5], "Zoëabcde".as_bytes());
        // "Zoë" has four bytes: the first text ends, and the others begin, within a character.
        let (seen, _) = answer(&mut desk);
        assert_eq!(seen[..6], ["-"; 6]);
        lay(&mut desk, &[4, MISSING, 0, SURROGATE, -9, 5], "Zoëabcde".as_bytes());
        let (seen, _) = answer(&mut desk);
        assert_eq!(seen[..6], ["Zoë", "-", "", "-", "-", "abcde"]);
    }

    #[test]
    fn nothing_of_a_call_is_left_on_the_desk() {
        let mut desk = Desk::new();
        lay(&mut desk, &[6], b"secret");
        answer(&mut desk);
        assert!(desk.text.iter().all(|byte| *byte == 0));
        assert_eq!(desk.lengths, [MISSING; Field::COUNT]);
    }

    #[test]
    fn whatever_is_laid_down_has_an_answer() {
        // A generator of Lehmer's kind: enough chance for lengths and bytes.
        let mut state: u64 = 4;
        let mut chance = move |below: u64| {
            state = state * 48_271 % 2_147_483_647;
            i32::try_from(state % below).unwrap()
        };
        let mut desk = Desk::new();
        for round in 0..20_000 {
            let bytes: Vec<u8> = (0..chance(64))
                .map(|_| {
                    u8::try_from(if round % 2 == 0 { chance(256) } else { 97 + chance(26) })
                        .unwrap()
                })
                .collect();
            let lengths: Vec<i32> = (0..Field::COUNT)
                .map(|_| match chance(16) {
                    0 => i32::MAX,
                    1 => i32::MIN,
                    2 => -chance(8),
                    _ => chance(12),
                })
                .collect();
            lay(&mut desk, &lengths, &bytes);
            let (_, words) = answer(&mut desk);
            assert_eq!(words[0], 0, "{lengths:?} {bytes:?}");
        }
    }

    #[test]
    fn a_text_too_long_to_be_laid_down_is_too_long_or_no_word_of_a_list() {
        let mut desk = Desk::new();
        lay(&mut desk, &[TOO_LONG; Field::COUNT], b"");
        let (_, words) = answer(&mut desk);
        let codes: Vec<u32> = words[2..].iter().map(|word| word & 255).collect();
        for code in [Code::TooLong, Code::CountryUnknown, Code::ChoiceUnknown, Code::DateFormat] {
            assert!(codes.contains(&(code as u32)), "{code:?}");
        }
    }
}
