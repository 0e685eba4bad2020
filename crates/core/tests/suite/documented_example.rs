//! The documentation's own example always passes, byte for byte.

use client_profile::{Date, Field, ProfileUpdate, Rules, Validator};

/// The example, as published.
const EXAMPLE: [(&str, &str); 12] = [
    ("first_name", "API"),
    ("last_name", "doge"),
    ("residence_country", "in"),
    ("account_opening_reason", "hedging"),
    ("tax_residence_country", "in"),
    ("birth_country", "in"),
    ("tax_identification_number", "UX-1989389"),
    ("citizen_country", "in"),
    ("employment_status", "retired"),
    ("date_of_birth", "1969-09-19"),
    ("gender", "male"),
    ("reason", "api test"),
];

#[test]
fn it_passes_and_keeps_every_byte() {
    let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    let mut update = ProfileUpdate::default();
    for (name, value) in EXAMPLE {
        update.take(name.into(), client_profile::Input::Text(value));
    }
    let report = validator.validate(&update, Date::new(2026, 11, 23).unwrap());
    assert!(report.is_valid());
    for (name, value) in EXAMPLE {
        assert_eq!(report.value(Field::from_name(name).unwrap()), value);
    }
}
