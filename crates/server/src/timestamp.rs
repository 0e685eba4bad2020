//! A moment in UTC, to the microsecond, as the wire writes it.

use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use client_profile::Date;

const MICROS_PER_SECOND: i64 = 1_000_000;
const MICROS_PER_DAY: i64 = 86_400 * MICROS_PER_SECOND;

/// Microseconds since 1970-01-01T00:00:00 UTC, within the years 1 to 9999.
///
/// ```
/// use client_profile_server::timestamp::Timestamp;
/// let text = "2024-11-06T03:42:29.865314";
/// assert_eq!(Timestamp::parse(text).unwrap().to_string(), text);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// Now, by the system's clock.
    pub fn now() -> Self {
        Self::from(SystemTime::now())
    }

    /// Microseconds since 1970.
    pub const fn micros(self) -> i64 {
        self.0
    }

    /// The moment so many microseconds after 1970.
    pub const fn from_micros(micros: i64) -> Self {
        Self(micros)
    }

    /// The moment that much later.
    #[must_use]
    pub fn after(self, span: Duration) -> Self {
        Self(self.0.saturating_add(i64::try_from(span.as_micros()).unwrap_or(i64::MAX)))
    }

    /// The UTC date. The last day of 9999 stands for anything later.
    pub fn date(self) -> Date {
        let days = i32::try_from(self.0.div_euclid(MICROS_PER_DAY)).unwrap_or(i32::MAX);
        Date::from_days_since_epoch(days).unwrap_or(const { Date::new(9999, 12, 31).unwrap() })
    }

    /// Reads `YYYY-MM-DDTHH:MM:SS.ffffff`; `None` for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let (date, time) = text.split_once('T')?;
        let date = Date::parse(date)?;
        let (clock, fraction) = time.split_once('.')?;
        let mut parts = clock.split(':');
        let (hour, minute, second) = (parts.next()?, parts.next()?, parts.next()?);
        if parts.next().is_some() {
            return None;
        }
        let number = |text: &str, digits: usize| {
            let plain = text.len() == digits && text.bytes().all(|b| b.is_ascii_digit());
            if plain { text.parse::<i64>().ok() } else { None }
        };
        let (hour, minute, second) = (number(hour, 2)?, number(minute, 2)?, number(second, 2)?);
        if hour > 23 || minute > 59 || second > 59 {
            return None;
        }
        let seconds = hour * 3_600 + minute * 60 + second;
        let of_day = seconds * MICROS_PER_SECOND + number(fraction, 6)?;
        Some(Self(i64::from(date.days_since_epoch()) * MICROS_PER_DAY + of_day))
    }
}

impl From<SystemTime> for Timestamp {
    fn from(time: SystemTime) -> Self {
        let micros = |span: Duration| i64::try_from(span.as_micros()).unwrap_or(i64::MAX);
        Self(match time.duration_since(UNIX_EPOCH) {
            Ok(since) => micros(since),
            Err(before) => -micros(before.duration()),
        })
    }
}

impl From<Timestamp> for SystemTime {
    fn from(time: Timestamp) -> Self {
        let span = Duration::from_micros(time.0.unsigned_abs());
        if time.0 < 0 { UNIX_EPOCH - span } else { UNIX_EPOCH + span }
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let of_day = self.0.rem_euclid(MICROS_PER_DAY);
        let (seconds, micros) = (of_day / MICROS_PER_SECOND, of_day % MICROS_PER_SECOND);
        let (hour, minute, second) = (seconds / 3_600, seconds / 60 % 60, seconds % 60);
        write!(f, "{}T{hour:02}:{minute:02}:{second:02}.{micros:06}", self.date())
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read_again() {
        for text in [
            "1970-01-01T00:00:00.000000",
            "1969-12-31T23:59:59.999999",
            "2024-02-29T12:34:56.000001",
            "9999-12-31T23:59:59.999999",
        ] {
            assert_eq!(Timestamp::parse(text).unwrap().to_string(), text);
        }
    }

    #[test]
    fn nothing_else_is_read() {
        for text in [
            "",
            "2024-11-06",
            "2024-11-06T03:42:29",
            "2024-11-06T03:42:29.86531",
            "2024-11-06T03:42:29.8653140",
            "2024-11-06T03:42:29.865314Z",
            "2024-11-06T24:00:00.000000",
            "2024-11-06T23:60:00.000000",
            "2023-02-29T00:00:00.000000",
            "2024-11-06T+3:42:29.865314",
        ] {
            assert_eq!(Timestamp::parse(text), None, "{text}");
        }
    }
}
