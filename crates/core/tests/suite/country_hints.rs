//! A code that is no country comes back with the country it probably means.

use client_profile::{Code, Country, Date, Field, ProfileUpdate, Rules, Validator};

/// What the finding on `value` suggests, under rules that know these extra countries.
fn hint(value: &str, extra: &[&str]) -> Option<Country> {
    let rules = Rules {
        extra_countries: extra.iter().map(|code| (*code).to_owned()).collect(),
        ..Rules::default()
    };
    let validator = Validator::new(&rules, str::to_owned).unwrap();
    let mut update = ProfileUpdate::default();
    update.set(Field::BirthCountry, value);
    let today = Date::new(2026, 11, 23).unwrap();
    let report = validator.validate_field(Field::BirthCountry, &update, today);
    let issue = report.issues().next().unwrap();
    assert_eq!(issue.code, Code::CountryUnknown, "{value}");
    issue.params.country
}

#[test]
fn the_finding_names_the_country_that_was_meant() {
    for (value, code) in [
        ("UK", Some("gb")),
        ("el", Some("gr")),
        (" DEU ", Some("de")),
        ("United Kingdom", Some("gb")),
        ("Côte d’Ivoire", Some("ci")),
        ("Ｕ．Ｓ．", Some("us")),
        ("zz", None),
        ("Atlantis", None),
    ] {
        assert_eq!(hint(value, &[]), code.and_then(Country::new), "{value}");
    }
}

#[test]
fn it_never_names_a_country_that_the_rules_do_not_know() {
    assert_eq!(hint("Kosovo", &["xk"]), Country::new("xk"));
    assert_eq!(hint("Kosovo", &[]), None);
}
