//! Whole JavaScript values in and out, by serde: for Rust programs that compile these rules into a
//! module of their own. The package goes the smaller and faster way of `desk.rs`; a test in the
//! browser holds both to the same findings.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use client_profile::{Date, Field, Input, Issue, ProfileUpdate, Rules, Validator};
use serde::de::IgnoredAny;
use serde::{Deserialize, Serialize};
use serde_wasm_bindgen::Serializer;
use wasm_bindgen::prelude::*;

#[wasm_bindgen]
extern "C" {
    /// Unicode Normalization Form C, as the platform knows it.
    #[wasm_bindgen(js_namespace = ["String", "prototype", "normalize"], js_name = call)]
    fn nfc(text: &str) -> String;
}

/// The platform's normalizer.
pub fn normalize(text: &str) -> String {
    nfc(text)
}

/// A value of a profile, as far as it matters.
#[derive(Deserialize)]
#[serde(untagged)]
enum Given {
    Text(String),
    Other(IgnoredAny),
}

#[derive(Serialize)]
struct Answer<'a> {
    /// The canonical values, unless something blocks.
    #[serde(skip_serializing_if = "Option::is_none")]
    value: Option<BTreeMap<&'static str, &'a str>>,
    issues: Vec<Finding>,
}

#[derive(Serialize)]
struct Finding {
    /// The field, or the unknown key; nothing for the whole input.
    field: Option<String>,
    code: &'static str,
    severity: &'static str,
    message: String,
}

impl From<Issue<'_>> for Finding {
    fn from(issue: Issue<'_>) -> Self {
        Self {
            field: issue.name().map(String::from),
            code: issue.code.as_str(),
            severity: issue.severity.as_str(),
            message: issue.message().to_string(),
        }
    }
}

/// Checks a profile by rules, both as plain JavaScript objects; rules that are `undefined` are the
/// default ones. Half of a surrogate pair comes as U+FFFD, which no rule takes either. `today`
/// counts days since 1970-01-01. Answers `{ value?, issues }`.
///
/// # Errors
///
/// When the rules cannot be used, or `today` is no day.
#[wasm_bindgen(js_name = validateValue)]
pub fn validate_value(profile: JsValue, rules: JsValue, today: i32) -> Result<JsValue, JsError> {
    let rules = if rules.is_undefined() {
        Rules::default()
    } else {
        serde_wasm_bindgen::from_value(rules).map_err(|error| JsError::new(&error.to_string()))?
    };
    let validator = Validator::new(&rules, normalize).map_err(|error| JsError::new(&error.0))?;
    let today =
        Date::from_days_since_epoch(today).ok_or_else(|| JsError::new("today is no day"))?;
    let is_list = profile.is_array();
    let given: Result<BTreeMap<String, Given>, _> = serde_wasm_bindgen::from_value(profile);
    let mut update = ProfileUpdate::not_an_object();
    // A list of pairs would be read as an object.
    if let Ok(given) = &given
        && !is_list
    {
        update = ProfileUpdate::default();
        for (key, value) in given {
            let input = match value {
                Given::Text(text) => Input::Text(text),
                Given::Other(_) => Input::NotText,
            };
            update.take(key.into(), input);
        }
    }
    let report = validator.validate(&update, today);
    let value = report
        .is_valid()
        .then(|| Field::ALL.map(|field| (field.name(), report.value(field))).into());
    let answer = Answer { value, issues: report.issues().map(Finding::from).collect() };
    answer
        .serialize(&Serializer::json_compatible())
        .map_err(|error| JsError::new(&error.to_string()))
}
