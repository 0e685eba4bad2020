//! A text is looked at up to a limit, so that white space without end costs nothing.

use client_profile::{Code, Date, Field, ProfileUpdate, Rules, Validator};

#[test]
fn a_text_that_is_mostly_white_space_is_looked_at_up_to_a_limit() {
    let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    let today = Date::new(2026, 11, 23).unwrap();
    for (field, value, code) in [
        (Field::FirstName, "API", Code::TooLong),
        (Field::BirthCountry, "in", Code::CountryUnknown),
        (Field::Gender, "male", Code::ChoiceUnknown),
        (Field::DateOfBirth, "1969-09-19", Code::DateFormat),
        (Field::TaxIdentificationNumber, "UX-1989389", Code::TooLong),
        (Field::Reason, "api test", Code::TooLong),
    ] {
        for (length, expected) in
            [(ProfileUpdate::MAX_TEXT, None), (ProfileUpdate::MAX_TEXT + 1, Some(code))]
        {
            let text = " ".repeat(length - value.len()) + value;
            let mut update = ProfileUpdate::default();
            update.set(field, &text);
            let report = validator.validate_field(field, &update, today);
            assert_eq!(report.error(field), expected, "{field:?}");
            assert!(expected.is_some() || report.value(field) == value, "{field:?}");
        }
    }
}
