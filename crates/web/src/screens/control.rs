//! The control of each field, made of the field's row in core's table.

use std::rc::Rc;

use client_profile::field::Kind;
use client_profile::tin;
use client_profile::{Country, Date, Field};
use leptos::prelude::*;

use super::speech::{advice, left, message, typed};
use crate::app::App;
use crate::components::country::SameAs;
use crate::components::date::{BoxWords, box_id};
use crate::components::{
    Choices, ChoicesProps, CountedText, CountedTextProps, CountrySelect, CountrySelectProps,
    DateBoxes, DateBoxesProps, Notes, TextField, TextFieldProps,
};
use crate::draft::Draft;
use crate::element::{Live, Part, follows};
use crate::intl;
use crate::words::Words;

/// What all controls of a form share.
pub struct Shared {
    app: App,
    words: Words,
    countries: Vec<(String, String)>,
}

impl Shared {
    /// Names the countries in the page's language, once for all four.
    pub fn new(app: App, words: Words) -> Self {
        let known = app.draft.rules.with_untracked(client_profile::Rules::known_countries);
        Self { app, words, countries: intl::countries(words.locale, known.iter()) }
    }

    /// The control of a field.
    pub fn control(&self, field: Field) -> Part {
        let (app, words, draft) = (self.app, self.words, self.app.draft);
        let (id, spec) = (field.name(), field.spec());
        let label = words.label(field).to_owned();
        let notes = notes(draft, words, field);
        let value = draft.text(field);
        let on_input = Rc::new(move || typed(app, field));
        let on_leave = Rc::new(move || left(app, field));
        let autocomplete = spec.autocomplete;
        match spec.kind {
            Kind::Name | Kind::TaxNumber => TextField(TextFieldProps {
                id,
                label,
                notes,
                value,
                on_input,
                on_leave,
                autocomplete,
                left_to_right: spec.kind == Kind::TaxNumber,
            }),
            Kind::Country => CountrySelect(CountrySelectProps {
                id,
                label,
                notes,
                options: self.options(field),
                locale: words.locale,
                blank: words.text("choose_country").to_owned(),
                value,
                on_input,
                on_leave,
                autocomplete,
                same_as: (field != Field::ResidenceCountry).then(|| SameAs {
                    words: words.text("same_as_residence").to_owned(),
                    other: draft.text(Field::ResidenceCountry),
                }),
            }),
            Kind::Choice => Choices(ChoicesProps {
                id,
                legend: label,
                notes,
                choices: draft.rules.with_untracked(|rules| {
                    let named = |word: &String| (word.clone(), words.choice(field, word));
                    rules.choices(field).iter().map(named).collect()
                }),
                translate: "yes",
                value,
                on_input,
                on_leave,
            }),
            Kind::Date => DateBoxes(DateBoxesProps {
                id,
                legend: label,
                notes,
                order: intl::date_order(words.region),
                words: BoxWords {
                    day: words.text("day").to_owned(),
                    month: words.text("month").to_owned(),
                    year: words.text("year").to_owned(),
                },
                months: draft.months(),
                value: draft.birth(),
                on_input,
                on_leave,
            }),
            Kind::Note => CountedText(CountedTextProps {
                id,
                label,
                notes,
                value,
                count: count(app, words, field),
                on_input,
                on_leave,
            }),
        }
    }

    /// The countries that a field takes.
    fn options(&self, field: Field) -> Vec<(String, String)> {
        let taken = self.app.draft.rules.with_untracked(|rules| rules.taken_countries(field));
        let is_taken =
            |code: &str| Country::new(code).is_some_and(|country| taken.contains(country));
        self.countries.iter().filter(|(code, _)| is_taken(code)).cloned().collect()
    }
}

fn notes(draft: Draft, words: Words, field: Field) -> Notes {
    Notes {
        hint: follows(move || hint(draft, words, field)),
        error: follows(move || message(draft, words, field)),
        advice: follows(move || advice(draft, words, field)),
        error_word: words.text("error_word").to_owned(),
        advice_word: words.text("advice_word").to_owned(),
    }
}

/// The id of the control to go to for a field: of a date, the box that is wrong.
pub fn target(draft: Draft, words: Words, field: Field) -> String {
    if field.spec().kind != Kind::Date {
        return field.name().to_owned();
    }
    let order = intl::date_order(words.region);
    let wrong = draft.birth().with(|birth| birth.wrong(order, &draft.months()));
    box_id(field.name(), wrong.unwrap_or(order[0]))
}

/// What helps before anything is typed. Of a tax number it follows the country.
fn hint(draft: Draft, words: Words, field: Field) -> Option<String> {
    match field.spec().kind {
        Kind::TaxNumber => {}
        Kind::Date => {
            let example = Date::new(1969, 9, 19).map(|day| intl::date(words.region, day));
            return words.hint(field).map(|_| {
                words.fill("hint/date_of_birth", &[("example", &example.unwrap_or_default())])
            });
        }
        _ => return words.hint(field).map(str::to_owned),
    }
    let code = draft.text(Field::TaxResidenceCountry).get();
    let Some(country) = Country::new(&code) else {
        return Some(words.text("tin_hint_no_country").to_owned());
    };
    let name = intl::country(words.locale, &code);
    Some(match tin::hint(country) {
        Some(hint) if !hint.issued => words.fill("tin_hint_not_issued", &[("country", &name)]),
        Some(hint) if !hint.example.is_empty() => words.fill(
            "tin_hint",
            &[("country", &name), ("number", hint.name), ("example", hint.example)],
        ),
        // Not even what it looks like.
        _ => words.fill("tin_hint_unknown", &[("country", &name)]),
    })
}

/// How many characters are left, or too many.
fn count(app: App, words: Words, field: Field) -> Live<String> {
    follows(move || {
        let limit = app.draft.rules.with(|rules| rules.max_length(field)).unwrap_or(u32::MAX);
        let used = app.draft.length(field);
        if used <= limit {
            words.count("count_left", limit - used)
        } else {
            words.count("count_over", used - limit)
        }
    })
}
