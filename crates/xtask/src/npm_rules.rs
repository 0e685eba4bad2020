//! What the npm package's JavaScript knows of rules and schemas, written from the core's.

use anyhow::{Context as _, Result};
use client_profile::rules::TinMode;
use client_profile::settings::Settings;
use client_profile::{Field, FieldSet, Rules, schema};
use serde_json::{Map, Value};

use crate::npm_tables::{ascii, constant, kind, list};

/// Writes the names, defaults and limits of rules, and the schema without what rules change.
pub fn write(out: &mut String) -> Result<()> {
    let rules = Rules::default();
    constant(out, "DEFAULT_RULES", serde_json::to_value(&rules)?);
    constant(out, "MAX_LIST", Rules::MAX_LIST);
    constant(out, "MAX_WORD", Rules::MAX_WORD);
    constant(out, "MAX_LENGTH", Rules::MAX_LENGTH);
    constant(out, "MAX_TIN_LENGTH", Rules::MAX_TIN_LENGTH);
    constant(out, "MAX_NUMBER", u32::MAX);
    constant(out, "MAX_AGE", u16::MAX);
    constant(out, "MODES", list(modes()?));
    constant(out, "COUNTRY_FIELDS", list(Settings::COUNTRY_FIELDS.map(Field::name)));
    constant(out, "CHOICE_FIELDS", list(Settings::CHOICE_FIELDS.map(Field::name)));
    constant(out, "LIMITS", Value::Object(limits()));
    let schema: Value = serde_json::from_str(&schema::request(&rules, FieldSet::ALL))?;
    let Value::Object(mut schema) = schema else { return Ok(()) };
    let properties = schema.remove("properties").context("a schema has properties")?;
    schema.remove("required");
    constant(out, "SCHEMA", Value::Object(schema));
    let mut kinds = Map::new();
    for field in Field::ALL {
        let mut property = properties[field.name()].as_object().cloned().unwrap_or_default();
        for changed in ["type", "enum", "maxLength"] {
            property.remove(changed);
        }
        if let Some(Value::String(pattern)) = property.get_mut("pattern") {
            *pattern = ascii(pattern);
        }
        kinds.insert(kind(field.spec().kind).to_owned(), Value::Object(property));
    }
    constant(out, "KIND_SCHEMAS", Value::Object(kinds));
    Ok(())
}

/// The names of the rules.
pub fn names() -> Result<Vec<String>> {
    let Value::Object(rules) = serde_json::to_value(Rules::default())? else { return Ok(vec![]) };
    Ok(rules.into_iter().map(|(name, _)| name).collect())
}

/// The words of the modes of tax numbers.
pub fn modes() -> Result<Vec<String>> {
    let modes = serde_json::to_value([TinMode::Basic, TinMode::Advise, TinMode::Strict])?;
    Ok(serde_json::from_value(modes)?)
}

/// The rule that limits a field's length, by the field's name.
fn limits() -> Map<String, Value> {
    const NAMES: [&str; 3] = ["name_max_length", "reason_max_length", "tin_max_length"];
    // Rules in which each limit is the place of its name.
    let places =
        Rules { name_max_length: 0, reason_max_length: 1, tin_max_length: 2, ..Rules::default() };
    let of = |field: Field| {
        let name = NAMES.get(usize::try_from(places.max_length(field)?).ok()?)?;
        Some((field.name().to_owned(), Value::from(*name)))
    };
    Field::ALL.into_iter().filter_map(of).collect()
}

#[cfg(test)]
mod tests {
    use super::{Rules, Value};

    /// Where the package is compared with the core, a rule that did not differ would not be compared.
    #[test]
    fn rules_in_which_everything_differs_are_such() {
        let own = include_str!("../../wasm/tests/own-rules.json");
        let own: Rules = serde_json::from_str(own).unwrap();
        assert_eq!(own.check(), Ok(()));
        let [own, default] =
            [own, Rules::default()].map(|rules| serde_json::to_value(rules).unwrap());
        differs("", &own, &default);
    }

    fn differs(path: &str, own: &Value, default: &Value) {
        match default {
            Value::Object(members) if !members.is_empty() => {
                for (name, default) in members.iter().filter(|(name, _)| *name != "version") {
                    differs(&format!("{path}.{name}"), &own[name], default);
                }
            }
            default => assert_ne!(own, default, "{path}"),
        }
    }
}
