//! What the browser knows of languages: names of countries and months, order of dates, times,
//! plurals, sorting.

use client_profile::{Country, Date};
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_namespace = Intl)]
    type DisplayNames;
    #[wasm_bindgen(constructor, catch, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Result<DisplayNames, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn of(this: &DisplayNames, code: &str) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_namespace = Intl)]
    type Collator;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> Collator;
    #[wasm_bindgen(method, getter)]
    fn compare(this: &Collator) -> js_sys::Function;
    #[wasm_bindgen(method, js_name = compare)]
    fn order(this: &Collator, one: &str, other: &str) -> f64;

    #[wasm_bindgen(js_namespace = ["Array", "prototype", "sort"], js_name = call)]
    fn sort(lines: &Array, compare: &js_sys::Function);

    #[wasm_bindgen(js_namespace = Intl)]
    type PluralRules;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str) -> PluralRules;
    #[wasm_bindgen(method)]
    fn select(this: &PluralRules, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type NumberFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> NumberFormat;
    #[wasm_bindgen(method)]
    fn format(this: &NumberFormat, number: f64) -> String;

    #[wasm_bindgen(js_namespace = Intl)]
    type DateTimeFormat;
    #[wasm_bindgen(constructor, js_namespace = Intl)]
    fn new(locale: &str, options: &Object) -> DateTimeFormat;
    #[wasm_bindgen(method)]
    fn format(this: &DateTimeFormat, time: f64) -> String;
    #[wasm_bindgen(method, js_name = formatToParts)]
    fn format_to_parts(this: &DateTimeFormat, time: f64) -> Array;
}

fn options(members: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in members {
        let value = if *value == "false" { JsValue::FALSE } else { JsValue::from_str(value) };
        // Setting a member of a fresh plain object has nothing to refuse it.
        let _ = Reflect::set(&object, &(*key).into(), &value);
    }
    object
}

/// Text in Unicode Normalization Form C, by the browser.
pub fn normalize(text: &str) -> String {
    js_sys::JsString::from(text).normalize("NFC").into()
}

/// Whether two texts differ in case, accents, spaces and punctuation at most.
pub fn are_alike(one: &str, other: &str) -> bool {
    // English orders as Unicode does: `ł` is an l, `ß` two s.
    let loose = [("sensitivity", "base"), ("ignorePunctuation", "true")];
    Collator::new("en", &options(&loose)).order(one, other) == 0.0
}

/// Whether it is an accent that stands apart from its letter.
pub fn is_accent(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36F}')
}

/// The day it is in UTC.
pub fn today() -> Date {
    #[allow(clippy::cast_possible_truncation, reason = "days since 1970 fit by far")]
    let days = (js_sys::Date::now() / 86_400_000.0).floor() as i32;
    Date::from_days_since_epoch(days).unwrap_or(FIRST_DAY)
}

/// What a clock outside the years 1 to 9999 counts as: every age is then too low to pass.
const FIRST_DAY: Date = match Date::new(1, 1, 1) {
    Some(day) => day,
    None => panic!("there is a first day"),
};

/// The language `locale` as it is written where the browser's own first language is. The month comes
/// first only for those whose own language puts it there: whoever reads the page in English, for want
/// of their own language, would take a day for a month.
pub fn region(locale: &str) -> String {
    const WORLD: &str = "001";
    let tag = web_sys::window().and_then(|window| window.navigator().language());
    let tag = tag.unwrap_or_default();
    let month_first = |tag: &str| date_order(tag)[0] == DatePart::Month;
    let is_region =
        |subtag: &&str| subtag.len() == 2 || subtag.starts_with(|c: char| c.is_ascii_digit());
    let of = |region: &str| [locale, "-", region].concat();
    // Behind a single letter stand settings, not regions.
    let mut subtags = tag.split('-').skip(1).take_while(|subtag| subtag.len() > 1);
    subtags
        .find(is_region)
        .map(of)
        .filter(|here| !month_first(here) || month_first(&tag))
        .unwrap_or_else(|| of(WORLD))
}

/// Countries with their names in a language, sorted as that language sorts.
pub fn countries(locale: &str, codes: impl Iterator<Item = Country>) -> Vec<(String, String)> {
    const BETWEEN: &str = "\n";
    let names = DisplayNames::new(locale, &options(&[("type", "region")])).ok();
    // One text a country, so that the browser sorts without asking here for every pair.
    let lines: Array = codes
        .map(|country| {
            let name = name_of(names.as_ref(), country.as_str());
            JsValue::from([&name, BETWEEN, country.as_str()].concat())
        })
        .collect();
    sort(&lines, &Collator::new(locale, &options(&[])).compare());
    let pair = |line: JsValue| {
        let line = line.as_string()?;
        let (name, code) = line.split_once(BETWEEN)?;
        Some((code.to_owned(), name.to_owned()))
    };
    lines.iter().filter_map(pair).collect()
}

/// A country's name in a language; its code in capitals where it has none.
pub fn country(locale: &str, code: &str) -> String {
    name_of(DisplayNames::new(locale, &options(&[("type", "region")])).ok().as_ref(), code)
}

fn name_of(names: Option<&DisplayNames>, code: &str) -> String {
    let capitals = code.to_ascii_uppercase();
    names
        .and_then(|names| names.of(&capitals).ok())
        .and_then(|name| name.as_string())
        .unwrap_or(capitals)
}

/// The plural form of a number in a language: `one`, `few`, `many`, `other` …
pub fn plural(locale: &str, number: u32) -> String {
    PluralRules::new(locale).select(number.into())
}

/// The digits that the catalogues are written with; some regions have others of their own.
const DIGITS: (&str, &str) = ("numberingSystem", "latn");

/// A whole number in a language, without grouping.
pub fn number(locale: &str, number: u32) -> String {
    NumberFormat::new(locale, &options(&[("useGrouping", "false"), DIGITS])).format(number.into())
}

/// The decimal digits of a number, at least so many of them. Formatting would do it too, and bring
/// along the machinery for everything else that it can.
pub fn decimal(mut number: u16, least: usize) -> String {
    let mut digits = Vec::new();
    while number > 0 || digits.len() < least {
        digits.push(char::from_digit(u32::from(number % 10), 10).unwrap_or('0'));
        number /= 10;
    }
    digits.into_iter().rev().collect()
}

/// Dates as the language writes them, in the calendar of the API: some regions have another.
fn dates(locale: &str, shape: &[(&str, &str)]) -> DateTimeFormat {
    DateTimeFormat::new(locale, &options(&[&[("calendar", "gregory"), DIGITS], shape].concat()))
}

/// A time of the API (`2024-11-06T03:42:29.865314`, in UTC) as the language writes it, in the
/// person's own time zone; the text itself when it is no such time.
pub fn time(locale: &str, text: &str) -> String {
    let zoned = if text.ends_with('Z') { text.to_owned() } else { [text, "Z"].concat() };
    let time = js_sys::Date::parse(&zoned);
    // Browsers take a bare number for a day as well.
    let has_year = text.bytes().position(|byte| !byte.is_ascii_digit()) == Some(4);
    if time.is_nan() || !has_year {
        return text.to_owned();
    }
    dates(locale, &[("dateStyle", "long"), ("timeStyle", "long")]).format(time)
}

/// A part of a date.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum DatePart {
    /// Day of the month.
    Day,
    /// Month.
    Month,
    /// Year.
    Year,
}

/// The parts of a long date in a language, in its order, with the words between them.
fn long_date(locale: &str, month: u8) -> Vec<(Option<DatePart>, String)> {
    // The 15th of a month of 2000, only to see how the language writes it: no date of a person
    // passes through here.
    let time = js_sys::Date::utc(2000.0, f64::from(month) - 1.0) + 14.0 * 86_400_000.0;
    let shape = [("day", "numeric"), ("month", "long"), ("year", "numeric"), ("timeZone", "UTC")];
    dates(locale, &shape)
        .format_to_parts(time)
        .iter()
        .map(|part| {
            let text =
                |key: &str| Reflect::get(&part, &key.into()).ok().and_then(|text| text.as_string());
            let kind = match text("type").as_deref() {
                Some("day") => Some(DatePart::Day),
                Some("month") => Some(DatePart::Month),
                Some("year") => Some(DatePart::Year),
                _ => None,
            };
            (kind, text("value").unwrap_or_default())
        })
        .collect()
}

/// The order in which a language writes day, month and year.
pub fn date_order(locale: &str) -> [DatePart; 3] {
    let mut order = long_date(locale, 1).into_iter().filter_map(|(kind, _)| kind);
    match (order.next(), order.next(), order.next()) {
        (Some(a), Some(b), Some(c)) => [a, b, c],
        _ => [DatePart::Day, DatePart::Month, DatePart::Year],
    }
}

/// A day as the language writes it in full.
pub fn date(locale: &str, date: Date) -> String {
    long_date(locale, date.month())
        .into_iter()
        .map(|(kind, text)| match kind {
            Some(DatePart::Day) => number(locale, date.day().into()),
            Some(DatePart::Year) => number(locale, date.year().into()),
            _ => text,
        })
        .collect()
}

/// The names a language has for the 12 months: long as in a date, long alone, short.
pub fn months(locale: &str) -> [Vec<String>; 12] {
    std::array::from_fn(|at| {
        let month = u8::try_from(at).unwrap_or_default() + 1;
        let in_date = long_date(locale, month)
            .into_iter()
            .find_map(|(kind, text)| (kind == Some(DatePart::Month)).then_some(text));
        let time = js_sys::Date::utc(2000.0, f64::from(month) - 1.0) + 14.0 * 86_400_000.0;
        let alone = ["long", "short"]
            .map(|length| dates(locale, &[("month", length), ("timeZone", "UTC")]).format(time));
        in_date.into_iter().chain(alone).collect()
    })
}
