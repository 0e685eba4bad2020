//! The date of birth: a real day, and an age within the rules.

use crate::date::Date;
use crate::issue::Code;
use crate::rules::Rules;

/// The date that `text`, in canonical form, says, or the first rule it breaks.
pub fn check(text: &str, rules: &Rules, today: Date) -> Result<Date, Code> {
    let (year, month, day) = Date::split(text).ok_or(Code::DateFormat)?;
    let date = Date::new(year, month, day).ok_or(Code::DateImpossible)?;
    if date > today {
        return Err(Code::DateFuture);
    }
    let age = date.age_on(today);
    if age < rules.minimum_age {
        Err(Code::AgeBelowMinimum)
    } else if age >= rules.age_limit {
        Err(Code::AgeAboveMaximum)
    } else {
        Ok(date)
    }
}
