//! Checks by one set of rules.

use client_profile::text::Normalizer;
use client_profile::{Date, Field, FieldSet, Validator};

use crate::answer::Answer;
use crate::desk::Desk;
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

    /// Answers with a word for each month of a year, with the bits of the days that are accepted as a
    /// date of birth.
    pub fn birth_days(&mut self, year: usize, today: i32) -> usize {
        let today = self.day.read(today);
        // There is no year 0.
        let year = u16::try_from(year).unwrap_or_default();
        self.answer.clear();
        for month in 1..=12 {
            self.answer.push(self.validator.birth_days(year, month, today));
        }
        self.answer.len()
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
