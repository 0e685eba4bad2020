//! Reads JSON by the browser's own parser, and looks into it without deciding its shape first.

use js_sys::{Array, JSON, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// As many digits as any number of JavaScript keeps, all of which are below 2^53.
const EXACT_DIGITS: usize = 15;

/// A JSON value.
#[derive(Clone)]
pub struct Json(JsValue);

impl Json {
    /// Reads a text; `None` when it is not JSON. Whole numbers of more digits than a number keeps are
    /// read as texts: of one that tells whose a record is, none may be lost.
    pub fn parse(text: &str) -> Option<Self> {
        JSON::parse(&quoted(text)).ok().map(Self)
    }

    /// The member of that name, when this is an object and has it.
    pub fn get(&self, key: &str) -> Option<Self> {
        let value = Reflect::get(self.0.dyn_ref::<Object>()?, &key.into()).ok()?;
        (!value.is_undefined()).then_some(Self(value))
    }

    /// The text, when it is one.
    pub fn text(&self) -> Option<String> {
        self.0.as_string()
    }

    /// The text of the member of that name.
    pub fn text_of(&self, key: &str) -> Option<String> {
        self.get(key)?.text()
    }

    /// The number, when it is one.
    pub fn number(&self) -> Option<f64> {
        self.0.as_f64()
    }

    /// Whether it is a text, nothing, or a whole number that is as it was written: what is written with
    /// an exponent may have lost digits.
    pub fn is_exact(&self) -> bool {
        let is_whole = |shown: String| {
            let digits = shown.strip_prefix('-').unwrap_or(&shown);
            digits.len() <= EXACT_DIGITS && digits.bytes().all(|byte| byte.is_ascii_digit())
        };
        self.text().is_some() || self.shown().is_none_or(is_whole)
    }

    /// Whether it is `true`.
    pub fn is_true(&self) -> bool {
        self.0.as_bool() == Some(true)
    }

    /// Whether it is an object and no array.
    pub fn is_object(&self) -> bool {
        self.0.is_object() && !self.is_array()
    }

    /// Whether it is an array.
    pub fn is_array(&self) -> bool {
        Array::is_array(&self.0)
    }

    /// The values of an array.
    pub fn items(&self) -> Option<Vec<Self>> {
        self.is_array().then(|| self.0.unchecked_ref::<Array>().iter().map(Self).collect())
    }

    /// The members of an object, in their order.
    pub fn members(&self) -> Vec<(String, Self)> {
        let Some(object) = self.0.dyn_ref::<Object>() else { return Vec::new() };
        Object::keys(object)
            .iter()
            .filter_map(|key| Some((key.as_string()?, Self(Reflect::get(object, &key).ok()?))))
            .collect()
    }

    /// The value as a person reads it: a text without its quotes, anything else as JSON;
    /// `None` for null.
    pub fn shown(&self) -> Option<String> {
        if self.0.is_null() {
            return None;
        }
        self.text().or_else(|| Some(JSON::stringify(&self.0).ok()?.into()))
    }

    /// The JSON text, indented.
    pub fn indented(&self) -> String {
        JSON::stringify_with_replacer_and_space(&self.0, &JsValue::NULL, &2.into())
            .map(String::from)
            .unwrap_or_default()
    }
}

/// The text with its long whole numbers between quotes.
fn quoted(text: &str) -> String {
    let is_of_number = |byte: u8| byte.is_ascii_alphanumeric() || b"-+.".contains(&byte);
    let mut out = String::with_capacity(text.len());
    let mut is_string = false;
    // Texts, between which is the rest: what is escaped in one ends none.
    for part in text.split_inclusive('"') {
        if is_string {
            out.push_str(part);
            let body = part.strip_suffix('"').unwrap_or_default();
            let escapes = body.len() - body.trim_end_matches('\\').len();
            is_string = escapes % 2 == 1;
            continue;
        }
        for token in part.split_inclusive(|c: char| !u8::try_from(c).is_ok_and(is_of_number)) {
            let digits = token.trim_end_matches(|c: char| !c.is_ascii_digit());
            let number = digits.strip_prefix('-').unwrap_or(digits);
            let is_long = number.len() > EXACT_DIGITS && number.bytes().all(|b| b.is_ascii_digit());
            let quote = if is_long { "\"" } else { "" };
            let after = token.strip_prefix(digits).unwrap_or_default();
            out.extend([quote, digits, quote, after]);
        }
        is_string = true;
    }
    out
}

/// The JSON text of an object whose members are all texts.
pub fn object_of<'a>(members: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let object = Object::new();
    for (key, value) in members {
        // Setting a member of a fresh plain object has nothing to refuse it.
        let _ = Reflect::set(&object, &key.into(), &value.into());
    }
    JSON::stringify(&object).map(String::from).unwrap_or_default()
}
