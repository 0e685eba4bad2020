//! Rules from paths and values: how a reader of JSON that has no serde fills them in.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::rules::{Rules, RulesError, TinMode};

impl Rules {
    /// Sets what stands at `path` in rules written as JSON, such as
    /// `countries.residence_country.refused`, to `value`, also written as JSON. `false`: there is
    /// nothing of that name. [`Rules::check`] says whether the rules make sense as a whole.
    ///
    /// ```
    /// let mut rules = client_profile::Rules::default();
    /// assert_eq!(rules.set("minimum_age", "21"), Ok(true));
    /// assert_eq!(rules.set("tin_by_country.in", r#""strict""#), Ok(true));
    /// assert_eq!(rules.set("maximum_age", "99"), Ok(false));
    /// assert!(rules.set("minimum_age", r#""21""#).is_err());
    /// ```
    pub fn set(&mut self, path: &str, value: &str) -> Result<bool, RulesError> {
        let mut steps = path.splitn(3, '.');
        let (first, second, third) = (steps.next(), steps.next(), steps.next());
        match (first.unwrap_or_default(), second, third) {
            ("version", None, None) => self.version = number(path, value)?,
            ("name_max_length", None, None) => self.name_max_length = number(path, value)?,
            ("name_long", None, None) => self.name_long = number(path, value)?,
            ("reason_max_length", None, None) => self.reason_max_length = number(path, value)?,
            ("tin_max_length", None, None) => self.tin_max_length = number(path, value)?,
            ("minimum_age", None, None) => self.minimum_age = years(path, value)?,
            ("age_limit", None, None) => self.age_limit = years(path, value)?,
            ("extra_countries", None, None) => self.extra_countries = words(path, value)?,
            ("gender", None, None) => self.gender = words(path, value)?,
            ("employment_status", None, None) => self.employment_status = words(path, value)?,
            ("account_opening_reason", None, None) => {
                self.account_opening_reason = words(path, value)?;
            }
            ("tin", None, None) => self.tin = mode(path, value)?,
            ("tin_gender", None, None) => self.tin_gender = switch(path, value)?,
            ("tin_by_country", Some(country), None) => {
                let mode = mode(path, value)?;
                self.tin_by_country.insert(country.into(), mode);
            }
            ("countries", Some(field), Some("allowed")) => {
                self.countries.entry(field.into()).or_default().allowed = words(path, value)?;
            }
            ("countries", Some(field), Some("refused")) => {
                self.countries.entry(field.into()).or_default().refused = words(path, value)?;
            }
            ("tin_not_needed_for", Some("employment_status"), None) => {
                self.tin_not_needed_for.employment_status = words(path, value)?;
            }
            ("tin_not_needed_for", Some("countries"), None) => {
                self.tin_not_needed_for.countries = words(path, value)?;
            }
            _ => return Ok(false),
        }
        Ok(true)
    }
}

fn wrong(path: &str, wanted: &str) -> RulesError {
    RulesError(format!("{path} must be {wanted}"))
}

fn number(path: &str, value: &str) -> Result<u32, RulesError> {
    let digits = value.bytes().all(|byte| byte.is_ascii_digit());
    let number = if digits { value.parse().ok() } else { None };
    number.ok_or_else(|| wrong(path, &format!("a whole number from 0 to {}", u32::MAX)))
}

fn years(path: &str, value: &str) -> Result<u16, RulesError> {
    let years = number(path, value).ok().and_then(|years| years.try_into().ok());
    years.ok_or_else(|| wrong(path, &format!("a whole number from 0 to {}", u16::MAX)))
}

fn switch(path: &str, value: &str) -> Result<bool, RulesError> {
    match value {
        "true" => Ok(true),
        "false" => Ok(false),
        _ => Err(wrong(path, "true or false")),
    }
}

fn mode(path: &str, value: &str) -> Result<TinMode, RulesError> {
    match value {
        r#""basic""# => Ok(TinMode::Basic),
        r#""advise""# => Ok(TinMode::Advise),
        r#""strict""# => Ok(TinMode::Strict),
        _ => Err(wrong(path, "basic, advise or strict")),
    }
}

/// A list of words: none of them has a character that JSON would escape.
fn words(path: &str, value: &str) -> Result<Vec<String>, RulesError> {
    let wrong = || wrong(path, "a list of words");
    let list = value.strip_prefix('[').and_then(|rest| rest.strip_suffix(']'));
    let list = list.ok_or_else(wrong)?.trim_ascii();
    if list.is_empty() {
        return Ok(Vec::new());
    }
    let word = |word: &str| {
        let word = word.trim_ascii().strip_prefix('"')?.strip_suffix('"')?;
        (!word.contains(['"', '\\'])).then(|| String::from(word))
    };
    list.split(',').map(|item| word(item).ok_or_else(wrong)).collect()
}

#[cfg(all(test, feature = "serde"))]
mod tests {
    use super::*;
    use crate::rules::{CountryLists, NotNeeded};
    use std::string::ToString;

    /// Rules in which everything differs from the default.
    fn other() -> Rules {
        let words = |words: &[&str]| words.iter().map(ToString::to_string).collect::<Vec<_>>();
        let lists = CountryLists { allowed: words(&["in", "gb"]), refused: words(&["kp"]) };
        Rules {
            version: 2,
            name_max_length: 1,
            name_long: 2,
            reason_max_length: 3,
            tin_max_length: 4,
            minimum_age: 5,
            age_limit: 6,
            extra_countries: Vec::new(),
            countries: [("birth_country".to_string(), lists)].into(),
            gender: words(&["x"]),
            employment_status: words(&["a", "b"]),
            account_opening_reason: words(&["c"]),
            tin: TinMode::Basic,
            tin_by_country: [("de".to_string(), TinMode::Strict)].into(),
            tin_gender: true,
            tin_not_needed_for: NotNeeded {
                employment_status: words(&["b"]),
                countries: words(&["de"]),
            },
        }
    }

    fn fill(rules: &mut Rules, path: &str, value: &serde_json::Value) {
        match value {
            serde_json::Value::Object(members) => {
                for (name, value) in members {
                    let path =
                        if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
                    fill(rules, &path, value);
                }
            }
            leaf => assert_eq!(rules.set(path, &leaf.to_string()), Ok(true), "{path}"),
        }
    }

    #[test]
    fn every_rule_has_its_path() {
        let mut rules = Rules::default();
        assert_ne!(rules, other());
        fill(&mut rules, "", &serde_json::to_value(other()).unwrap());
        assert_eq!(rules, other());
    }

    #[test]
    fn what_is_of_another_kind_is_refused() {
        for (path, value) in [
            ("minimum_age", "-1"),
            ("minimum_age", "18.5"),
            ("minimum_age", "65536"),
            ("minimum_age", ""),
            ("minimum_age", "+1"),
            ("minimum_age", "null"),
            ("tin_gender", "1"),
            ("tin", "\"harsh\""),
            ("gender", "\"male\""),
            ("gender", "[1]"),
            ("gender", "[\"a\",]"),
            ("gender", "[\"a\\u0062\"]"),
            ("gender", "[[\"a\"]]"),
        ] {
            assert!(Rules::default().set(path, value).is_err(), "{path} {value}");
        }
    }

    #[test]
    fn a_number_that_is_too_large_is_told_how_large_it_may_be() {
        for (path, value, words) in [
            ("minimum_age", "65536", "minimum_age must be a whole number from 0 to 65535"),
            ("age_limit", "4294967296", "age_limit must be a whole number from 0 to 65535"),
            ("name_long", "4294967296", "name_long must be a whole number from 0 to 4294967295"),
        ] {
            let error = Rules::default().set(path, value).unwrap_err();
            assert_eq!(error.to_string(), words);
        }
    }

    #[test]
    fn what_has_no_name_is_said_to_be_unknown() {
        for path in ["", "Tin", "tin.basic", "tin_by_country", "countries.birth_country", "a.b.c"] {
            assert_eq!(Rules::default().set(path, "1"), Ok(false), "{path}");
        }
    }
}
