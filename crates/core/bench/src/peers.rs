//! The same fields under garde and validator, with rules as simple as their users write them.

use crate::records::Record;

fn name(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'\'' | b'-' | b'.'))
}

fn tax_number(text: &str) -> bool {
    text.bytes().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.' | b'/'))
}

/// The fastest of the plain ways: rustc makes two comparisons of bytes of it. A sorted list costs
/// several times as much, a hash map more.
#[rustfmt::skip]
fn country(text: &str) -> bool {
    matches!(
        text,
        "ad" | "ae" | "af" | "ag" | "ai" | "al" | "am" | "ao" | "aq" | "ar" | "as" | "at" | "au" |
        "aw" | "ax" | "az" | "ba" | "bb" | "bd" | "be" | "bf" | "bg" | "bh" | "bi" | "bj" | "bl" |
        "bm" | "bn" | "bo" | "bq" | "br" | "bs" | "bt" | "bv" | "bw" | "by" | "bz" | "ca" | "cc" |
        "cd" | "cf" | "cg" | "ch" | "ci" | "ck" | "cl" | "cm" | "cn" | "co" | "cr" | "cu" | "cv" |
        "cw" | "cx" | "cy" | "cz" | "de" | "dj" | "dk" | "dm" | "do" | "dz" | "ec" | "ee" | "eg" |
        "eh" | "er" | "es" | "et" | "fi" | "fj" | "fk" | "fm" | "fo" | "fr" | "ga" | "gb" | "gd" |
        "ge" | "gf" | "gg" | "gh" | "gi" | "gl" | "gm" | "gn" | "gp" | "gq" | "gr" | "gs" | "gt" |
        "gu" | "gw" | "gy" | "hk" | "hm" | "hn" | "hr" | "ht" | "hu" | "id" | "ie" | "il" | "im" |
        "in" | "io" | "iq" | "ir" | "is" | "it" | "je" | "jm" | "jo" | "jp" | "ke" | "kg" | "kh" |
        "ki" | "km" | "kn" | "kp" | "kr" | "kw" | "ky" | "kz" | "la" | "lb" | "lc" | "li" | "lk" |
        "lr" | "ls" | "lt" | "lu" | "lv" | "ly" | "ma" | "mc" | "md" | "me" | "mf" | "mg" | "mh" |
        "mk" | "ml" | "mm" | "mn" | "mo" | "mp" | "mq" | "mr" | "ms" | "mt" | "mu" | "mv" | "mw" |
        "mx" | "my" | "mz" | "na" | "nc" | "ne" | "nf" | "ng" | "ni" | "nl" | "no" | "np" | "nr" |
        "nu" | "nz" | "om" | "pa" | "pe" | "pf" | "pg" | "ph" | "pk" | "pl" | "pm" | "pn" | "pr" |
        "ps" | "pt" | "pw" | "py" | "qa" | "re" | "ro" | "rs" | "ru" | "rw" | "sa" | "sb" | "sc" |
        "sd" | "se" | "sg" | "sh" | "si" | "sj" | "sk" | "sl" | "sm" | "sn" | "so" | "sr" | "ss" |
        "st" | "sv" | "sx" | "sy" | "sz" | "tc" | "td" | "tf" | "tg" | "th" | "tj" | "tk" | "tl" |
        "tm" | "tn" | "to" | "tr" | "tt" | "tv" | "tw" | "tz" | "ua" | "ug" | "um" | "us" | "uy" |
        "uz" | "va" | "vc" | "ve" | "vg" | "vi" | "vn" | "vu" | "wf" | "ws" | "ye" | "yt" | "za" |
        "zm" | "zw"
    )
}

fn account_reason(text: &str) -> bool {
    matches!(
        text,
        "speculative"
            | "income_earning"
            | "hedging"
            | "peer_to_peer_exchange"
            | "additional_revenue"
            | "savings"
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
    let (Some(Ok(year)), Some(Ok(month)), Some(Ok(day))) =
        (parts.next(), parts.next(), parts.next())
    else {
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
