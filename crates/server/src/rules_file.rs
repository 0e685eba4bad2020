//! The rules in force: given by hand, in a file in which no mistake is passed over, or the defaults.

use std::collections::BTreeSet;
use std::fmt;
use std::mem::discriminant;
use std::path::{Path, PathBuf};

use client_profile::rules::RulesError;
use client_profile::{Rules, Validator};
use serde::de::{Deserialize, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use unicode_normalization::UnicodeNormalization as _;

use crate::text_file;

/// What is wrong with a file of rules, and what to do.
#[derive(Debug)]
pub struct RulesFileError {
    file: Option<PathBuf>,
    what: String,
}

impl fmt::Display for RulesFileError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file {
            Some(file) => {
                write!(f, "the rules in {} cannot be used: {}", file.display(), self.what)
            }
            None => write!(f, "the rules cannot be used: {}", self.what),
        }
    }
}

impl std::error::Error for RulesFileError {}

impl From<RulesError> for RulesFileError {
    fn from(error: RulesError) -> Self {
        Self { file: None, what: error.0 }
    }
}

/// The rules of `file`, filled up with the defaults; the defaults when there is none.
///
/// # Errors
///
/// When the file cannot be read, is no JSON, has a key that rules have not, or holds rules that
/// cannot be used.
pub fn read_or_default(file: Option<&Path>) -> Result<Rules, RulesFileError> {
    let Some(file) = file else {
        return Ok(Rules::default());
    };
    let failed = |what: String| RulesFileError { file: Some(file.to_owned()), what };
    let text = text_file::read(file).map_err(|error| failed(error.to_string()))?;
    parse(&text).map_err(failed)
}

/// A validator of `rules`, with the library's Normalization Form C.
///
/// # Errors
///
/// When the rules cannot be used.
pub fn validator(rules: &Rules) -> Result<Validator, RulesError> {
    Validator::new(rules, |text| text.nfc().collect())
}

/// Rules as JSON, filled up with the defaults; an unknown key is a mistake.
pub fn parse(json: &str) -> Result<Rules, String> {
    // serde would take an array for the values in their order.
    if !json.trim_start().starts_with('{') {
        return Err("rules are one JSON object".to_owned());
    }
    // Of a key that a map has twice, serde would take the last.
    if let Err(error) = serde_json::from_str::<NoKeyTwice>(json) {
        let is_json = error.to_string().contains(TWICE);
        return Err(if is_json { error.to_string() } else { format!("they are no JSON: {error}") });
    }
    if let Some(key) = listed_by_position(json) {
        return Err(format!("{key} must be an object with keys of its own"));
    }
    let mut unknown = Vec::new();
    let mut deserializer = serde_json::Deserializer::from_str(json);
    let rules: Rules =
        serde_ignored::deserialize(&mut deserializer, |path| unknown.push(path.to_string()))
            .map_err(|error| misfit(json).unwrap_or_else(|| error.to_string()))?;
    deserializer.end().map_err(|error| error.to_string())?;
    if let Some(path) = unknown.first() {
        return Err(format!("rules have no {path}; `client-profile rules` prints what they have"));
    }
    rules.check().map_err(|error| error.0)?;
    Ok(rules)
}

/// What is said of a key that an object has more than once.
const TWICE: &str = "is there twice";

/// Any JSON in which no object has a key twice.
struct NoKeyTwice;

impl<'de> Deserialize<'de> for NoKeyTwice {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Self)
    }
}

impl<'de> Visitor<'de> for NoKeyTwice {
    type Value = Self;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self, A::Error> {
        let mut keys = BTreeSet::new();
        while let Some(key) = map.next_key::<String>()? {
            map.next_value::<Self>()?;
            if keys.contains(&key) {
                return Err(A::Error::custom(format!("{key} {TWICE}")));
            }
            keys.insert(key);
        }
        Ok(self)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self, A::Error> {
        while list.next_element::<Self>()?.is_some() {}
        Ok(self)
    }

    fn visit_unit<E>(self) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_bool<E>(self, _: bool) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_i64<E>(self, _: i64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Self, E> {
        Ok(self)
    }

    fn visit_str<E>(self, _: &str) -> Result<Self, E> {
        Ok(self)
    }
}

/// The first key that has a list where an object with named lists stands: serde would take its
/// elements in their order.
fn listed_by_position(json: &str) -> Option<String> {
    let given: Map<String, Value> = serde_json::from_str(json).ok()?;
    let countries = given.get("countries").and_then(Value::as_object).into_iter().flatten();
    let of_rules = given.iter().filter(|(key, _)| *key == "tin_not_needed_for");
    let mut objects = of_rules.chain(countries);
    objects.find(|(_, value)| value.is_array()).map(|(key, _)| key.clone())
}

/// The first key whose value is not of its kind, and what it has to be.
fn misfit(json: &str) -> Option<String> {
    let given: Map<String, Value> = serde_json::from_str(json).ok()?;
    let Value::Object(defaults) = serde_json::to_value(Rules::default()).ok()? else {
        return None;
    };
    given.into_iter().find_map(|(key, value)| {
        let default = defaults.get(&key)?;
        let is_whole = value.is_u64();
        let is_of_its_kind = discriminant(default) == discriminant(&value);
        let alone = Value::Object(Map::from_iter([(key.clone(), value)]));
        let error = serde_json::from_value::<Rules>(alone).err()?;
        Some(match default {
            Value::Number(number) if is_whole => {
                format!("{key} is too large: by default it is {number}")
            }
            Value::Number(number) => format!("{key} must be a whole number, like {number}"),
            _ if is_of_its_kind => format!("{key}: {error}"),
            Value::Bool(_) => format!("{key} must be true or false"),
            Value::Array(_) => format!("{key} must be a list of words, like [\"one\",\"two\"]"),
            Value::Object(_) => format!("{key} must be an object with keys of its own"),
            _ => format!("{key} must be a word, like {default}"),
        })
    })
}

#[cfg(test)]
mod tests {
    use super::parse;
    use client_profile::Rules;

    #[test]
    fn partial_rules_are_filled_up_and_mistakes_are_named() {
        assert_eq!(parse("{}").unwrap(), Rules::default());
        assert_eq!(parse(r#"{"minimum_age":21}"#).unwrap().minimum_age, 21);
        for (json, says) in [
            (r#"{"minimum_aeg":21}"#, "rules have no minimum_aeg"),
            (
                r#"{"countries":{"birth_country":{"alowed":[]}}}"#,
                "rules have no countries.birth_country.alowed",
            ),
            (r#"{"minimum_age":"21"}"#, "minimum_age must be a whole number, like 18"),
            (r#"{"gender":["x"],"age_limit":-1}"#, "age_limit must be a whole number, like 121"),
            (r#"{"minimum_age":70000}"#, "minimum_age is too large: by default it is 18"),
            (r#"{"tin_gender":1}"#, "tin_gender must be true or false"),
            (r#"{"gender":"male"}"#, "gender must be a list of words"),
            (r#"{"gender":["male",1]}"#, "gender: invalid type: integer"),
            (r#"{"countries":[]}"#, "countries must be an object"),
            (r#"{"tin":1}"#, "tin must be a word, like \"advise\""),
            (r#"{"minimum_age":200}"#, "age_limit must be above minimum_age"),
            (r#"{"tin":"harsh"}"#, "tin: unknown variant"),
            (r#"{"tin_by_country":{"de":"basic","de":"strict"}}"#, "de is there twice"),
            (
                r#"{"countries":{"birth_country":{},"birth_country":{}}}"#,
                "birth_country is there twice",
            ),
            (r#"{"tin_not_needed_for":[["student"],[]]}"#, "tin_not_needed_for must be an object"),
            (r#"{"countries":{"birth_country":[["in"],[]]}}"#, "birth_country must be an object"),
            ("[]", "rules are one JSON object"),
            ("{", "EOF"),
            ("{} {}", "trailing"),
        ] {
            let error = parse(json).unwrap_err();
            assert!(error.contains(says), "{json}: {error}");
        }
    }
}
