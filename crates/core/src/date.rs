//! A day of the proleptic Gregorian calendar that exists.

use core::fmt;
use core::num::NonZero;

/// A day that exists, from year 1 to 9999. Never passes through a time zone.
///
/// ```
/// use client_profile::Date;
/// let born = Date::new(1969, 9, 19).unwrap();
/// assert_eq!(born.to_string(), "1969-09-19");
/// assert!(born < Date::EPOCH);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date(
    /// The year, then a byte each for month and day: the order of numbers is that of days.
    NonZero<u32>,
);

/// Days in each month of a common year.
const MONTH_DAYS: [u8; 12] = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

impl Date {
    /// 1970-01-01.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert_eq!(Date::EPOCH.days_since_epoch(), 0);
    /// ```
    pub const EPOCH: Self = Self(NonZero::<u32>::MIN.saturating_add((1970 << 16 | 1 << 8 | 1) - 1));

    /// The day, or `None` when there is no such day.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert!(Date::new(2024, 2, 29).is_some());
    /// assert!(Date::new(2023, 2, 29).is_none());
    /// ```
    #[inline]
    pub const fn new(year: u16, month: u8, day: u8) -> Option<Self> {
        // Every month has 28 days.
        let in_any_year = month.wrapping_sub(1) < 12 && day.wrapping_sub(1) < 28;
        if year == 0 || year > 9999 || !in_any_year && !Self::is_long(year, month, day) {
            return None;
        }
        match NonZero::new((year as u32) << 16 | (month as u32) << 8 | day as u32) {
            Some(packed) => Some(Self(packed)),
            None => None,
        }
    }

    const fn is_long(year: u16, month: u8, day: u8) -> bool {
        day != 0 && day <= Self::days_in_month(year, month)
    }

    /// How many days that month has; 0 when `month` is not 1 to 12.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert_eq!(Date::days_in_month(2024, 2), 29);
    /// assert_eq!(Date::days_in_month(2024, 13), 0);
    /// ```
    pub const fn days_in_month(year: u16, month: u8) -> u8 {
        if month == 0 || month > 12 {
            0
        } else if month == 2 && Self::is_leap(year) {
            29
        } else {
            MONTH_DAYS[month as usize - 1]
        }
    }

    const fn is_leap(year: u16) -> bool {
        year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
    }

    /// The year, 1 to 9999.
    ///
    /// ```
    /// assert_eq!(client_profile::Date::EPOCH.year(), 1970);
    /// ```
    #[allow(clippy::cast_possible_truncation, reason = "what is left after the shift")]
    pub const fn year(self) -> u16 {
        (self.0.get() >> 16) as u16
    }

    /// The month, 1 to 12.
    ///
    /// ```
    /// assert_eq!(client_profile::Date::EPOCH.month(), 1);
    /// ```
    pub const fn month(self) -> u8 {
        self.0.get().to_be_bytes()[2]
    }

    /// The day of the month, 1 to 31.
    ///
    /// ```
    /// assert_eq!(client_profile::Date::EPOCH.day(), 1);
    /// ```
    pub const fn day(self) -> u8 {
        self.0.get().to_be_bytes()[3]
    }

    /// Days since 1970-01-01, negative before.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert_eq!(Date::new(1970, 1, 2).unwrap().days_since_epoch(), 1);
    /// ```
    pub const fn days_since_epoch(self) -> i32 {
        // Years begin in March, so that the leap day is the last of its year.
        let month = self.month() as i32;
        let year = self.year() as i32 - if month <= 2 { 1 } else { 0 };
        let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + self.day() as i32 - 1;
        year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
    }

    /// The first day of the year 1, as days since 1970-01-01.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert_eq!(Date::from_days_since_epoch(Date::FIRST_DAY), Date::new(1, 1, 1));
    /// ```
    pub const FIRST_DAY: i32 = -719_162;

    /// The last day of the year 9999, likewise.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert_eq!(Date::from_days_since_epoch(Date::LAST_DAY), Date::new(9999, 12, 31));
    /// ```
    pub const LAST_DAY: i32 = 2_932_896;

    /// The day so many days after 1970-01-01; `None` outside the years 1 to 9999.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert_eq!(Date::from_days_since_epoch(20_780), Date::new(2026, 11, 23));
    /// ```
    pub const fn from_days_since_epoch(days: i32) -> Option<Self> {
        if days < Self::FIRST_DAY || days > Self::LAST_DAY {
            return None;
        }
        let days = days + 719_468;
        let era = days / 146_097;
        let day_of_era = days % 146_097;
        let year_of_era =
            (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
        let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * day_of_year + 2) / 153;
        let day = day_of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = era * 400 + year_of_era + if month <= 2 { 1 } else { 0 };
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "in range by the check above"
        )]
        Self::new(year as u16, month as u8, day as u8)
    }

    /// Reads `YYYY-MM-DD`; `None` for any other text and for a day that does not exist.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert_eq!(Date::parse("1969-09-19"), Date::new(1969, 9, 19));
    /// assert_eq!(Date::parse("1969-9-19"), None);
    /// ```
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month, day) = Self::split(text)?;
        Self::new(year, month, day)
    }

    /// The same as `YYYY-MM-DD`.
    ///
    /// ```
    /// use client_profile::Date;
    /// assert_eq!(&Date::new(1969, 9, 19).unwrap().to_ascii(), b"1969-09-19");
    /// ```
    pub fn to_ascii(self) -> [u8; 10] {
        #[allow(clippy::cast_possible_truncation, reason = "a digit")]
        let digit = |number: u16| b'0' + (number % 10) as u8;
        let (year, month, day) = (self.year(), self.month().into(), self.day().into());
        [
            digit(year / 1000),
            digit(year / 100),
            digit(year / 10),
            digit(year),
            b'-',
            digit(month / 10),
            digit(month),
            b'-',
            digit(day / 10),
            digit(day),
        ]
    }

    /// The three numbers of `YYYY-MM-DD`, whether or not there is such a day.
    #[inline]
    pub(crate) fn split(text: &str) -> Option<(u16, u8, u8)> {
        // Where a byte is right, what is left of it is a digit's value, or 0 for a hyphen; adding
        // what lacks to the high bit tells those that are more.
        const SIGNS: u64 = u64::from_le_bytes(*b"0000-00-");
        const ROOM: u64 = 0x7F76_767F_7676_7676;
        const DAY_SIGNS: u16 = u16::from_le_bytes(*b"00");
        const DAY_ROOM: u16 = 0x7676;
        let bytes: &[u8; 10] = text.as_bytes().try_into().ok()?;
        let (front, back) = (bytes.first_chunk()?, bytes.last_chunk()?);
        let left = u64::from_le_bytes(*front) ^ SIGNS;
        let day_left = u16::from_le_bytes(*back) ^ DAY_SIGNS;
        let wrong = (left.wrapping_add(ROOM) | left) & 0x8080_8080_8080_8080;
        let day_wrong = (day_left.wrapping_add(DAY_ROOM) | day_left) & 0x8080;
        if wrong | u64::from(day_wrong) != 0 {
            return None;
        }
        // Each byte ten times itself and the one after it.
        let [century, _, year, _, _, month, ..] = (left * 10 + (left >> 8)).to_le_bytes();
        let [tens, ones] = day_left.to_le_bytes();
        Some((u16::from(century) * 100 + u16::from(year), month, tens * 10 + ones))
    }

    /// Whether someone born on `self` has completed so many years by `today`, from `least` to
    /// fewer than `limit`, which is [`Self::age_on`] in one comparison.
    #[inline]
    pub(crate) const fn has_age_on(self, today: Self, least: u16, limit: u16) -> bool {
        let (born, today) = (self.0.get() as i64, today.0.get() as i64);
        today - ((limit as i64) << 16) < born && born <= today - ((least as i64) << 16)
    }

    /// A number that grows with the day through every year.
    #[allow(clippy::cast_possible_truncation, reason = "drops the year")]
    const fn day_of_any_year(self) -> u16 {
        self.0.get() as u16
    }

    /// Completed years from `self` to `today`; 0 when `today` is earlier. Someone born on
    /// 29 February completes a year on 1 March of a common year.
    ///
    /// ```
    /// use client_profile::Date;
    /// let born = Date::new(2008, 2, 29).unwrap();
    /// assert_eq!(born.age_on(Date::new(2026, 2, 28).unwrap()), 17);
    /// assert_eq!(born.age_on(Date::new(2026, 3, 1).unwrap()), 18);
    /// ```
    pub const fn age_on(self, today: Self) -> u16 {
        let years = today.year().saturating_sub(self.year());
        let had_birthday = today.day_of_any_year() >= self.day_of_any_year();
        if had_birthday { years } else { years.saturating_sub(1) }
    }
}

impl fmt::Display for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(str::from_utf8(&self.to_ascii()).unwrap_or_default())
    }
}

impl fmt::Debug for Date {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::Date;

    #[test]
    fn every_day_survives_the_count_of_days() {
        for days in Date::FIRST_DAY..=Date::LAST_DAY {
            let date = Date::from_days_since_epoch(days).unwrap();
            assert_eq!(date.days_since_epoch(), days);
        }
        assert_eq!(Date::from_days_since_epoch(Date::FIRST_DAY - 1), None);
        assert_eq!(Date::from_days_since_epoch(Date::LAST_DAY + 1), None);
        assert_eq!(Date::from_days_since_epoch(i32::MIN), None);
        assert_eq!(Date::from_days_since_epoch(i32::MAX), None);
    }

    #[test]
    fn an_age_within_limits_is_told_like_an_age() {
        let today = Date::new(2026, 11, 23).unwrap();
        let in_common_year = Date::new(2027, 2, 28).unwrap();
        for today in [today, in_common_year, Date::new(2028, 2, 29).unwrap()] {
            for days in (-719_162..40_000).step_by(13).chain(-40_000..20_800) {
                let born = Date::from_days_since_epoch(days).unwrap();
                for (least, limit) in [(0, 1), (0, 200), (18, 121), (17, 18), (5, u16::MAX)] {
                    let is = born <= today && (least..limit).contains(&born.age_on(today));
                    assert_eq!(born.has_age_on(today, least, limit), is, "{born} {least} {limit}");
                }
            }
        }
    }

    #[test]
    fn a_date_is_one_that_the_calendar_has() {
        for (text, exists) in [
            ("2024-02-29", true),
            ("2023-02-29", false),
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("1900-02-28", true),
            ("2023-04-30", true),
            ("2023-04-31", false),
            ("2023-12-31", true),
            ("2023-12-32", false),
        ] {
            assert_eq!(Date::parse(text).is_some(), exists, "{text}");
        }
    }
}
