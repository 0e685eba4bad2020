//! A field alone is told what it is told among the others: on records made of every kind of value.

use client_profile::{Date, Field, Input, ProfileUpdate, Report, Rules, Validator};
use unicode_normalization::UnicodeNormalization as _;

use crate::rounds::rounds;

/// Canonical, not canonical, worth a warning, wrong, empty: by the kind of field.
fn values(field: Field) -> &'static [&'static str] {
    match field {
        Field::FirstName | Field::LastName => {
            &["Priya", "Zoe\u{308}", " O`Brien ", "\u{410}nna", "4", "", "Ａｎｎａ", "-"]
        }
        Field::DateOfBirth => &[
            "1976-05-03",
            " 1976-05-03\u{200E}",
            "1969-09-19",
            "2020-01-01",
            "2023-02-29",
            "x",
            "",
        ],
        Field::Gender => &["male", "Female", "other", " MALE", "x", ""],
        Field::EmploymentStatus => &["retired", "Self-Employed", "student", "x", ""],
        Field::AccountOpeningReason => &["hedging", "Peer To Peer Exchange", "x", ""],
        Field::Reason => &["moved", " two\r\nlines ", "\u{202E}", ""],
        Field::TaxIdentificationNumber => &[
            "37605030299",
            "37605030298",
            "36 574 261 809",
            "３６５７４２６１８０９",
            "BZBPK7293C",
            "UX-1989389",
            "n/a",
            "None",
            "123456789",
            "UX_",
            "",
        ],
        _ => &["ee", " EE", "de", "DE\u{200E}", "in", "ＩＮ", "ae", "uk", "zz", ""],
    }
}

fn told(report: &Report<'_>, field: Field) -> Vec<String> {
    let of_field = report.issues().filter(|issue| issue.field() == Some(field));
    of_field.map(|issue| format!("{issue:?} {}", issue.message())).collect()
}

#[test]
fn a_field_alone_is_told_what_it_is_told_among_the_others() {
    let not_needed = {
        let mut rules = Rules { tin_gender: true, ..Rules::strict() };
        let set = rules.set("tin_not_needed_for.employment_status", r#"["self_employed"]"#);
        assert_eq!(set, Ok(true));
        rules
    };
    let validators = [Rules::default(), not_needed]
        .map(|rules| Validator::new(&rules, |text| text.nfc().collect()).unwrap());
    let today = Date::new(2026, 11, 23).unwrap();
    let mut seed = 7_u64;
    let mut below = |n: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % n
    };
    for _ in 0..rounds(5_000) {
        let mut update = ProfileUpdate::default();
        for field in Field::ALL {
            let values = values(field);
            match below(values.len() + 3) {
                at if at < values.len() => update.set(field, values[at]),
                at if at == values.len() => update.put(field, Input::NotText),
                at if at == values.len() + 1 => update.put(field, Input::Duplicate),
                _ => {}
            }
        }
        for validator in &validators {
            let all = validator.validate(&update, today);
            for field in Field::ALL {
                let alone = validator.validate_field(field, &update, today);
                assert_eq!(told(&alone, field), told(&all, field));
                assert_eq!(alone.value(field), all.value(field));
                assert!(alone.findings().all(|(of, ..)| of == field), "nothing of the others");
            }
        }
    }
}
