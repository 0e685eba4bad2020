//! The quick ways take what nearly every record is, and give the answers of the slow ones.

use std::borrow::Cow;

use client_profile::choice::Gender;
use client_profile::{
    Country, Date, Field, ProfileUpdate, Rules, Severity, Validator, choice, json, text, tin,
};

fn today() -> Date {
    Date::new(2026, 11, 23).unwrap()
}

/// A record as programs write it: the keys in the order of the wire, no space between.
fn written() -> String {
    let members: Vec<String> =
        Field::ALL.iter().map(|field| format!("\"{0}\":\"a {0}\"", field.name())).collect();
    format!("{{{}}}", members.join(","))
}

#[test]
fn a_quick_yes_is_given_to_what_nearly_all_write() {
    let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    let long = "a".repeat(51);
    for (field, text, is_quick, why) in [
        (Field::FirstName, "Anne-Marie", true, "ASCII"),
        (Field::FirstName, "Zoë", true, "another letter"),
        (Field::LastName, "प्रिया", true, "another script"),
        (Field::LastName, "Müller-Lüdenscheidt", true, "letters and a hyphen"),
        (Field::LastName, "", false, "empty"),
        (Field::LastName, " Zoë", false, "not canonical"),
        (Field::LastName, "Zoë4", false, "breaks a rule"),
        (Field::LastName, "Пpия", false, "a warning"),
        (Field::LastName, &long, false, "a warning for its length"),
        (Field::LastName, &long.replace('a', "ë"), false, "the same of other letters"),
        (Field::Reason, "moved house", true, "words"),
        (Field::Reason, "moved  house", false, "not canonical"),
        (Field::TaxIdentificationNumber, "UX-1989389", true, "its characters alone"),
        (Field::TaxIdentificationNumber, "none", false, "no number"),
        (Field::DateOfBirth, "1969-09-19", true, "a day"),
        (Field::DateOfBirth, "2020-01-01", false, "too young"),
        (Field::ResidenceCountry, "in", false, "never told of countries"),
        (Field::Gender, "male", false, "never told of choices"),
    ] {
        assert_eq!(validator.accepts(field, text, today()), is_quick, "{text:?}: {why}");
    }
}

#[test]
fn a_quick_yes_is_given_to_records_that_nothing_can_block() {
    use client_profile::rules::TinMode;

    let documented = [
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
    ];
    let mut by_country = Rules::strict();
    by_country.tin_by_country.insert("in".into(), TinMode::Advise);
    let basic = Rules { tin: TinMode::Basic, ..Rules::default() };
    let [default, basic, strict, by_country] =
        [Rules::default(), basic, Rules::strict(), by_country]
            .map(|rules| Validator::new(&rules, str::to_owned).unwrap());
    let record = ProfileUpdate::from(documented);
    for (validator, passes, why) in [
        (&default, true, "its advice blocks nothing"),
        (&basic, true, "there is none"),
        (&strict, false, "what is known of the number may block"),
        (&by_country, true, "not in that country"),
    ] {
        assert_eq!(validator.passes(&record, today()), passes, "{why}");
    }
    for (field, text, passes, why) in [
        (Field::FirstName, "प्रिया", true, "another script"),
        (Field::FirstName, "R2D2", false, "wrong"),
        (Field::LastName, " doge", false, "not canonical"),
        (Field::BirthCountry, "IN", false, "not canonical"),
        (Field::CitizenCountry, "zz", false, "no country"),
        (Field::Gender, "x", false, "no choice"),
        (Field::TaxIdentificationNumber, "n/a", false, "who may answer that is another question"),
        (Field::DateOfBirth, "2020-01-01", false, "too young"),
        (Field::Reason, "", false, "empty"),
    ] {
        let mut update = ProfileUpdate::from(documented);
        update.set(field, text);
        assert_eq!(default.passes(&update, today()), passes, "{text:?}: {why}");
    }
    let mut more = ProfileUpdate::from(documented);
    more.take_unknown("nickname".into());
    for (update, why) in [
        (more, "a key that is no field"),
        (ProfileUpdate::default(), "nothing there"),
        (ProfileUpdate::not_an_object(), "no object"),
    ] {
        assert!(!default.passes(&update, today()), "{why}");
    }
}

/// Advice on a number that is known to be fine otherwise is what the check of the field finds.
#[test]
fn advice_alone_is_what_the_field_is_told() {
    let strict = Rules { tin_gender: true, ..Rules::strict() };
    let [mut clean, mut warned, mut refused] = [0; 3];
    for rules in [Rules::default(), strict] {
        let validator = Validator::new(&rules, str::to_owned).unwrap();
        for country in ["in", "de", "ae", "ee", "us", "zw", "aq"] {
            for number in
                ["ABCPE1234F", "36574261809", "36574261808", "37605030299", "n/a", "111111111"]
            {
                for status in ["retired", "unemployed"] {
                    let mut update = ProfileUpdate::default();
                    update.set(Field::TaxIdentificationNumber, number);
                    update.set(Field::TaxResidenceCountry, country);
                    update.set(Field::BirthCountry, "de");
                    update.set(Field::EmploymentStatus, status);
                    update.set(Field::DateOfBirth, "1976-05-04");
                    update.set(Field::Gender, "female");
                    let report =
                        validator.validate_field(Field::TaxIdentificationNumber, &update, today());
                    let person = tin::Person {
                        birth_date: Date::new(1976, 5, 4),
                        gender: Some(Gender::Female),
                        other_countries: [None, Country::new("de"), None],
                    };
                    let tax_country = Country::new(country).unwrap();
                    let advice = validator.advise(tax_country, number, status, &person);
                    let found = report.findings().map(|(_, code, severity)| (code, severity));
                    assert!(advice.findings().eq(found), "{country} {number} {status}");
                    assert_eq!(advice.other_country(), report.other_country());
                    assert_eq!(advice.is_empty(), report.is_as_it_came());
                    clean += usize::from(advice.is_empty());
                    warned += usize::from(report.has_warnings());
                    refused += usize::from(!report.is_valid());
                }
            }
        }
    }
    assert!(clean > 20 && warned > 20 && refused > 20, "{clean} {warned} {refused}");
}

#[test]
fn a_record_that_a_program_wrote_is_read_in_one_go() {
    let record = written();
    for rest in ["", "\n{}", " "] {
        let text = format!("{record}{rest}");
        let mut update = ProfileUpdate::default();
        assert_eq!(json::quick_record(&text, &mut update), Some(rest));
        for field in Field::ALL {
            assert_eq!(update.text(field), Some(&*format!("a {}", field.name())));
        }
    }
    let halfway = record.replace(':', ": ");
    assert!(json::quick_record(&halfway, &mut ProfileUpdate::default()).is_none());
    let spaced = halfway.replace(',', ", ");
    let mut update = ProfileUpdate::default();
    assert_eq!(json::quick_record(&spaced, &mut update), Some(""));
    assert_eq!(update.text(Field::Gender), Some("a gender"));
    let mut reader = json::Reader::default();
    let update = reader.read(halfway.as_bytes()).unwrap();
    assert_eq!(update.text(Field::Gender), Some("a gender"));
}

#[test]
fn what_is_canonical_is_not_copied() {
    for word in ["male", "self_employed", "peer_to_peer_exchange", "in", "a1"] {
        assert!(matches!(choice::canonical(word), Cow::Borrowed(_)), "{word}");
    }
    for (word, canonical) in [("_male", "male"), ("male_", "male"), ("a__b", "a_b"), ("A", "a")] {
        assert_eq!(choice::canonical(word), canonical, "{word}");
    }
    for number in ["UX-1989389", "12 345 678", "1"] {
        assert!(matches!(tin::canonical(number), Cow::Borrowed(_)), "{number}");
    }
    for name in ["Zoë", "प्रिया", "de la Cruz"] {
        assert!(matches!(text::canonical_line(name, str::to_owned), Cow::Borrowed(_)), "{name}");
    }
}

#[test]
fn every_country_has_a_number() {
    for index in 0..26 * 26 {
        let country = Country::of_index(index).unwrap();
        assert_eq!(country.index(), index);
        assert_eq!(Country::new(country.as_str()), Some(country));
    }
    assert_eq!(Country::of_index(26 * 26), None);
    assert_eq!(Country::of_index(usize::MAX), None);
}

#[test]
fn a_day_has_digits_and_signs_in_their_places_alone() {
    let day = "1969-09-19";
    for place in 0..day.len() {
        for byte in 0..0x80_u8 {
            let mut typed = day.as_bytes().to_vec();
            typed[place] = byte;
            let typed = String::from_utf8(typed).unwrap();
            let is_sign = place == 4 || place == 7;
            let may_stand = if is_sign { byte == b'-' } else { byte.is_ascii_digit() };
            if !may_stand {
                assert_eq!(Date::parse(&typed), None, "{typed:?}");
            }
        }
    }
    // What is wrong in two places is not right again.
    for typed in ["::69-09-::", ":969-09-:9", "1:69-09-1:", "1969-09-é", "é69-09-19"] {
        assert_eq!(Date::parse(typed), None, "{typed:?}");
    }
}

#[test]
fn days_are_counted_from_the_first_of_1970() {
    assert_eq!(Date::EPOCH, Date::new(1970, 1, 1).unwrap());
    assert_eq!(Date::EPOCH.days_since_epoch(), 0);
    assert_eq!(Date::new(1970, 1, 2).unwrap().days_since_epoch(), 1);
}

#[test]
fn a_gender_is_known_by_its_word() {
    assert_eq!(Gender::from_word("male"), Some(Gender::Male));
    assert_eq!(Gender::from_word("female"), Some(Gender::Female));
    assert_eq!(Gender::from_word("other"), None);
}

#[test]
fn what_is_printed_for_programmers_says_what_it_is() {
    assert_eq!(format!("{:?}", Date::new(1969, 9, 19).unwrap()), "1969-09-19");
    let set: client_profile::country::CountrySet =
        [Country::new("us").unwrap(), Country::new("in").unwrap()].into_iter().collect();
    assert_eq!(format!("{set:?}"), "{in, us}");
    assert_eq!(format!("{:?}", client_profile::Profile::default()), "Profile(…)");
    assert_eq!([Severity::Error, Severity::Warning].map(Severity::as_str), ["error", "warning"]);
}

#[test]
fn strict_rules_are_the_default_but_for_tax_numbers() {
    let strict = Rules::strict();
    assert_eq!(strict.tin, client_profile::rules::TinMode::Strict);
    assert_ne!(strict, Rules::default());
    let mut rules = Rules { tin_gender: true, ..Rules::default() };
    assert_eq!(rules.set("tin_gender", "false"), Ok(true));
    assert_eq!(rules, Rules::default());
}
