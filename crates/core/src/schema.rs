//! The request as JSON Schema 2020-12, derived from the field table and the rules in force.

use alloc::string::String;
use core::fmt::{self, Write as _};

use crate::field::{Field, FieldSet, Kind};
use crate::rules::Rules;

/// The schema of a request of `fields`, as JSON. It says what a schema can say: keys, types,
/// lengths (in Unicode scalar values), words, countries, the form of a date. It describes
/// canonical values; a checker also takes what it can bring into canonical form.
///
/// ```
/// use client_profile::{FieldSet, Rules, schema};
/// let schema = schema::request(&Rules::default(), FieldSet::ALL);
/// assert!(schema.contains(r#""maxLength":100"#));
/// ```
pub fn request(rules: &Rules, fields: FieldSet) -> String {
    let mut out = String::new();
    // Writing to a String never fails.
    let _ = write_request(&mut out, rules, fields);
    out
}

fn write_request(out: &mut String, rules: &Rules, fields: FieldSet) -> fmt::Result {
    out.write_str(concat!(
        r#"{"$schema":"https://json-schema.org/draft/2020-12/schema","#,
        r#""title":"Client profile","type":"object","additionalProperties":false,"required":"#
    ))?;
    write_list(out, fields.iter().map(Field::name))?;
    out.write_str(r#","properties":{"#)?;
    for (at, field) in fields.iter().enumerate() {
        write!(out, r#"{}"{}":"#, if at == 0 { "" } else { "," }, field.name())?;
        write_property(out, rules, field)?;
    }
    out.write_str("}}")
}

fn write_property(out: &mut String, rules: &Rules, field: Field) -> fmt::Result {
    out.write_str(r#"{"type":"string""#)?;
    match field.spec().kind {
        Kind::Country => {
            out.write_str(r#","enum":"#)?;
            write_list(out, rules.taken_countries(field).iter())?;
        }
        Kind::Choice => {
            out.write_str(r#","enum":"#)?;
            write_list(out, rules.choices(field).iter())?;
        }
        Kind::Date => {
            out.write_str(r#","format":"date","pattern":"^[0-9]{4}-[0-9]{2}-[0-9]{2}$""#)?;
        }
        Kind::TaxNumber => {
            out.write_str(r#","minLength":1,"pattern":"^[A-Za-zÑñ0-9 ./+&()-]+$""#)?;
        }
        // Something beside the ASCII and the signs of Latin-1 that are no letters: what all engines of
        // regular expressions know how to say. Python's has no `\p{L}`, nor has that 〇.
        Kind::Name => {
            out.write_str(r#","minLength":1,"pattern":"[^\\x00-@\\[-`{-\\xA9]""#)?;
        }
        Kind::Note => out.write_str(r#","minLength":1"#)?,
    }
    if let Some(limit) = rules.max_length(field) {
        write!(out, r#","maxLength":{limit}"#)?;
    }
    out.write_char('}')
}

fn write_list<T: fmt::Display>(out: &mut String, words: impl Iterator<Item = T>) -> fmt::Result {
    out.write_char('[')?;
    for (at, word) in words.enumerate() {
        write!(out, r#"{}"{word}""#, if at == 0 { "" } else { "," })?;
    }
    out.write_char(']')
}
