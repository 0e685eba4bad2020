//! The same fields under garde and validator, with rules as simple as their users write them.

use crate::records::Record;

fn name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'\'' | b'-' | b'.'))
}

fn tax_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.' | b'/'))
}

const COUNTRIES: &str = include_str!("../../data/iso3166.txt");

fn country(text: &str) -> bool {
    static SORTED: std::sync::LazyLock<Vec<String>> =
        std::sync::LazyLock::new(|| COUNTRIES.split_whitespace().map(str::to_lowercase).collect());
    SORTED.binary_search_by(|code| code.as_str().cmp(text)).is_ok()
}

fn account_reason(text: &str) -> bool {
    matches!(
        text,
        "speculative" | "income_earning" | "hedging" | "peer_to_peer_exchange" | "additional_revenue" | "savings"
    )
}

fn status(text: &str) -> bool {
    matches!(text, "employed" | "self_employed" | "student" | "unemployed" | "retired")
}

fn gender(text: &str) -> bool {
    matches!(text, "male" | "female" | "other")
}

fn date(text: &str) -> bool {
    let mut parts = text.splitn(3, '-').map(str::parse::<u32>);
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) = (parts.next(), parts.next(), parts.next()) else {
        return false;
    };
    let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 => 28 + u32::from(leap),
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    text.len() == 10 && (1906..=2008).contains(&year) && (1..=days).contains(&day)
}

macro_rules! in_both {
    ($($check:ident)*) => {
        mod for_garde {
            $(pub fn $check(text: &&str, _: &()) -> garde::Result {
                if super::$check(text) { Ok(()) } else { Err(garde::Error::new(stringify!($check))) }
            })*
        }
        mod for_validator {
            $(pub fn $check(text: &str) -> Result<(), validator::ValidationError> {
                if super::$check(text) { Ok(()) } else { Err(validator::ValidationError::new(stringify!($check))) }
            })*
        }
    };
}

in_both!(name tax_number country account_reason status gender date);

#[derive(garde::Validate)]
struct Garde<'a> {
    #[garde(length(chars, min = 1, max = 100), custom(for_garde::name))]
    first_name: &'a str,
    #[garde(length(chars, min = 1, max = 100), custom(for_garde::name))]
    last_name: &'a str,
    #[garde(custom(for_garde::country))]
    residence_country: &'a str,
    #[garde(custom(for_garde::account_reason))]
    account_opening_reason: &'a str,
    #[garde(custom(for_garde::country))]
    tax_residence_country: &'a str,
    #[garde(custom(for_garde::country))]
    birth_country: &'a str,
    #[garde(length(chars, min = 1, max = 25), custom(for_garde::tax_number))]
    tax_identification_number: &'a str,
    #[garde(custom(for_garde::country))]
    citizen_country: &'a str,
    #[garde(custom(for_garde::status))]
    employment_status: &'a str,
    #[garde(custom(for_garde::date))]
    date_of_birth: &'a str,
    #[garde(custom(for_garde::gender))]
    gender: &'a str,
    #[garde(length(chars, min = 1, max = 255))]
    reason: &'a str,
}

#[derive(validator::Validate)]
struct Validator<'a> {
    #[validate(length(min = 1, max = 100), custom(function = "for_validator::name"))]
    first_name: &'a str,
    #[validate(length(min = 1, max = 100), custom(function = "for_validator::name"))]
    last_name: &'a str,
    #[validate(custom(function = "for_validator::country"))]
    residence_country: &'a str,
    #[validate(custom(function = "for_validator::account_reason"))]
    account_opening_reason: &'a str,
    #[validate(custom(function = "for_validator::country"))]
    tax_residence_country: &'a str,
    #[validate(custom(function = "for_validator::country"))]
    birth_country: &'a str,
    #[validate(length(min = 1, max = 25), custom(function = "for_validator::tax_number"))]
    tax_identification_number: &'a str,
    #[validate(custom(function = "for_validator::country"))]
    citizen_country: &'a str,
    #[validate(custom(function = "for_validator::status"))]
    employment_status: &'a str,
    #[validate(custom(function = "for_validator::date"))]
    date_of_birth: &'a str,
    #[validate(custom(function = "for_validator::gender"))]
    gender: &'a str,
    #[validate(length(min = 1, max = 255))]
    reason: &'a str,
}

macro_rules! build {
    ($type:ident, $record:expr) => {{
        let [a, b, c, d, e, f, g, h, i, j, k, l] = &$record.0;
        $type {
            first_name: a,
            last_name: b,
            residence_country: c,
            account_opening_reason: d,
            tax_residence_country: e,
            birth_country: f,
            tax_identification_number: g,
            citizen_country: h,
            employment_status: i,
            date_of_birth: j,
            gender: k,
            reason: l,
        }
    }};
}

/// How many fields garde finds wrong.
pub fn garde(record: &Record) -> usize {
    match garde::Validate::validate(&build!(Garde, record)) {
        Ok(()) => 0,
        Err(report) => {
            let mut paths: Vec<_> = report.iter().map(|(path, _)| path.to_string()).collect();
            paths.dedup();
            paths.len()
        }
    }
}

/// How many fields validator finds wrong.
pub fn validator(record: &Record) -> usize {
    match validator::Validate::validate(&build!(Validator, record)) {
        Ok(()) => 0,
        Err(errors) => errors.errors().len(),
    }
}
