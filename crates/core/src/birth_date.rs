//! The date of birth: a real day, and an age within the rules.

use crate::date::Date;
use crate::issue::Code;
use crate::rules::Rules;
use crate::text::is_direction_mark;

/// The canonical form: without outer white space and the direction marks that copying leaves.
/// Nothing else is mended: of `1/2/1990` nobody knows the day.
///
/// ```
/// use client_profile::birth_date::canonical;
/// assert_eq!(canonical(" 1969-09-19\n"), "1969-09-19");
/// ```
pub fn canonical(text: &str) -> &str {
    text.trim_matches(|c: char| c.is_whitespace() || is_direction_mark(c))
}

/// The date that `text`, in canonical form, says, or the first rule it breaks.
///
/// ```
/// use client_profile::{Code, Date, Rules, birth_date};
/// let today = Date::new(2026, 11, 23).unwrap();
/// let check = |text| birth_date::check(text, &Rules::default(), today);
/// assert_eq!(check("1969-09-19"), Ok(Date::new(1969, 9, 19).unwrap()));
/// assert_eq!(check("2020-01-01"), Err(Code::AgeBelowMinimum));
/// ```
#[inline]
pub fn check(text: &str, rules: &Rules, today: Date) -> Result<Date, Code> {
    check_ages(text, rules.minimum_age, rules.age_limit, today)
}

/// The same by the two ages of the rules.
#[inline]
pub(crate) fn check_ages(
    text: &str,
    minimum_age: u16,
    age_limit: u16,
    today: Date,
) -> Result<Date, Code> {
    let (year, month, day) = Date::split(text).ok_or(Code::DateFormat)?;
    let date = Date::new(year, month, day).ok_or(Code::DateImpossible)?;
    if date.has_age_on(today, minimum_age, age_limit) {
        return Ok(date);
    }
    Err(if date > today {
        Code::DateFuture
    } else if date.age_on(today) < minimum_age {
        Code::AgeBelowMinimum
    } else {
        Code::AgeAboveMaximum
    })
}

#[cfg(test)]
mod tests {
    use super::{canonical, check};
    use crate::date::Date;
    use crate::issue::Code;
    use crate::rules::Rules;

    #[test]
    fn only_a_real_day_written_in_one_way_is_a_birth_date() {
        let rules = Rules::default();
        let on = |text: &str, year, month, day| {
            check(canonical(text), &rules, Date::new(year, month, day).unwrap()).err()
        };
        for (text, code, why) in [
            ("1969-09-19", None, "the documentation's example"),
            (" \u{A0}\u{200E}1969-09-19\u{200F}\n", None, "what copying leaves"),
            ("2000-02-29", None, "leap day"),
            ("2008-11-23", None, "18 today"),
            ("2008-11-24", Some(Code::AgeBelowMinimum), "18 tomorrow"),
            ("2026-11-23", Some(Code::AgeBelowMinimum), "born today"),
            ("2026-11-24", Some(Code::DateFuture), "born tomorrow"),
            ("9999-12-31", Some(Code::DateFuture), "the last day there is"),
            ("1905-11-24", None, "121 tomorrow"),
            ("1905-11-23", Some(Code::AgeAboveMaximum), "121 today"),
            ("0001-01-01", Some(Code::AgeAboveMaximum), "the first day there is"),
            ("0000-01-01", Some(Code::DateImpossible), "there is no year 0"),
            ("1900-02-29", Some(Code::DateImpossible), "a century is no leap year"),
            ("2001-02-29", Some(Code::DateImpossible), "no leap year"),
            ("1990-04-31", Some(Code::DateImpossible), "April has 30 days"),
            ("1990-13-01", Some(Code::DateImpossible), "no such month"),
            ("1990-00-01", Some(Code::DateImpossible), "no such month"),
            ("1990-01-00", Some(Code::DateImpossible), "no such day"),
            ("2026-02-30", Some(Code::DateImpossible), "the day counts before today does"),
            ("1990-1-1", Some(Code::DateFormat), "digits missing"),
            ("90-01-01", Some(Code::DateFormat), "century missing"),
            ("19900101", Some(Code::DateFormat), "hyphens missing"),
            ("1990/01/01", Some(Code::DateFormat), "slashes"),
            ("01-01-1990", Some(Code::DateFormat), "day first"),
            ("1990‐01‐01", Some(Code::DateFormat), "hyphens of Unicode"),
            ("１９９０-01-01", Some(Code::DateFormat), "full-width digits"),
            ("١٩٩٠-٠١-٠١", Some(Code::DateFormat), "Arabic-Indic digits"),
            ("+990-01-01", Some(Code::DateFormat), "a sign"),
            ("1990-01-01T00:00", Some(Code::DateFormat), "a time"),
            ("1990-01-01\0", Some(Code::DateFormat), "a control"),
            ("1990- 1- 1", Some(Code::DateFormat), "spaces inside"),
        ] {
            assert_eq!(on(text, 2026, 11, 23), code, "{text:?}: {why}");
        }
        let none = Rules { minimum_age: 18, age_limit: 18, ..Rules::default() };
        let code = check("2008-11-23", &none, Date::new(2026, 11, 23).unwrap()).err();
        assert_eq!(code, Some(Code::AgeAboveMaximum), "18 is not below 18, whatever the limit");
        assert_eq!(on("2008-02-29", 2026, 2, 28), Some(Code::AgeBelowMinimum), "not yet");
        assert_eq!(on("2008-02-29", 2026, 3, 1), None, "of age on 1 March");
        assert_eq!(on("2008-02-29", 2028, 2, 29), None, "of age for years");
    }
}
