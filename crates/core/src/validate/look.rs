//! One look over all 12 values of an update, which nearly always suffices.

use super::{Facts, Validator};
use crate::country::Country;
use crate::date::Date;
use crate::field::{Field, FieldSet};
use crate::profile::ProfileUpdate;
use crate::rules::TinMode;
use crate::{plain, tin};

/// What one look over an update tells.
pub(super) enum Look {
    /// Every value is plain, and there is no advice on the tax number.
    NothingToTell,
    /// Every value is plain.
    PerhapsAdvice(Facts),
    /// Nothing.
    Unsure,
}

impl Validator {
    #[inline]
    fn is_fine_name(&self, text: &str) -> bool {
        // Among ASCII names there are few that are fine and not plain.
        plain::is_name(text, self.plain_name) || !text.is_ascii() && self.accepts_name(text)
    }

    /// Looks no further than the first value that is not plain.
    #[inline(never)]
    pub(super) fn look_over(&self, update: &ProfileUpdate<'_>, today: Date) -> Look {
        // No empty text is plain, so that it stands for all that is none.
        let text = |field| update.text_or_empty(field);
        let [residence, tax_residence, birth, citizen] = &self.rules.taken;
        let [reasons, statuses, genders] = &self.words;
        let plain = self.is_fine_name(text(Field::FirstName))
            && self.is_fine_name(text(Field::LastName))
            && residence.has_code(text(Field::ResidenceCountry))
            && reasons.contains(text(Field::AccountOpeningReason))
            && tax_residence.has_code(text(Field::TaxResidenceCountry))
            && birth.has_code(text(Field::BirthCountry))
            && citizen.has_code(text(Field::CitizenCountry))
            && statuses.contains(text(Field::EmploymentStatus))
            && genders.contains(text(Field::Gender))
            && plain::is_note(text(Field::Reason), self.rules.reason_max_length);
        if !plain {
            return Look::Unsure;
        }
        let Ok(date) = self.check_date(text(Field::DateOfBirth), today) else {
            return Look::Unsure;
        };
        let number = text(Field::TaxIdentificationNumber);
        let limit = self.rules.tin_max_length;
        let codes = tin::Codes::of(number);
        let is_plain = match &codes {
            Some(codes) => number.len() <= limit as usize && codes.have_digit(),
            None => plain::is_tax_number(number, limit),
        };
        if !is_plain {
            return Look::Unsure;
        }
        let Some(country) = Country::new(text(Field::TaxResidenceCountry)) else {
            return Look::Unsure;
        };
        // The quick way, which knows nothing of genders.
        let is_asked = !self.rules.tin_gender;
        let has_no_advice = self.tin_mode(country) == TinMode::Basic
            || is_asked && tin::is_sound(country, number, codes.as_ref(), date);
        if has_no_advice {
            Look::NothingToTell
        } else {
            Look::PerhapsAdvice(Facts {
                countries: FieldSet::ALL,
                birth_date: Some(date),
                is_odd_number: is_asked,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use std::borrow::ToOwned as _;
    use std::string::String;

    use super::Look;
    use crate::date::Date;
    use crate::field::{Field, FieldSet};
    use crate::profile::ProfileUpdate;
    use crate::rounds::rounds;
    use crate::rules::{Rules, TinMode};
    use crate::validate::Validator;

    /// Values of each field that are plain, then such as are nearly so.
    const VALUES: [&[&str]; Field::COUNT] = [
        &[
            "API",
            "Zoë",
            "Anne-Marie",
            "de la Cruz y O'Brien",
            "प्रिया",
            "4",
            " Ann",
            "",
            "A--B",
            "\u{410}nna",
        ],
        &["doge", "Li", "O'Brien", "www.x.com", "null\0", "Müller"],
        &["in", "de", "us", "xk", "uk", "IN", "zz", ""],
        &["hedging", "peer_to_peer_exchange", "savings", "Savings", "saving", ""],
        &["in", "es", "br", "us", "fi", "dk", "bs", "xk", "zz", "ES", ""],
        &["in", "de", "be", "ind", ""],
        &[
            "ABCPE1234F",
            "54256609T",
            "54256609S",
            "78163901900",
            "123-45-6789",
            "131052-308T",
            "UX-1989389",
            "n/a",
            "111111111",
            "none",
            "0101701234",
            "12 345",
            "x",
            "",
        ],
        &["in", "es", "br", "us", "q1", ""],
        &["retired", "self_employed", "unemployed", "busy", ""],
        &[
            "1969-09-19",
            "1952-10-13",
            "2000-02-29",
            "1980-01-01",
            "1970-02-30",
            "2020-01-01",
            "1970-1-1",
            "",
        ],
        &["male", "female", "other", "Male", "x", ""],
        &["api test", "moved to another flat, number 12", "a  b", "moved\n", "`", ""],
    ];

    /// Where one look tells that there is nothing to tell, the full check of every field tells
    /// nothing; where it tells that every value is plain, only the tax number gets advice.
    #[test]
    fn one_look_tells_what_every_field_tells() {
        let mut state = 1_u64;
        let mut below = move |n: usize| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            usize::try_from(state >> 33).unwrap() % n
        };
        let today = Date::new(2026, 11, 23).unwrap();
        let default = Rules::default();
        let mut by_country = Rules { tin: TinMode::Strict, ..Rules::default() };
        by_country.tin_by_country.insert(String::from("us"), TinMode::Basic);
        // The first two begin and end alike.
        let statuses = [
            "employed_full_time_contract",
            "employed_part_time_contract",
            "retired",
            "self_employed",
            "student",
            "unemployed",
        ];
        let rules = [
            Rules { employment_status: statuses.map(String::from).into(), ..Rules::default() },
            Rules { tin: TinMode::Basic, ..Rules::default() },
            Rules { tin_gender: true, tin_max_length: 9, name_long: 4, ..Rules::default() },
            by_country,
            default,
        ];
        for rules in rules {
            let validator = Validator::new(&rules, str::to_owned).unwrap();
            let (mut nothing, mut advice) = (0, 0);
            for _ in 0..rounds(60_000) {
                let odd = below(4);
                let update = ProfileUpdate::from(VALUES.map(|values| {
                    let plain = values.len().div_ceil(2);
                    let is_odd = odd == 0 && below(4) == 0;
                    values[below(if is_odd { values.len() } else { plain })]
                }));
                let in_full = || validator.look_closer(FieldSet::ALL, &update, today, None);
                match validator.look_over(&update, today) {
                    Look::NothingToTell => {
                        nothing += 1;
                        assert!(in_full().is_as_it_came());
                    }
                    Look::PerhapsAdvice(facts) => {
                        advice += 1;
                        let report = in_full();
                        let only_advice =
                            report.issues().all(|issue| issue.code.as_str().starts_with("tin_"));
                        assert!(only_advice);
                        let all = FieldSet::ALL;
                        let closer = validator.look_closer(all, &update, today, Some(facts));
                        assert!(closer.issues().eq(report.issues()));
                    }
                    Look::Unsure => {}
                }
            }
            assert_eq!(nothing > rounds(100), !rules.tin_gender, "{nothing}");
            assert_eq!(advice > rounds(100), rules.tin != TinMode::Basic, "{advice}");
        }
    }
}
