//! What the npm package's JavaScript and its types know of the rules, written from the core's
//! tables.

use std::fmt::Write as _;

use anyhow::{Result, anyhow};
use client_profile::field::{Group, Kind};
use client_profile::message::{self, Entry};
use client_profile::{Code, Date, Field, ProfileUpdate, Rules, choice, json, tin};

use crate::{npm_hints, npm_plain, npm_rules};

/// The first line of what is written.
const WRITTEN: &str = "// Written by `cargo xtask build npm` from crates/core.\n";

/// `tables.js`: names, codes, words, and what reads every field by its name, since reading fields by a
/// list of names takes three times as long.
pub fn javascript() -> Result<String> {
    let rules = Rules::default();
    let mut out = format!("{WRITTEN}\n");
    let names = list(Field::ALL.map(Field::name));
    line(&mut out, &format!("export const FIELDS = {names};"));
    line(&mut out, "export const FIELD = new Map(FIELDS.map((name, at) => [name, at]));");
    line(
        &mut out,
        &format!("export const CODES = {};", list(Code::ALL.iter().map(|c| c.as_str()))),
    );
    for code in [
        Code::InvalidJson,
        Code::NotAnObject,
        Code::MissingField,
        Code::UnknownField,
        Code::NotAString,
        Code::Required,
        Code::TooLong,
        Code::NameLong,
        Code::CountryUnknown,
        Code::CountryNotAllowed,
        Code::ChoiceUnknown,
        Code::DateImpossible,
        Code::AgeBelowMinimum,
        Code::AgeAboveMaximum,
        Code::TinFormat,
    ] {
        constant(&mut out, &code.as_str().to_uppercase(), code as u8);
    }
    let days = (0..=12).map(|month| Date::days_in_month(1, month));
    constant(&mut out, "MONTH_DAYS", days.collect::<serde_json::Value>());
    constant(&mut out, "MAX_UNKNOWN", ProfileUpdate::MAX_UNKNOWN);
    constant(&mut out, "MAX_LINE", json::MAX_LINE);
    constant(&mut out, "MAX_TEXT", ProfileUpdate::MAX_TEXT);
    npm_rules::write(&mut out)?;
    npm_plain::write(&mut out)?;
    npm_hints::write(&mut out)?;
    let read = Field::ALL.map(|field| format!("{0}: p.{0}", field.name())).join(", ");
    line(&mut out, &format!("export const valuesOf = (p) => ({{ {read} }});"));
    out.push_str("export const fields = [\n");
    for field in Field::ALL {
        let spec = field.spec();
        let _ = write!(
            out,
            "  {{ name: '{}', kind: '{}', group: '{}', autocomplete: '{}'",
            spec.name,
            kind(spec.kind),
            group(spec.group),
            spec.autocomplete
        );
        if let Some(limit) = rules.max_length(field) {
            let _ = write!(out, ", maxLength: {limit}");
        }
        if spec.kind == Kind::Choice {
            let _ = write!(out, ", choices: {}", list(choice::words(field)));
        }
        out.push_str(" },\n");
    }
    out.push_str("];\n");
    out.push_str("export const ENGLISH = {\n");
    messages(&mut out, message::ENGLISH)?;
    out.push_str("};\n");
    Ok(out)
}

/// `lay.js`: the function that lays all fields down, by their names as well: accepted values by their
/// numbers, other texts one after the other. If all are accepted, it says so and lays nothing down; if it
/// is certain what is wrong with all others, it gives the issues instead.
pub fn laying() -> String {
    let mut out = format!("{WRITTEN}\n");
    line(&mut out, "import { findingBy } from './findings.js';");
    line(&mut out, "import * as inputs from './inputs.js';");
    line(&mut out, "import * as look from './numbers.js';\n");
    line(&mut out, "export function layAll(desk, settings, born, v, speak, asks) {");
    line(&mut out, "  const { numbers, limits } = settings;");
    for field in Field::ALL {
        let (at, name) = (field as u8, field.name());
        let number = match field.spec().kind {
            Kind::Country => format!("look.countryNumber(numbers[{at}], v.{name})"),
            Kind::Choice => format!("look.wordNumber(numbers[{at}], v.{name})"),
            Kind::Name => format!("look.nameNumber(numbers[{at}], v.{name}, limits, {at})"),
            Kind::Note => format!("look.noteNumber(numbers[{at}], v.{name}, limits, {at})"),
            Kind::TaxNumber => format!("look.tinNumber(numbers[{at}], v.{name})"),
            Kind::Date => "born".to_owned(),
        };
        let _ = writeln!(out, "  let n{at} = {number};");
    }
    let numbers = |of: &[Field], between| {
        let names: Vec<_> = of.iter().map(|field| format!("n{}", *field as u8)).collect();
        names.join(between)
    };
    let tin = Field::TaxIdentificationNumber;
    let others: Vec<_> = Field::ALL.into_iter().filter(|field| *field != tin).collect();
    let (at, name) = (tin as u8, tin.name());
    // All are below 0.
    let _ = writeln!(out, "  const others = {};", numbers(&others, " & "));
    let _ = writeln!(out, "  if ((others & n{at}) < 0) return inputs.ACCEPTED;");
    // Where there may be advice on it, it is nearly always right: worth a look if others are not.
    let _ = writeln!(out, "  if (n{at} === 0 && (numbers[{at}] > 0 || others >= 0)) {{");
    let _ = writeln!(out, "    n{at} = look.tinError(v.{name}, limits, {at});\n  }}");
    let _ = writeln!(out, "  if ({}) {{\n    const issues = [];", numbers(&Field::ALL, " && "));
    for at in Field::ALL.map(|field| field as u8) {
        let issue = format!("findingBy(settings, v, n{at}, {at}, speak, asks)");
        let _ = writeln!(out, "    if (n{at} > 0) issues.push({issue});");
    }
    out.push_str("    return issues;\n  }\n");
    out.push_str("  const { bytes, lengths } = desk;\n  let x;\n  let n;\n  let end = 0;\n");
    for field in Field::ALL {
        let (at, name) = (field as u8, field.name());
        let _ = writeln!(out, "  if (n{at} < 0) lengths[{at}] = n{at};");
        let _ = writeln!(out, "  else if (typeof (x = v.{name}) === 'string') {{");
        let _ = writeln!(out, "    n = inputs.put(bytes, end, x);");
        let _ = writeln!(out, "    if (n < 0) return inputs.FAILED;");
        let _ = writeln!(out, "    lengths[{at}] = n - end;\n    end = n;");
        let _ = writeln!(out, "  }} else lengths[{at}] = inputs.otherThanText(x);");
    }
    out.push_str("  return inputs.LAID;\n}\n");
    out
}

/// `tables.d.ts`: the same as exact types.
pub fn types() -> Result<String> {
    let rules = Rules::default();
    let mut out = String::from(WRITTEN);
    let mut union = |about: &str, name: &str, words: &mut dyn Iterator<Item = String>| {
        let words = words.map(|word| format!("'{word}'")).collect::<Vec<_>>().join(" | ");
        let _ = write!(out, "\n/** {about} */\nexport type {name} = {words};\n");
    };
    union(
        "The 12 fields of a profile, in the order of the wire.",
        "FieldName",
        &mut Field::ALL.into_iter().map(|field| field.name().to_owned()),
    );
    let countries = Field::ALL.into_iter().filter(|field| field.spec().kind == Kind::Country);
    union(
        "Those of them that name a country.",
        "CountryField",
        &mut countries.map(|field| field.name().to_owned()),
    );
    union(
        "Why a value is refused, or what to look at again. Codes never change their meaning.",
        "IssueCode",
        &mut Code::ALL.iter().map(|code| code.as_str().to_owned()),
    );
    union(
        "ISO 3166-1 alpha-2 in lower case, and the extra codes of the default rules.",
        "CountryCode",
        &mut rules.known_countries().iter().map(|country| country.as_str().to_owned()),
    );
    for field in Field::ALL {
        if field.spec().kind == Kind::Choice {
            union(
                &format!("The words that `{}` takes by default.", field.name()),
                &type_name(field),
                &mut choice::words(field).iter().map(|word| (*word).to_owned()),
            );
        }
    }
    union(
        "What kind of value a field holds.",
        "FieldKind",
        &mut [Kind::Name, Kind::Country, Kind::Choice, Kind::Date, Kind::TaxNumber, Kind::Note]
            .into_iter()
            .map(|of| kind(of).to_owned()),
    );
    union(
        "The part of a form that a field belongs to.",
        "FieldGroup",
        &mut [Group::You, Group::TaxAndResidence, Group::Change]
            .into_iter()
            .map(|of| group(of).to_owned()),
    );
    union(
        "The names of the rules that a deployment may change.",
        "RuleName",
        &mut npm_rules::names()?.into_iter(),
    );
    union(
        "What is made of the knowledge of a country's tax numbers: nothing; a warning; or, where \
         shape or check digit are certain, an error.",
        "TinMode",
        &mut npm_rules::modes()?.into_iter(),
    );
    out.push_str("\n/** A profile update: every value in canonical form. */\n");
    out.push_str("export interface ProfileUpdate {\n");
    for field in Field::ALL {
        let of = match field.spec().kind {
            Kind::Country => "CountryCode".to_owned(),
            Kind::Choice => type_name(field),
            Kind::Name | Kind::Date | Kind::TaxNumber | Kind::Note => "string".to_owned(),
        };
        if let Some(about) = about(field, &rules) {
            line(&mut out, &format!("  /** {about} */"));
        }
        line(&mut out, &format!("  {}: {of};", field.name()));
    }
    out.push_str("}\n");
    Ok(out)
}

/// What the type of a field's value does not say.
fn about(field: Field, rules: &Rules) -> Option<String> {
    let most = rules.max_length(field).map(|limit| format!("{limit} characters at most"));
    Some(match field.spec().kind {
        Kind::Name => format!("Letters of any script, {}.", most?),
        Kind::Country => "ISO 3166-1 alpha-2 in lower case.".to_owned(),
        Kind::Choice => return None,
        Kind::Date => "`YYYY-MM-DD`.".to_owned(),
        Kind::TaxNumber => format!(
            "As it stands in documents, {}; `{}` where there is none.",
            most?,
            tin::NOT_ISSUED
        ),
        Kind::Note => format!("Text of several lines, {}.", most?),
    })
}

/// A catalogue for `locales/`, as a module.
pub fn catalogue(locale: &str, text: &str) -> Result<String> {
    let mut out = format!("export default {{\n  locale: '{locale}',\n  messages: {{\n");
    messages(&mut out, text)?;
    out.push_str("  },\n};\n");
    Ok(out)
}

/// The entries of a catalogue as members of an object.
fn messages(out: &mut String, text: &str) -> Result<()> {
    for entry in message::entries(text) {
        let Entry { code, field, words } =
            entry.map_err(|line| anyhow!("this is no entry of a catalogue: {line}"))?;
        let field = field.map(|field| format!("/{}", field.name())).unwrap_or_default();
        line(out, &format!("    '{}{field}': {words:?},", code.as_str()));
    }
    Ok(())
}

/// Text as `encodeURI` writes what is not ASCII: minifiers undo escapes, and a page may read a script
/// in any encoding.
pub fn ascii(text: &str) -> String {
    let byte = |byte: u8| match byte {
        b'%' | 0x80.. => format!("%{byte:02X}"),
        _ => char::from(byte).to_string(),
    };
    text.bytes().map(byte).collect()
}

/// A list of words as JavaScript writes it.
pub fn list<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("'{}'", word.as_ref())).collect();
    format!("[{}]", words.join(", "))
}

/// A number, or whatever else is written as it is.
pub fn constant(out: &mut String, name: &str, value: impl std::fmt::Display) {
    line(out, &format!("export const {name} = {value};"));
}

fn line(out: &mut String, text: &str) {
    out.push_str(text);
    out.push('\n');
}

/// `employment_status` as `EmploymentStatus`.
fn type_name(field: Field) -> String {
    field.name().split('_').map(|word| word[..1].to_uppercase() + &word[1..]).collect()
}

pub fn kind(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "name",
        Kind::Country => "country",
        Kind::Choice => "choice",
        Kind::Date => "date",
        Kind::TaxNumber => "tax_number",
        Kind::Note => "note",
    }
}

fn group(group: Group) -> &'static str {
    match group {
        Group::You => "you",
        Group::TaxAndResidence => "tax_and_residence",
        Group::Change => "change",
    }
}
