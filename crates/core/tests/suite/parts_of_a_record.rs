//! What is checked when not all fields are: subsets, one field, unknown keys, canonical values.

use client_profile::{Code, Date, Field, FieldSet, Input, ProfileUpdate, Report, Rules, Validator};

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

fn validator() -> Validator {
    Validator::new(&Rules::default(), str::to_owned).unwrap()
}

fn codes(report: &Report<'_>) -> Vec<(Option<Field>, Code)> {
    report.issues().map(|issue| (issue.field(), issue.code)).collect()
}

#[test]
fn only_the_fields_asked_for_are_missed_or_told_of() {
    let validator = validator();
    let mut update = ProfileUpdate::default();
    update.set(Field::FirstName, "Priya");
    update.set(Field::LastName, "4");
    let names = FieldSet::EMPTY.with(Field::FirstName);
    assert!(validator.validate_fields(names, &update, today()).is_valid());
    assert_eq!(
        codes(&validator.validate_fields(names.with(Field::Gender), &update, today())),
        [(Some(Field::Gender), Code::MissingField)]
    );
    let all = validator.validate(&update, today());
    assert_eq!(all.issues().count(), 11, "one name is fine, the other not, ten are missing");
    assert!(validator.validate_fields(FieldSet::EMPTY, &update, today()).is_valid());
}

#[test]
fn others_are_what_a_tax_number_is_compared_with_and_no_more() {
    let validator = validator();
    let mut update = ProfileUpdate::default();
    update.set(Field::TaxIdentificationNumber, "UX-1989389");
    let number = FieldSet::EMPTY.with(Field::TaxIdentificationNumber);
    let check =
        |update: &ProfileUpdate<'_>| codes(&validator.validate_fields(number, update, today()));
    assert!(check(&update).is_empty(), "of no country");
    update.set(Field::TaxResidenceCountry, "zz");
    assert!(check(&update).is_empty(), "what is wrong with the country is told elsewhere");
    update.set(Field::TaxResidenceCountry, " IN");
    let told = [(Some(Field::TaxIdentificationNumber), Code::TinFormat)];
    assert_eq!(check(&update), told);
    update.set(Field::FirstName, "Пpия");
    update.set(Field::DateOfBirth, "x");
    update.put(Field::Gender, Input::NotText);
    assert_eq!(check(&update), told, "nothing of the others");
    let country = FieldSet::EMPTY.with(Field::TaxResidenceCountry);
    assert!(
        validator.validate_fields(country, &update, today()).is_valid(),
        "the number is not asked for"
    );
    update.set(Field::TaxIdentificationNumber, "UX_");
    assert_eq!(
        check(&update),
        [(Some(Field::TaxIdentificationNumber), Code::TinCharacters)],
        "an error leaves nothing to advise"
    );
}

#[test]
fn unknown_keys_are_refused_unless_one_field_is_asked_for() {
    let validator = validator();
    let mut update = ProfileUpdate::default();
    update.set(Field::FirstName, "Priya");
    update.take("nickname".into(), Input::Text("P"));
    update.take("nickname".into(), Input::Text("P"));
    let name = FieldSet::EMPTY.with(Field::FirstName);
    let report = validator.validate_fields(name, &update, today());
    assert_eq!(codes(&report), [(None, Code::UnknownField)], "once");
    assert!(!report.is_valid());
    assert_eq!(report.issues().next().unwrap().name(), Some("nickname"));
    assert!(validator.validate_field(Field::FirstName, &update, today()).is_valid());
    update.drop_unknown();
    assert!(validator.validate_fields(name, &update, today()).is_valid());
}

#[test]
fn a_key_that_comes_again_is_a_duplicate() {
    let mut update = ProfileUpdate::default();
    for expected in [Input::Text("male"), Input::Duplicate, Input::Duplicate] {
        update.take("gender".into(), Input::Text("male"));
        assert_eq!(update.get(Field::Gender), expected);
    }
}

#[test]
fn no_more_than_a_few_unknown_keys_are_kept() {
    let mut update = ProfileUpdate::default();
    for n in 0..100 {
        assert_eq!(update.unknown().len(), n.min(ProfileUpdate::MAX_UNKNOWN));
        update.take(format!("key {n}").into(), Input::NotText);
    }
    assert_eq!(update.unknown().last().unwrap().0, "key 31");
}

#[test]
fn what_is_no_object_is_told_once() {
    let validator = validator();
    let update = ProfileUpdate::not_an_object();
    assert!(!update.is_object());
    let report = validator.validate(&update, today());
    assert_eq!(codes(&report), [(None, Code::NotAnObject)]);
    assert!(!report.is_valid() && !report.is_as_it_came());
    assert_eq!(report.issues().next().unwrap().name(), None);
    let message = report.issues().next().unwrap().message().to_string();
    assert_eq!(message, "Send the profile as one object");
}

#[test]
fn a_report_knows_whether_anything_changed() {
    let validator = validator();
    let name = |text| {
        let mut update = ProfileUpdate::default();
        update.set(Field::FirstName, text);
        let report = validator.validate_field(Field::FirstName, &update, today());
        (report.value(Field::FirstName).to_owned(), report.is_as_it_came(), report.is_valid())
    };
    for (typed, value, as_it_came, valid) in [
        ("Priya", "Priya", true, true),
        (" Priya", "Priya", false, true),
        ("Пpия", "Пpия", false, true),
        ("4", "4", false, false),
        (" 4", "4", false, false),
        (" ", "", false, false),
    ] {
        assert_eq!(name(typed), (value.to_owned(), as_it_came, valid), "{typed:?}");
    }
    let mut update = ProfileUpdate::default();
    assert_eq!(update.present(), FieldSet::EMPTY);
    update.put(Field::Gender, Input::NotText);
    assert_eq!(update.present(), FieldSet::EMPTY.with(Field::Gender));
    let report = validator.validate_field(Field::Gender, &update, today());
    assert_eq!(report.value(Field::Gender), "", "it has no text");
}

#[test]
fn sets_of_fields_are_sets() {
    let two = FieldSet::EMPTY.with(Field::Reason).with(Field::FirstName);
    assert!(two.contains(Field::Reason) && !two.contains(Field::LastName));
    assert!(two.iter().eq([Field::FirstName, Field::Reason]), "in the order of the wire");
    assert_eq!(two.without(Field::Reason), FieldSet::EMPTY.with(Field::FirstName));
    assert_eq!(two.without(Field::Gender), two);
    assert_eq!(two.with(Field::Reason), two);
    assert_eq!(two.union(FieldSet::PROFILE), FieldSet::ALL);
    assert_eq!(two.minus(two), FieldSet::EMPTY);
    assert_eq!(FieldSet::ALL.minus(FieldSet::PROFILE), FieldSet::EMPTY.with(Field::Reason));
    assert!(FieldSet::EMPTY.is_empty() && !two.is_empty());
    assert_eq!(Field::ALL.into_iter().collect::<FieldSet>(), FieldSet::ALL);
    for (at, field) in Field::ALL.into_iter().enumerate() {
        assert_eq!(field as usize, at);
        assert_eq!(Field::from_name(field.name()), Some(field));
    }
}

#[test]
fn nothing_personal_is_in_what_debug_prints() {
    let mut update = ProfileUpdate::default();
    update.set(Field::FirstName, "Pri\tya");
    update.take("Sharma".into(), Input::Text("x"));
    let validator = validator();
    let report = validator.validate(&update, today());
    let printed = format!("{update:?} {report:?} {:?}", report.issues().collect::<Vec<_>>());
    assert!(!printed.contains("Pri") && !printed.contains("Sharma"), "{printed}");
    assert!(printed.contains("Text(…)") && printed.contains("UnknownKey(…)"), "{printed}");
    assert!(format!("{report:?}").contains("NameCharacters"), "codes are not personal");
}
