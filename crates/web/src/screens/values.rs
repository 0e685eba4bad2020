//! Values as a person reads them: countries and choices by their names, dates and times as the
//! language writes them.

use client_profile::field::Kind;
use client_profile::{Date, Field};

use crate::intl;
use crate::words::Words;

/// A field's value as it is read.
pub fn value(words: Words, field: Field, text: &str) -> String {
    if text.is_empty() {
        return words.text("nothing").to_owned();
    }
    match field.spec().kind {
        Kind::Country => intl::country(words.locale, text),
        Kind::Choice => words.choice(field, text),
        Kind::Date => {
            Date::parse(text).map_or_else(|| text.to_owned(), |date| intl::date(words.region, date))
        }
        Kind::Name | Kind::TaxNumber | Kind::Note => text.to_owned(),
    }
}

/// `translate` of a value of the member of that name: browsers that translate the page leave alone
/// what a person, or the API, wrote.
pub fn translate(name: &str) -> &'static str {
    match Field::from_name(name).map(|field| field.spec().kind) {
        Some(Kind::Country | Kind::Choice | Kind::Date) => "yes",
        _ => "no",
    }
}

/// A member of a record, which may be none of the fields: what it is called, and its value.
pub fn member(words: Words, name: &str, text: Option<&str>) -> (String, String) {
    let label = words
        .find(&["label/", name].concat())
        .map_or_else(|| name.replace('_', " "), str::to_owned);
    let shown = match (text, Field::from_name(name)) {
        (None | Some(""), _) => words.text("nothing").to_owned(),
        (Some(text), Some(field)) => value(words, field, text),
        (Some(text), None) if name.ends_with("_time") => intl::time(words.region, text),
        (Some(text), None) => text.to_owned(),
    };
    (label, shown)
}
