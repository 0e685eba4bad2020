//! What a number tells of its holder's birth date and gender.

use crate::choice;
use crate::date::Date;

/// Where the birth date sits in a number, and how it is coded.
pub(super) struct Born {
    pub(super) layout: Layout,
    pub(super) at: u8,
    /// For [`Layout::Days`]: the day before day 1, in days since 1970-01-01.
    pub(super) epoch: i32,
    pub(super) century: Century,
    /// What may be added to the month; empty for nothing.
    pub(super) months: &'static [Shift],
    pub(super) days: &'static [Shift],
    /// Whether 00 stands for an unknown month or day.
    pub(super) unknown: bool,
    /// Whether the day need not exist: then there is nothing to compare.
    pub(super) loose: bool,
}

/// The order of a date's parts.
pub(super) enum Layout {
    /// Year in so many digits, month, day.
    YearMonthDay { year: u8 },
    /// Day, month, year; a year of three digits leaves out the thousands.
    DayMonthYear { year: u8 },
    /// Two digits of the year, an Italian month letter, two digits of the day.
    MonthLetter,
    /// Only the year.
    Year { year: u8 },
    /// Five digits that count days.
    Days,
}

/// How the century of a two-digit year is told.
pub(super) enum Century {
    /// It is not.
    Any,
    /// Always that one: 19 for 1900 to 1999.
    Fixed(u8),
    /// The year's first character is a decade: A 1900 to 1909, B 1910 to 1919; a digit: not told.
    Decade,
    /// By the character there: classes of characters and their centuries.
    By(u8, &'static [(u64, u8)]),
}

/// A number added to a month or day, and what it tells.
pub(super) struct Shift {
    pub(super) add: u8,
    /// 0 when it tells none.
    pub(super) century: u8,
    pub(super) gender: Option<Sex>,
}

/// A gender that a number carries.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Sex {
    Male,
    Female,
    /// The number says that it carries none.
    Untold,
}

/// Where a character tells the gender.
pub(super) struct Gender {
    pub(super) at: u8,
    pub(super) male: u64,
    pub(super) female: u64,
}

/// What was read. A part that is not told is `None`.
#[derive(Clone, Copy, Default)]
pub(super) struct Birth {
    century: Option<u8>,
    year_of_century: Option<u8>,
    month: Option<u8>,
    day: Option<u8>,
    pub(super) gender: Option<Sex>,
}

/// The months of an Italian code, as letter codes.
const ITALIAN_MONTHS: &[u8; 12] = b"ABCDEHLMPRST";

/// The digits of an Italian code that stand as letters (omocodia), from 0 to 9.
const ITALIAN_DIGITS: &[u8; 10] = b"LMNPQRSTUV";

impl Born {
    /// Reads the date; `None` when there is no such day.
    pub(super) fn read(&self, codes: &[u8]) -> Option<Birth> {
        let read = self.read_exact(codes);
        if self.loose { Some(read.unwrap_or_default()) } else { read }
    }

    fn read_exact(&self, codes: &[u8]) -> Option<Birth> {
        let at = usize::from(self.at);
        let two = |skip: usize| number(codes, at + skip, 2);
        match self.layout {
            Layout::YearMonthDay { year } => {
                let end = usize::from(year);
                self.date(codes, self.year(codes, at, end)?, two(end)?, two(end + 2)?)
            }
            Layout::DayMonthYear { year } => {
                let year = self.year(codes, at + 4, usize::from(year))?;
                self.date(codes, year, two(2)?, two(0)?)
            }
            Layout::MonthLetter => {
                let letter = codes.get(at + 2)?.checked_add(b'A' - 10)?;
                let month = ITALIAN_MONTHS.iter().position(|known| *known == letter)?;
                self.date(codes, self.year(codes, at, 2)?, 1 + u16::try_from(month).ok()?, two(3)?)
            }
            Layout::Year { year } => {
                let (century, year) = self.year(codes, at, usize::from(year))?;
                let century = century.or_else(|| self.century.read(codes));
                Some(Birth { century, year_of_century: Some(year), ..Birth::default() })
            }
            Layout::Days => {
                let days = codes.get(at..at + 5)?;
                let days = days.iter().fold(0, |sum, digit| sum * 10 + i32::from(*digit));
                let date = Date::from_days_since_epoch(self.epoch + days)?;
                Some(Birth {
                    century: u8::try_from(date.year() / 100).ok(),
                    year_of_century: u8::try_from(date.year() % 100).ok(),
                    month: Some(date.month()),
                    day: Some(date.day()),
                    gender: None,
                })
            }
        }
    }

    /// The century, where the year itself tells it, and the year in it.
    fn year(&self, codes: &[u8], at: usize, len: usize) -> Option<(Option<u8>, u8)> {
        if let (Century::Decade, Some(&decade @ 10..=35)) = (&self.century, codes.get(at)) {
            let years = u16::from(decade - 10) * 10 + number(codes, at + 1, 1)?;
            let (more, year) = (u8::try_from(years / 100).ok()?, u8::try_from(years % 100).ok()?);
            return Some((Some(19 + more), year));
        }
        let year = number(codes, at, len)?;
        let year = match len {
            3 if year >= 800 => year + 1000,
            3 => year + 2000,
            _ => year,
        };
        let century = if len > 2 { Some(u8::try_from(year / 100).ok()?) } else { None };
        Some((century, u8::try_from(year % 100).ok()?))
    }

    fn date(
        &self,
        codes: &[u8],
        (century, year): (Option<u8>, u8),
        month: u16,
        day: u16,
    ) -> Option<Birth> {
        let (month, by_month) = self.unshift(self.months, month, 12)?;
        let (day, by_day) = self.unshift(self.days, day, 31)?;
        let told = by_month.map_or(0, |shift| shift.century);
        let century = match century {
            Some(century) => Some(century),
            None if told > 0 => Some(told),
            None => self.century.read(codes),
        };
        let known_month = if month == 0 { None } else { Some(month) };
        let known_day = if day == 0 || month == 0 { None } else { Some(day) };
        if let (Some(month), Some(day)) = (known_month, known_day) {
            // A leap day exists in some century when none is told.
            let exists = |century: u8| {
                Date::new(u16::from(century) * 100 + u16::from(year), month, day).is_some()
            };
            if !century.map_or_else(|| exists(19) || exists(20), exists) {
                return None;
            }
        }
        let gender = |shift: Option<&Shift>| shift.and_then(|shift| shift.gender);
        Some(Birth {
            century,
            year_of_century: Some(year),
            month: known_month,
            day: known_day,
            gender: gender(by_month).or_else(|| gender(by_day)),
        })
    }

    /// Takes off what was added; `None` when nothing of it leaves a month or day.
    fn unshift(
        &self,
        shifts: &'static [Shift],
        value: u16,
        most: u16,
    ) -> Option<(u8, Option<&'static Shift>)> {
        let least = u16::from(!self.unknown);
        let fits = |value: u16| (least..=most).contains(&value);
        if shifts.is_empty() {
            return if fits(value) { Some((u8::try_from(value).ok()?, None)) } else { None };
        }
        shifts.iter().find_map(|shift| {
            let value = value.checked_sub(u16::from(shift.add)).filter(|value| fits(*value))?;
            Some((u8::try_from(value).ok()?, Some(shift)))
        })
    }
}

impl Century {
    fn read(&self, codes: &[u8]) -> Option<u8> {
        match self {
            Self::Any | Self::Decade => None,
            Self::Fixed(century) => Some(*century),
            Self::By(at, map) => {
                let code = codes.get(usize::from(*at))?;
                map.iter().find(|(class, _)| class >> code & 1 == 1).map(|(_, century)| *century)
            }
        }
    }
}

impl Gender {
    pub(super) fn read(&self, codes: &[u8]) -> Option<Sex> {
        let code = codes.get(usize::from(self.at))?;
        match (self.male >> code & 1, self.female >> code & 1) {
            (1, _) => Some(Sex::Male),
            (_, 1) => Some(Sex::Female),
            _ => None,
        }
    }
}

impl Birth {
    /// Whether it tells another day than that one.
    pub(super) fn differs_from(&self, date: Date) -> bool {
        let century = date.year() / 100;
        let year = date.year() % 100;
        let other =
            |told: Option<u8>, given: u16| told.is_some_and(|told| u16::from(told) != given);
        other(self.century, century)
            || other(self.year_of_century, year)
            || other(self.month, date.month().into())
            || other(self.day, date.day().into())
    }
}

impl Sex {
    /// Whether it is another gender than that one.
    pub(super) fn differs_from(self, gender: choice::Gender) -> bool {
        match gender {
            choice::Gender::Male => self == Self::Female,
            choice::Gender::Female => self == Self::Male,
        }
    }
}

/// So many digits as a number. Letters that stand for digits in an Italian code count as those;
/// shapes see to it that there are no others.
fn number(codes: &[u8], at: usize, len: usize) -> Option<u16> {
    codes.get(at..at + len)?.iter().try_fold(0_u16, |value, code| {
        let digit = if *code < 10 {
            *code
        } else {
            let letter = code.checked_add(b'A' - 10)?;
            let digit = ITALIAN_DIGITS.iter().position(|known| *known == letter)?;
            u8::try_from(digit).ok()?
        };
        value.checked_mul(10)?.checked_add(digit.into())
    })
}
