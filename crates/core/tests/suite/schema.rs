//! The schema of a request: that it is JSON, that it follows the rules, and what each kind of
//! field may be.

use client_profile::{Field, FieldSet, Rules, schema, tin};
use serde_json::{Value, json};

fn request(rules: &Rules, fields: FieldSet) -> Value {
    serde_json::from_str(&schema::request(rules, fields)).unwrap()
}

#[test]
fn each_kind_of_field_has_its_keywords() {
    let mut rules = Rules { name_max_length: 7, ..Rules::default() };
    for (path, value) in [
        ("countries.birth_country.allowed", r#"["in","gb"]"#),
        ("gender", r#"["x","y"]"#),
        ("tin_max_length", "9"),
    ] {
        assert_eq!(rules.set(path, value), Ok(true), "{path}");
    }
    let schema = request(&rules, FieldSet::ALL);
    for (field, keywords) in [
        (
            Field::FirstName,
            json!({
                "type": "string", "minLength": 1,
                "pattern": r"[^\x00-@\[-`{-\xA9]", "maxLength": 7,
            }),
        ),
        (Field::BirthCountry, json!({"type": "string", "enum": ["gb", "in"]})),
        (Field::Gender, json!({"type": "string", "enum": ["x", "y"]})),
        (
            Field::DateOfBirth,
            json!({"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}),
        ),
        (
            Field::TaxIdentificationNumber,
            json!({
                "type": "string", "minLength": 1,
                "pattern": "^[A-Za-zÑñ0-9 ./+&()-]+$", "maxLength": 9,
            }),
        ),
        (Field::Reason, json!({"type": "string", "minLength": 1, "maxLength": 255})),
    ] {
        assert_eq!(schema["properties"][field.name()], keywords);
    }
    assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
    assert_eq!(schema["type"], "object");
    assert_eq!(schema["additionalProperties"], false);
}

/// The pattern of a tax number is a list of characters and ranges; it has what the rule takes.
#[test]
fn the_pattern_of_a_tax_number_has_the_characters_of_the_rule() {
    let schema = request(&Rules::default(), FieldSet::ALL);
    let pattern = schema["properties"]["tax_identification_number"]["pattern"].as_str().unwrap();
    let list = pattern.strip_prefix("^[").and_then(|rest| rest.strip_suffix("]+$")).unwrap();
    let list: Vec<char> = list.chars().collect();
    let mut takes: Vec<char> = list.clone();
    for range in list.windows(3).filter(|range| range[1] == '-') {
        takes.extend(range[0]..=range[2]);
    }
    for c in '\0'..='\u{2FF}' {
        let is_taken = tin::check_characters(c.encode_utf8(&mut [0; 4]), 25).is_none();
        assert_eq!(is_taken, takes.contains(&c), "{c:?}");
    }
}

#[test]
fn it_asks_for_the_fields_it_is_about_in_their_order() {
    for fields in [
        FieldSet::ALL,
        FieldSet::PROFILE,
        FieldSet::EMPTY,
        FieldSet::EMPTY.with(Field::Gender),
        FieldSet::EMPTY.with(Field::Reason).with(Field::FirstName),
    ] {
        let names: Vec<&str> = fields.iter().map(Field::name).collect();
        let schema = request(&Rules::default(), fields);
        assert_eq!(schema["required"], json!(names));
        let properties = schema["properties"].as_object().unwrap();
        assert_eq!(properties.len(), names.len());
        assert!(names.iter().all(|name| properties.contains_key(*name)));
    }
}
