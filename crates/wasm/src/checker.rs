//! Checks by one set of rules.

use client_profile::text::Normalizer;
use client_profile::validate::Alone;
use client_profile::{Date, Field, FieldSet, Validator};

use crate::answer::Answer;
use crate::desk::{Desk, number_of};
use crate::{lines, rules};

/// Rules, ready for many checks, and the memory that inputs and answers cross in.
pub struct Checker {
    validator: Validator,
    normalize: Normalizer,
    desk: Desk,
    answer: Answer,
    day: Day,
}

impl Checker {
    /// Checks by the rules that are laid on its desk before the first check: see
    /// [`Checker::take_rules`].
    pub fn new(normalize: Normalizer) -> Self {
        Self {
            validator: Validator::of_settings(rules::read(&[], ""), normalize),
            normalize,
            desk: Desk::new(),
            answer: Answer::default(),
            day: Day { count: 0, date: Date::EPOCH },
        }
    }

    /// Takes the rules that lie on the desk, in the form of `rules.rs`, of which the text has so
    /// many bytes.
    pub fn take_rules(&mut self, length: usize) {
        let settings = self.desk.read_text(length, |numbers, text| {
            rules::read(numbers, str::from_utf8(text).unwrap_or_default())
        });
        self.validator = Validator::of_settings(settings, self.normalize);
    }

    /// Checks what lies on the desk: the field of that number, or all 12 when there is no such
    /// field. `today` counts days since 1970-01-01. Returns how many words the answer has; 0 says
    /// that everything is right as it came.
    pub fn check(&mut self, field: usize, today: i32) -> usize {
        let today = self.day.read(today);
        let Self { validator, desk, answer, .. } = self;
        answer.clear();
        if field >= Field::COUNT && desk.judge(validator, today, answer) {
            return answer.len();
        }
        let fields =
            Field::ALL.get(field).map_or(FieldSet::ALL, |field| FieldSet::EMPTY.with(*field));
        desk.read(validator.settings(), |update| {
            let report = validator.validate_fields(fields, update, today);
            if !report.is_as_it_came() {
                answer.write(fields, &report);
            }
        });
        answer.len()
    }

    /// A quick yes to the one text of so many bytes that lies on the desk. A no means nothing: the
    /// full check decides. Says nothing of what is known of a country's tax numbers.
    pub fn accepts(&mut self, field: usize, length: usize, today: i32) -> bool {
        let today = self.day.read(today);
        let Self { validator, desk, .. } = self;
        let field = Field::ALL.get(field);
        field.is_some_and(|field| desk.accepts(validator, *field, length, today))
    }

    /// Answers with two words for each run of days that are alike as dates of birth, from the first day
    /// that there is to the last: the number of its first day, and the code of what is wrong with all of
    /// them, or 0. None of these is wrong here and there: people grow older day by day.
    pub fn birth_runs(&mut self, today: i32) -> usize {
        let today = self.day.read(today);
        let Self { validator, answer, .. } = self;
        let code_of = |day| {
            let text = Date::from_days_since_epoch(day).map(Date::to_ascii).unwrap_or_default();
            let text = str::from_utf8(&text).unwrap_or_default();
            match validator.look_at(Field::DateOfBirth, text, today) {
                Alone::Wrong(code, _) => code as u32,
                Alone::Fine | Alone::Other => 0,
            }
        };
        answer.clear();
        let mut first = Date::FIRST_DAY;
        while let Some(date) = Date::from_days_since_epoch(first) {
            let code = code_of(first);
            answer.push(number_of(date));
            answer.push(code);
            let (mut alike, mut other) = (first, Date::LAST_DAY + 1);
            while alike + 1 < other {
                let middle = i32::midpoint(alike, other);
                *(if code_of(middle) == code { &mut alike } else { &mut other }) = middle;
            }
            first = other;
        }
        answer.len()
    }

    /// Checks the lines of NDJSON of which the text on the desk has that many bytes, and, when
    /// they are the last, what stands after the last line break. Returns how many bytes it read;
    /// the answer is as `lines.rs` says.
    pub fn check_lines(
        &mut self,
        length: usize,
        last: bool,
        drops_unknown: bool,
        today: i32,
    ) -> usize {
        let today = self.day.read(today);
        let Self { validator, desk, answer, .. } = self;
        answer.clear();
        desk.read_text(length, |_, text| {
            lines::check(validator, text, last, drops_unknown, today, answer)
        })
    }

    /// Makes room for that many bytes of text, and says where.
    pub fn text(&mut self, bytes: usize) -> usize {
        self.desk.text(bytes)
    }

    /// Where the lengths of the texts, or what stands in their place, are written.
    pub fn lengths(&self) -> usize {
        self.desk.lengths()
    }

    /// Where the last answer begins.
    pub fn answer(&self) -> usize {
        self.answer.address()
    }

    /// Wipes the text of the last answer, which was read.
    pub fn forget(&mut self) {
        self.answer.forget();
    }

    /// How many words the last answer has.
    pub fn answer_length(&self) -> usize {
        self.answer.len()
    }
}

/// The last day that was asked for: nearly always the next one too.
struct Day {
    count: i32,
    date: Date,
}

impl Day {
    /// The day of that count. JavaScript counts no days but those that there are.
    #[inline]
    fn read(&mut self, count: i32) -> Date {
        if count != self.count {
            let date = Date::from_days_since_epoch(count).unwrap_or(Date::EPOCH);
            *self = Self { count, date };
        }
        self.date
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::vec::Vec;

    use client_profile::{Code, Rules};

    /// The runs of days by rules with these ages, on 23 November 2026: first day, and code.
    fn runs(minimum_age: u16, age_limit: u16) -> Vec<(u32, Option<Code>)> {
        let mut checker = Checker::new(str::to_owned);
        let rules = Rules { minimum_age, age_limit, ..Rules::default() };
        checker.validator = Validator::new(&rules, str::to_owned).unwrap();
        let today = Date::new(2026, 11, 23).unwrap().days_since_epoch();
        let words = checker.birth_runs(today);
        assert_eq!(words, checker.answer.words().len());
        let code = |code: u32| Code::ALL.iter().copied().find(|known| *known as u32 == code);
        // No code is 0 that a date may have.
        let code = |word| if word == 0 { None } else { code(word) };
        checker.answer.words().chunks(2).map(|run| (run[0], code(run[1]))).collect()
    }

    fn day(year: u16, month: u8, day: u8) -> u32 {
        number_of(Date::new(year, month, day).unwrap())
    }

    #[test]
    fn days_are_alike_one_after_the_other() {
        let (above, below, future) =
            (Some(Code::AgeAboveMaximum), Some(Code::AgeBelowMinimum), Some(Code::DateFuture));
        let first = day(1, 1, 1);
        let tomorrow = day(2026, 11, 24);
        let taken = day(1905, 11, 24);
        let days = [(first, above), (taken, None), (day(2008, 11, 24), below), (tomorrow, future)];
        assert_eq!(runs(18, 121), days);
        assert_eq!(runs(0, 121), [(first, above), (taken, None), (tomorrow, future)]);
        let all = [(first, None), (day(2008, 11, 24), below), (tomorrow, future)];
        assert_eq!(runs(18, 65_535), all);
        assert_eq!(runs(3_000, 4_000), [(first, below), (tomorrow, future)], "nobody");
    }
}
