//! A date as three boxes hold it: read from what people type and paste, and put together again.

use std::borrow::Cow;
use std::sync::OnceLock;

use client_profile::{Date, tin};

use crate::intl::{DatePart, decimal, is_accent};

/// What the three boxes hold: day, month, year, as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Parts {
    /// Day of the month.
    pub day: String,
    /// Month, as a number or a name.
    pub month: String,
    /// Year.
    pub year: String,
}

/// Names of the 12 months that are understood, as they are compared. They are asked for when the first
/// month is not a number: browsers take their time to tell them, and few people type any.
pub struct MonthNames {
    ask: Box<dyn Fn() -> [Vec<String>; 12] + Send + Sync>,
    told: OnceLock<[Vec<String>; 12]>,
}

impl MonthNames {
    fn told(&self) -> &[Vec<String>; 12] {
        self.told.get_or_init(|| {
            (self.ask)().map(|names| names.iter().map(|name| plain(name)).collect())
        })
    }
}

/// English is understood on every page.
const ENGLISH: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Names that `ask` tells, made ready to be compared: lower case, without accents and a final full stop.
pub fn month_names(ask: impl Fn() -> [Vec<String>; 12] + Send + Sync + 'static) -> MonthNames {
    MonthNames { ask: Box::new(ask), told: OnceLock::new() }
}

/// A name of a month as it is compared. Accents are left out, since people leave them out.
fn plain(text: &str) -> String {
    apart(folded(text).trim_end_matches('.')).replace(is_accent, "")
}

/// Lower case, letters and accents apart, by the browser, which has the tables that Rust would have to
/// bring along.
fn apart(text: &str) -> String {
    #[cfg(target_family = "wasm")]
    return js_sys::JsString::from(text).normalize("NFD").to_lower_case().into();
    #[cfg(not(target_family = "wasm"))]
    text.to_lowercase()
}

/// Digits of any script as ASCII, any dash as a hyphen, without direction marks and outer white space.
/// The rules of tax numbers do exactly this, with tables that are in the page already.
fn folded(text: &str) -> Cow<'_, str> {
    tin::canonical(text)
}

fn number(text: &str, most_digits: usize) -> Option<u16> {
    let text = folded(text);
    let all_digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    (all_digits && text.len() <= most_digits).then(|| text.parse().ok()).flatten()
}

/// The number of a month that is written as a number or a name, or as the beginning of a name
/// that only one month has.
fn month(text: &str, names: &MonthNames) -> Option<u16> {
    if let Some(number) = number(text, 2) {
        return Some(number);
    }
    let text = plain(text);
    if text.is_empty() {
        return None;
    }
    let names = names.told();
    if text.chars().count() < 3 && !names.iter().flatten().any(|name| *name == text) {
        return None;
    }
    let matching = |exact: bool| {
        let fits = |name: &str| if exact { name == text } else { name.starts_with(&text) };
        let mut found = (0..12).filter(|at| {
            names.get(*at).is_some_and(|names| names.iter().any(|name| fits(name)))
                || ENGLISH.get(*at).is_some_and(|name| fits(name))
        });
        let first = found.next()?;
        found.next().is_none().then_some(first)
    };
    let at = matching(true).or_else(|| matching(false))?;
    u16::try_from(at + 1).ok()
}

impl Parts {
    /// The boxes of a wire text `YYYY-MM-DD`; any other text goes into the day's box whole, so
    /// that nothing is lost.
    pub fn of_wire(text: &str) -> Self {
        let mut parts = text.splitn(3, '-');
        let is_number = |text: &&str, length| {
            text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())
        };
        let year = parts.next().filter(|year| is_number(year, 4));
        let month = parts.next().filter(|month| is_number(month, 2));
        let day = parts.next().filter(|day| is_number(day, 2));
        let unpadded = |text: &str| text.strip_prefix('0').unwrap_or(text).to_owned();
        match (year, month, day) {
            (Some(year), Some(month), Some(day)) => {
                Self { day: unpadded(day), month: unpadded(month), year: year.to_owned() }
            }
            _ => Self { day: text.to_owned(), ..Self::default() },
        }
    }

    /// The wire text: `YYYY-MM-DD` when every box can be read, else what was typed, joined; empty
    /// when every box is. What is joined is a date only where one box has all of it.
    pub fn to_wire(&self, names: &MonthNames) -> String {
        match (number(&self.year, 4), month(&self.month, names), number(&self.day, 2)) {
            (Some(year), Some(month), Some(day)) if folded(&self.year).len() == 4 => {
                [&decimal(year, 4), "-", &decimal(month, 2), "-", &decimal(day, 2)].concat()
            }
            _ => {
                let typed = [&self.year, &self.month, &self.day].map(|text| text.trim());
                let typed: Vec<_> = typed.into_iter().filter(|text| !text.is_empty()).collect();
                typed.join("/")
            }
        }
    }

    /// The same with the number of the month in place of its name, where that is understood.
    pub fn without_name(&self, names: &MonthNames) -> Option<Self> {
        if number(&self.month, 2).is_some() {
            return None;
        }
        let month = decimal(month(&self.month, names)?, 1);
        Some(Self { month, ..self.clone() })
    }

    /// The text of a box.
    pub fn part(&self, part: DatePart) -> &str {
        match part {
            DatePart::Day => &self.day,
            DatePart::Month => &self.month,
            DatePart::Year => &self.year,
        }
    }

    /// Puts a text into a box.
    pub fn set_part(&mut self, part: DatePart, text: String) {
        match part {
            DatePart::Day => self.day = text,
            DatePart::Month => self.month = text,
            DatePart::Year => self.year = text,
        }
    }

    /// The box to put right: the first, in `order`, with what cannot be read, then the first that is
    /// empty, then the first that no date has; `None` when the three make a date.
    pub fn wrong(&self, order: [DatePart; 3], names: &MonthNames) -> Option<DatePart> {
        let year = number(&self.year, 4).filter(|_| folded(&self.year).len() == 4);
        let month = month(&self.month, names);
        let day = number(&self.day, 2);
        let is_read = |part: &DatePart| match part {
            DatePart::Day => day.is_some(),
            DatePart::Month => month.is_some(),
            DatePart::Year => year.is_some(),
        };
        let is_empty = |part: &DatePart| self.part(*part).trim().is_empty();
        let first = |is_wrong: &dyn Fn(&DatePart) -> bool| order.into_iter().find(is_wrong);
        first(&|part| !is_empty(part) && !is_read(part)).or_else(|| first(&is_empty)).or_else(
            || {
                let year = year.filter(|year| *year > 0);
                let month = month.filter(|month| (1..=12).contains(month));
                // Without a month and a year, any month's and a leap year's days pass.
                let days = u8::try_from(month.unwrap_or(1))
                    .map_or(31, |month| Date::days_in_month(year.unwrap_or(2000), month));
                let day = day.filter(|day| (1..=u16::from(days)).contains(day));
                first(&|part| match part {
                    DatePart::Day => day.is_none(),
                    DatePart::Month => month.is_none(),
                    DatePart::Year => year.is_none(),
                })
            },
        )
    }

    /// Splits a whole date, when it can be read in one way only: a year of four digits first or
    /// last, and a month that is a name, or one of two numbers that only it can be.
    pub fn of_pasted(text: &str, names: &MonthNames) -> Option<Self> {
        let text = folded(text);
        let separator = |c: char| {
            c.is_whitespace() || matches!(c, '-' | '/' | '.' | ',' | '年' | '月' | '日' | '،')
        };
        let words: Vec<&str> = text
            .split(separator)
            .filter(|word| !word.is_empty() && !matches!(*word, "de" | "of" | "г"))
            .collect();
        let (year, a, b, year_first) = match *words.as_slice() {
            [year, a, b] if is_year(year) => (year, a, b, true),
            [a, b, year] if is_year(year) => (year, a, b, false),
            _ => return None,
        };
        let as_month = |text: &str| month(text, names).filter(|month| (1..=12).contains(month));
        let as_day = |text: &str| {
            // An ordinal: 1er, 19th, 1º.
            let text = text.trim_end_matches(|c: char| !c.is_ascii_digit());
            number(text, 2).filter(|day| (1..=31).contains(day))
        };
        let month_day = as_month(a).zip(as_day(b));
        let day_month = as_day(a).zip(as_month(b)).map(|(day, month)| (month, day));
        // A year in front is ISO 8601's order: with numbers the other way round it is a mistake, and
        // which of them is wrong nobody knows.
        let day_month = day_month.filter(|_| !year_first || number(b, 2).is_none());
        let (month, day) = match (month_day, day_month) {
            (Some(found), None) | (None, Some(found)) => found,
            (Some(found), Some(other)) if found == other => found,
            _ => return None,
        };
        Some(Self { day: decimal(day, 1), month: decimal(month, 1), year: year.to_owned() })
    }
}

fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use wasm_bindgen_test::wasm_bindgen_test;

    use client_profile::Date;

    use super::{Parts, month_names};
    use crate::intl::DatePart;

    const ORDER: [DatePart; 3] = [DatePart::Day, DatePart::Month, DatePart::Year];

    fn french() -> super::MonthNames {
        let names = [
            "janvier",
            "février",
            "mars",
            "avril",
            "mai",
            "juin",
            "juillet",
            "août",
            "septembre",
            "octobre",
            "novembre",
            "décembre",
        ];
        month_names(move || {
            names.map(|name| vec![name.to_owned(), name.chars().take(3).chain(['.']).collect()])
        })
    }

    fn parts(day: &str, month: &str, year: &str) -> Parts {
        Parts { day: day.to_owned(), month: month.to_owned(), year: year.to_owned() }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn every_day_from_1900_survives_boxes_and_wire() {
        let names = french();
        let (first, last) = (Date::new(1900, 1, 1).unwrap(), Date::new(2030, 12, 31).unwrap());
        for days in first.days_since_epoch()..=last.days_since_epoch() {
            let wire = Date::from_days_since_epoch(days).unwrap().to_string();
            let boxes = Parts::of_wire(&wire);
            assert_eq!(boxes.to_wire(&names), wire);
            assert!(boxes.wrong(ORDER, &names).is_none());
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn what_people_type_is_read() {
        for (day, month, year, wire) in [
            ("19", "9", "1969", "1969-09-19"),
            ("1", "1", "2000", "2000-01-01"),
            (" 19 ", "septembre", "1969", "1969-09-19"),
            ("19", "Sept", "1969", "1969-09-19"),
            ("19", "september", "1969", "1969-09-19"),
            ("19", "DÉC", "1969", "1969-12-19"),
            ("١٩", "٩", "١٩٦٩", "1969-09-19"),
            ("१९", "९", "१९६९", "1969-09-19"),
            ("১৯", "৯", "১৯৬৯", "1969-09-19"),
            ("𑄷𑄿", "᠙", "１９６９", "1969-09-19"),
            ("\u{200F}19", "9\u{200E}", "\u{61C}1969", "1969-09-19"),
            ("\u{200E} 19", "\u{200F}septembre\u{200F}", "1969", "1969-09-19"),
            ("none", "9", "1969", "1969/9/none"),
            ("31", "2", "1969", "1969-02-31"),
            ("", "", "", ""),
            ("19", "", "1969", "1969/19"),
            ("19", "jui", "1969", "1969/jui/19"),
            ("19", "9", "69", "69/9/19"),
            ("x", "9", "1969", "1969/9/x"),
        ] {
            assert_eq!(parts(day, month, year).to_wire(&french()), wire);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_box_that_is_wrong_is_told() {
        use DatePart::{Day, Month, Year};
        for (day, month, year, wrong) in [
            ("19", "9", "1969", None),
            ("29", "2", "2000", None),
            ("29", "2", "1900", Some(Day)),
            ("31", "4", "1969", Some(Day)),
            ("0", "4", "1969", Some(Day)),
            ("19", "13", "1969", Some(Month)),
            ("19", "foo", "1969", Some(Month)),
            ("19", "9", "69", Some(Year)),
            ("19", "9", "0000", Some(Year)),
            ("19", "", "", Some(Month)),
            ("", "9", "x", Some(Year)),
            ("1969-09-19T22:00:00Z", "", "", Some(Day)),
        ] {
            assert_eq!(parts(day, month, year).wrong(ORDER, &french()), wrong);
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn the_name_of_a_month_becomes_its_number() {
        for (text, number) in
            [("septembre", Some("9")), ("Sept", Some("9")), ("09", None), ("", None), ("foo", None)]
        {
            let named = parts("19", text, "1969").without_name(&french());
            assert!(named == number.map(|number| parts("19", number, "1969")), "{text}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_pasted_date_is_split_only_when_it_has_one_reading() {
        for (text, expected) in [
            ("1969-09-19", Some(("19", "9", "1969"))),
            ("1969/9/19", Some(("19", "9", "1969"))),
            ("2001-02-03", Some(("3", "2", "2001"))),
            ("19.09.1969", Some(("19", "9", "1969"))),
            ("9/19/1969", Some(("19", "9", "1969"))),
            ("19 septembre 1969", Some(("19", "9", "1969"))),
            ("1er mai 1969", Some(("1", "5", "1969"))),
            ("September 19, 1969", Some(("19", "9", "1969"))),
            ("19 de sept. de 1969", Some(("19", "9", "1969"))),
            ("1969年9月19日", Some(("19", "9", "1969"))),
            ("05/05/1969", Some(("5", "5", "1969"))),
            ("\u{200E}19.09.1969", Some(("19", "9", "1969"))),
            ("19\u{200F}/09\u{200F}/1969\u{200F}", Some(("19", "9", "1969"))),
            ("1969‐09‐19", Some(("19", "9", "1969"))),
            ("1969‑09‒19", Some(("19", "9", "1969"))),
            ("1969–09—19", Some(("19", "9", "1969"))),
            ("1969―09−19", Some(("19", "9", "1969"))),
            ("১৯–০৯–১৯৬৯", Some(("19", "9", "1969"))),
            ("1969 19 septembre", Some(("19", "9", "1969"))),
            ("1969-19-09", None),
            ("1969/09/31", Some(("31", "9", "1969"))),
            ("03/02/2001", None),
            ("19/9/69", None),
            ("19691909", None),
            ("hello", None),
            ("", None),
        ] {
            let expected = expected.map(|(day, month, year)| parts(day, month, year));
            assert!(Parts::of_pasted(text, &french()) == expected, "{text}");
        }
    }

    #[wasm_bindgen_test(unsupported = test)]
    fn a_wire_text_that_is_no_date_is_kept_whole() {
        let boxes = Parts::of_wire("sometime");
        assert_eq!(boxes.to_wire(&french()), "sometime");
    }
}
