//! What a number tells of its holder's birth date and gender.

use super::table::is_in_class;
use crate::choice;
use crate::date::Date;

/// Where the birth date sits in a number, and how it is coded. Its lists stand in `table`.
pub(super) struct Born {
    pub(super) layout: Layout,
    /// How many digits the year has.
    pub(super) year: u8,
    pub(super) at: u8,
    /// For [`Layout::Days`]: day 0, in days since 1970-01-01.
    pub(super) epoch: i32,
    pub(super) century: Century,
    pub(super) centuries: u8,
    pub(super) century_count: u8,
    /// What may be added to the month, and to the day.
    pub(super) months: u8,
    pub(super) month_count: u8,
    pub(super) days: u8,
    pub(super) day_count: u8,
    /// Whether 00 stands for an unknown month or day, and 000001 for an unknown date.
    pub(super) unknown: bool,
    /// Whether the day need not exist: then there is nothing to compare.
    pub(super) loose: bool,
}

/// The order of a date's parts.
#[derive(Clone, Copy)]
pub(super) enum Layout {
    YearMonthDay,
    /// A year of three digits leaves out the thousands.
    DayMonthYear,
    /// Two digits of the year, an Italian month letter, two digits of the day.
    MonthLetter,
    /// Only the year.
    Year,
    /// Five digits that count days.
    Days,
}

/// How the century of a two-digit year is told.
#[derive(Clone, Copy)]
pub(super) enum Century {
    /// It is not.
    Any,
    /// Always that one: 19 for 1900 to 1999.
    Fixed(u8),
    /// The year's first character is a decade: A 1900 to 1909, B 1910 to 1919; a digit: not told.
    Decade,
    /// By the character there.
    By(u8),
}

/// A number added to a month or day, and what it tells.
pub(super) struct Shift {
    pub(super) add: u8,
    /// 0 when it tells none.
    pub(super) century: u8,
    pub(super) sex: Sex,
}

/// A gender that a number carries.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Sex {
    Male,
    Female,
    /// The number says that it carries none.
    Untold,
    /// Another place of the number tells it, if any.
    #[default]
    Elsewhere,
}

/// Where a character tells the gender: places of two classes.
pub(super) struct Gender {
    pub(super) at: u8,
    pub(super) male: u8,
    pub(super) female: u8,
}

/// What was read. A part that is not told is 0.
#[derive(Clone, Copy, Default)]
pub(super) struct Birth {
    century: u16,
    /// One more than the year of the century.
    year: u16,
    month: u8,
    day: u8,
    pub(super) sex: Sex,
}

/// No number in use carries a later date of birth. Registries keep ranges for those yet to be born,
/// which a mistyped number falls into; the clock is no business of a shape. Where a number tells days
/// since an epoch or a year alone, other checkers take any, and such a date is left to be compared
/// with the person's.
const LATEST_YEAR: u16 = 2039;

/// The months of an Italian code.
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
        let year = usize::from(self.year);
        let (year_at, month_at, day_at) = match self.layout {
            Layout::YearMonthDay => (at, at + year, at + year + 2),
            Layout::DayMonthYear => (at + 4, at + 2, at),
            Layout::MonthLetter | Layout::Year => (at, at + 2, at + 3),
            Layout::Days => {
                let days = number(codes, at, 5)?;
                let date = Date::from_days_since_epoch(self.epoch.checked_add_unsigned(days)?)?;
                return Some(Birth::of(date));
            }
        };
        let (century, year) = self.year(codes, year_at)?;
        let month = match self.layout {
            Layout::Year => {
                return Some(Birth { century, year: year + 1, ..Birth::default() });
            }
            Layout::MonthLetter => 1 + letter_in(ITALIAN_MONTHS, *codes.get(month_at)?)?,
            _ => number(codes, month_at, 2)?,
        };
        let (month, by_month) = self.unshift(self.months(), month, 12)?;
        let (day, by_day) = self.unshift(self.days(), number(codes, day_at, 2)?, 31)?;
        let told = by_month.map_or(0, |shift| shift.century.into());
        let century = if told > 0 { told } else { century };
        let sex = |shift: Option<&Shift>| shift.map_or(Sex::Elsewhere, |shift| shift.sex);
        let sex = if sex(by_month) == Sex::Elsewhere { sex(by_day) } else { sex(by_month) };
        if (year, month, day) == (0, 0, 1) {
            // What is written where not even the year is known.
            return Some(Birth { sex, ..Birth::default() });
        }
        if month == 0 || day == 0 {
            return Some(Birth { century, year: year + 1, month, day: 0, sex });
        }
        // When no century is told, a leap day need exist in one of them only: 2000 is a leap year.
        let some = if century > 0 { century } else { 20 };
        let date = Date::new(some * 100 + year, month, day)?;
        if century > 0 && date.year() > LATEST_YEAR {
            return None;
        }
        Some(Birth { century, year: year + 1, month, day, sex })
    }

    /// The century, 0 when not told, and the year in it.
    fn year(&self, codes: &[u8], at: usize) -> Option<(u16, u16)> {
        if let (Century::Decade, Some(&decade @ 10..=35)) = (self.century, codes.get(at)) {
            let years = 1900 + u16::from(decade - 10) * 10 + u16::from(*codes.get(at + 1)?);
            return Some((years / 100, years % 100));
        }
        let year = u16::try_from(number(codes, at, self.year.into())?).ok()?;
        let century = match self.century {
            _ if self.year == 4 => year / 100,
            _ if self.year == 3 => (if year < 800 { year + 2000 } else { year + 1000 }) / 100,
            Century::Any | Century::Decade => 0,
            Century::Fixed(century) => century.into(),
            Century::By(at) => {
                let code = *codes.get(usize::from(at))?;
                let told = self.centuries().iter().find(|(class, _)| is_in_class(code, *class));
                told.map_or(0, |(_, century)| (*century).into())
            }
        };
        Some((century, year % 100))
    }

    /// Takes off what was added; `None` when nothing of it leaves a month or day.
    fn unshift(
        &self,
        shifts: &'static [Shift],
        value: u32,
        most: u8,
    ) -> Option<(u8, Option<&'static Shift>)> {
        let value = u8::try_from(value).ok()?;
        let fits = |value: &u8| (u8::from(!self.unknown)..=most).contains(value);
        if shifts.is_empty() {
            return Some(value).filter(fits).map(|value| (value, None));
        }
        shifts.iter().find_map(|shift| {
            value.checked_sub(shift.add).filter(fits).map(|value| (value, Some(shift)))
        })
    }
}

impl Gender {
    pub(super) fn read(&self, codes: &[u8]) -> Sex {
        match codes.get(usize::from(self.at)) {
            Some(code) if is_in_class(*code, self.male) => Sex::Male,
            Some(code) if is_in_class(*code, self.female) => Sex::Female,
            _ => Sex::Untold,
        }
    }
}

impl Birth {
    const fn of(date: Date) -> Self {
        Self {
            century: date.year() / 100,
            year: date.year() % 100 + 1,
            month: date.month(),
            day: date.day(),
            sex: Sex::Elsewhere,
        }
    }

    /// Whether it tells another day than that one.
    pub(super) fn differs_from(self, date: Date) -> bool {
        let date = Self::of(date);
        let other = |told: u16, given: u16| told != 0 && told != given;
        other(self.century, date.century)
            || other(self.year, date.year)
            || other(self.month.into(), date.month.into())
            || other(self.day.into(), date.day.into())
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
fn number(codes: &[u8], at: usize, len: usize) -> Option<u32> {
    codes.get(at..at + len)?.iter().try_fold(0_u32, |value, code| {
        let digit = if *code < 10 { u32::from(*code) } else { letter_in(ITALIAN_DIGITS, *code)? };
        Some(value.wrapping_mul(10).wrapping_add(digit))
    })
}

/// Where the letter of that code stands among `letters`.
fn letter_in(letters: &[u8], code: u8) -> Option<u32> {
    let letter = code.checked_add(b'A' - 10)?;
    u32::try_from(letters.iter().position(|known| *known == letter)?).ok()
}

#[cfg(test)]
mod tests {
    use super::number;

    #[test]
    fn digits_and_the_letters_for_them_are_read_and_no_others() {
        for (codes, value, why) in [
            (&[0, 0][..], Some(0), "two digits"),
            (&[8, 3], Some(83), "two digits"),
            (&[9, 9], Some(99), "two digits"),
            (&[21, 31], Some(9), "L is 0, V is 9"),
            (&[1, 10], None, "A is none"),
            (&[24, 1], None, "O is none"),
            (&[1], None, "too few"),
        ] {
            assert_eq!(number(codes, 0, 2), value, "{codes:?}: {why}");
        }
    }
}
