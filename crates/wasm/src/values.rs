//! Whole JavaScript values in and out: for Rust programs that compile these rules into a module of
//! their own. The package goes the smaller and faster way of `desk.rs`; a test in the browser holds
//! both to the same findings.

use alloc::collections::BTreeMap;
use alloc::string::{String, ToString as _};
use alloc::vec::Vec;

use client_profile::{Date, Field, Input, Issue, ProfileUpdate, Rules, Validator};
use js_sys::{JSON, JsString, Object, Reflect};
use serde::Serialize;
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
/// default ones. `today` counts days since 1970-01-01. Answers `{ value?, issues }`.
///
/// # Errors
///
/// When the rules cannot be used, or `today` is no day; and what a getter of the profile throws.
#[wasm_bindgen(js_name = validateValue)]
pub fn validate_value(profile: &JsValue, rules: &JsValue, today: i32) -> Result<JsValue, JsValue> {
    let validator =
        Validator::new(&rules_of(rules)?, normalize).map_err(|error| JsError::new(&error.0))?;
    let today =
        Date::from_days_since_epoch(today).ok_or_else(|| JsError::new("today is no day"))?;
    let texts;
    let mut update = ProfileUpdate::not_an_object();
    if profile.is_object() && !profile.is_array() {
        update = ProfileUpdate::default();
        texts = given(profile)?;
        for (field, value) in Field::ALL.into_iter().zip(&texts) {
            update.put(field, value.input());
        }
        let keys = Object::keys(profile.unchecked_ref::<Object>());
        for key in keys.iter().filter_map(|key| key.as_string()) {
            if Field::from_name(&key).is_none() {
                update.take_unknown(key.into());
            }
        }
    }
    let report = validator.validate(&update, today);
    let value = report
        .is_valid()
        .then(|| Field::ALL.map(|field| (field.name(), report.value(field))).into());
    let answer = Answer { value, issues: report.issues().map(Finding::from).collect() };
    Ok(answer
        .serialize(&Serializer::json_compatible())
        .map_err(|error| JsError::new(&error.to_string()))?)
}

/// Rules, of which each name must be known.
fn rules_of(given: &JsValue) -> Result<Rules, JsValue> {
    let mut rules = Rules::default();
    if !given.is_undefined() {
        fill(&mut rules, "", given)?;
    }
    Ok(rules)
}

/// No rule stands deeper than `countries.birth_country.refused`.
const DEEPEST: usize = 3;

/// Fills in what stands at a path, and below it.
fn fill(rules: &mut Rules, path: &str, given: &JsValue) -> Result<(), JsValue> {
    let steps = path.split_terminator('.').count();
    if given.is_object() && !given.is_array() && steps < DEEPEST {
        for key in Object::keys(given.unchecked_ref::<Object>()) {
            let name = key.as_string().unwrap_or_default();
            let inner = if steps == 0 { name } else { [path, &name].join(".") };
            fill(rules, &inner, &Reflect::get(given, &key)?)?;
        }
        return Ok(());
    }
    let json = JSON::stringify(given)?.as_string().unwrap_or_default();
    match rules.set(path, &json) {
        Ok(true) => Ok(()),
        Ok(false) => Err(JsError::new(&["there is no rule ", path].concat()).into()),
        Err(error) => Err(JsError::new(&error.0).into()),
    }
}

/// The value of a field, as it is read.
enum Given {
    Missing,
    Text(String),
    Surrogate,
    NotText,
}

impl Given {
    fn input(&self) -> Input<'_> {
        match self {
            Self::Missing => Input::Missing,
            Self::Text(text) => Input::Text(text),
            Self::Surrogate => Input::Surrogate,
            Self::NotText => Input::NotText,
        }
    }
}

/// The values of the fields. Reading them may run someone's code.
fn given(profile: &JsValue) -> Result<Vec<Given>, JsValue> {
    let read = |field: Field| {
        let value = Reflect::get(profile, &field.name().into())?;
        Ok(match value.dyn_into::<JsString>() {
            Ok(text) if text.is_valid_utf16() => Given::Text(text.into()),
            Ok(_) => Given::Surrogate,
            Err(value) if value.is_undefined() => Given::Missing,
            Err(_) => Given::NotText,
        })
    };
    Field::ALL.into_iter().map(read).collect()
}
