//! What the fuzzers drive, and what must hold for every input there is.
//!
//! The targets are plain functions, so that they run in two ways: under libFuzzer, which looks
//! for inputs by coverage, and as seeded tests on any toolchain (`tests/suite/seeded_fuzz.rs`).

use std::sync::LazyLock;

use client_profile::choice::Gender;
use client_profile::json::Reader;
use client_profile::rules::Rules;
use client_profile::text::canonical_line;
use client_profile::validate::Alone;
use client_profile::{Country, Date, Field, Input, Profile, ProfileUpdate, Validator, name, tin};
use unicode_normalization::UnicodeNormalization as _;

/// A target: its name and what it does with some bytes.
pub type Target = (&'static str, fn(&[u8]));

/// All targets.
pub const TARGETS: [Target; 6] = [
    ("json", json),
    ("fields", fields),
    ("one_field", one_field),
    ("dates", dates),
    ("names", names),
    ("tax_numbers", tax_numbers),
];

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

static VALIDATORS: LazyLock<[Validator; 2]> = LazyLock::new(|| {
    [Rules::default(), Rules::strict()]
        .map(|rules| Validator::new(&rules, |text| text.nfc().collect()).unwrap())
});

/// Any text in every field, by itself and in JSON, checked once: for inputs too long for all laws.
#[allow(dead_code, reason = "only the seeded tests have inputs of that length")]
pub fn long(text: &str) {
    let [validator, _] = &*VALIDATORS;
    let mut update = ProfileUpdate::default();
    for field in Field::ALL {
        update.set(field, text);
    }
    assert!(validator.validate(&update, today()).issues().count() >= Field::COUNT - 1);
    let json = format!("{{\"reason\":\"{text}\",\"x\":{text}");
    assert!(Reader::default().read(json.as_bytes()).is_err());
}

/// Any bytes as JSON: read or refused, never a panic; what is read is checked like anything else.
pub fn json(data: &[u8]) {
    let mut reader = Reader::default();
    if let Ok(update) = reader.read(data) {
        laws(&update);
    }
}

/// Any 12 texts, cut apart at NUL bytes.
pub fn fields(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let mut update = ProfileUpdate::default();
    for (field, text) in Field::ALL.into_iter().zip(text.split('\0')) {
        update.set(field, text);
    }
    laws(&update);
}

/// Any text in one field, the other 11 being the documentation's.
pub fn one_field(data: &[u8]) {
    let Some((field, text)) = data.split_first() else { return };
    let text = String::from_utf8_lossy(text);
    let mut update = documented();
    update.set(Field::ALL[usize::from(*field) % Field::COUNT], &text);
    laws(&update);
}

/// Any text as a name: its canonical form is in NFC and stays as it is, and a name that passes has
/// no more than names have.
pub fn names(data: &[u8]) {
    let text = String::from_utf8_lossy(data);
    let canonical = canonical_line(&text, |text| text.nfc().collect());
    assert!(canonical.nfc().eq(canonical.chars()));
    assert_eq!(canonical_line(&canonical, |text| text.nfc().collect()), canonical);
    assert_eq!(canonical, canonical.trim());
    if name::check(&canonical).is_none() {
        assert!(!canonical.contains(|c: char| c.is_control() || c.is_ascii_digit() || c == '<'));
        assert!(canonical.contains(char::is_alphabetic));
        // Whatever stands first may start a name, whatever the rest is.
        let first: String = canonical.chars().take(1).chain("a".chars()).collect();
        assert_eq!(name::check(&first), None);
    }
    name::mixes_scripts(&canonical);
}

/// Any text as a number of any two countries: its canonical form stays as it is, and spaces and
/// small letters change nothing of what it is.
pub fn tax_numbers(data: &[u8]) {
    let &[a, b, ref text @ ..] = data else { return };
    let countries: Vec<Country> = tin::countries().map(|(country, _)| country).collect();
    let [country, other] = [a, b].map(|at| countries[usize::from(at) % countries.len()]);
    let text = String::from_utf8_lossy(text);
    let canonical = tin::canonical(&text);
    assert_eq!(tin::canonical(&canonical), canonical);
    let person = tin::Person {
        birth_date: Date::new(1969, 9, 19),
        gender: Some(Gender::Female),
        other_countries: [Some(other), None, Some(country)],
    };
    let found = tin::check(country, &canonical, &person);
    assert_ne!(found.other_country, Some(country));
    assert!(!(found.format && found.checksum), "a number without the shape has no check digits");
    assert!(!found.birth_date && !found.gender || !found.format && !found.checksum);
    assert_eq!(tin::check(country, &canonical.to_ascii_uppercase(), &person), found);
    let spaced: String = canonical.chars().flat_map(|c| [c, ' ']).collect();
    assert_eq!(tin::check(country, &spaced, &person), found);
    tin::blocks_when_strict(country, &canonical);
}

/// Any three numbers as a date: its text is read back, and its days are counted back.
pub fn dates(data: &[u8]) {
    let &[a, b, month, day, ..] = data else { return };
    let Some(real) = Date::new(u16::from_be_bytes([a, b]), month, day) else { return };
    assert_eq!(Date::parse(&real.to_string()), Some(real));
    assert_eq!(Date::from_days_since_epoch(real.days_since_epoch()), Some(real));
    assert!(real.age_on(today()) <= 2026);
}

fn documented() -> ProfileUpdate<'static> {
    let mut update = ProfileUpdate::default();
    for (field, text) in Field::ALL.into_iter().zip([
        "API",
        "doge",
        "in",
        "hedging",
        "in",
        "in",
        "UX-1989389",
        "in",
        "retired",
        "1969-09-19",
        "male",
        "api test",
    ]) {
        update.set(field, text);
    }
    update
}

/// What holds for every update.
fn laws(update: &ProfileUpdate<'_>) {
    for validator in &*VALIDATORS {
        let report = validator.validate(update, today());
        for issue in report.issues() {
            // A message is never empty, and no parameter is left open in it.
            let message = issue.message().to_string();
            assert!(!message.is_empty() && !message.contains(['{', '}']), "{message}");
        }
        // One field alone is told what it is told among the others.
        for field in Field::ALL {
            let alone = validator.validate_field(field, update, today());
            assert_eq!(alone.error(field), report.error(field));
            let of_field = |issue: &client_profile::Issue<'_>| issue.field() == Some(field);
            let told = |report: &client_profile::Report<'_>| {
                report
                    .issues()
                    .filter(of_field)
                    .map(|issue| (issue.code, issue.severity))
                    .collect::<Vec<_>>()
            };
            assert_eq!(told(&alone), told(&report));
            assert_eq!(alone.value(field), report.value(field));
            if let Some(text) = update.text(field) {
                let mut only = ProfileUpdate::default();
                only.set(field, text);
                let report = validator.validate_field(field, &only, today());
                // A quick yes means that there is nothing to tell of the text by itself.
                assert!(report.is_as_it_came() || !validator.accepts(field, text, today()));
                // And a look at it alone tells what there is.
                match validator.look_at(field, text, today()) {
                    Alone::Fine => assert!(report.is_as_it_came()),
                    Alone::Wrong(code, canonical) => {
                        assert_eq!(report.error(field), Some(code));
                        assert_eq!(report.value(field), canonical);
                    }
                    Alone::Other => assert!(report.is_valid() && !report.is_as_it_came()),
                }
            }
        }
        // A quick yes to all of it means that nothing blocks, and that each value came canonical.
        if validator.passes(update, today()) {
            assert!(report.is_valid() && report.changes().next().is_none());
        }
        // Findings are the same in either form.
        let mut of_fields = report.issues().filter(|issue| issue.field().is_some());
        report.each_finding(|field, code, severity| {
            let issue = of_fields.next().unwrap();
            assert_eq!((issue.field(), issue.code, issue.severity), (Some(field), code, severity));
        });
        assert!(of_fields.next().is_none());
        if !report.is_valid() {
            continue;
        }
        // A canonical value is its own canonical form, and is told the same again.
        let mut again = ProfileUpdate::default();
        for field in Field::ALL {
            again.put(field, Input::Text(report.value(field)));
        }
        let second = validator.validate(&again, today());
        assert!(second.is_valid());
        let mut record = Profile::default();
        for field in Field::ALL {
            assert_eq!(second.value(field), report.value(field));
            record.set_text(field, Some(report.value(field).to_owned()));
            assert_eq!(record.text(field), Some(report.value(field)));
        }
        let codes = |report: &client_profile::Report<'_>| {
            report.issues().map(|issue| (issue.field(), issue.code)).collect::<Vec<_>>()
        };
        assert_eq!(codes(&second), codes(&report));
    }
}
