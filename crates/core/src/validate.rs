//! The one function that decides: 12 inputs, rules and a day in; findings and canonical values out.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::choice::{self, Gender};
use crate::country::{Country, CountrySet};
use crate::date::Date;
use crate::field::{Field, FieldSet, Kind};
use crate::issue::{Code, Issue, Params, Place, Severity};
use crate::profile::{Input, ProfileUpdate, UnknownKey};
use crate::rules::{Rules, RulesError, TinMode};
use crate::text::{self, Normalizer};
use crate::{birth_date, name, note, tin};

/// Rules, made ready for many checks.
#[derive(Clone, Debug)]
pub struct Validator {
    rules: Rules,
    normalize: Normalizer,
    known: CountrySet,
    taken: [CountrySet; 4],
}

/// The country fields, in the order of [`Validator::taken`].
const COUNTRY_FIELDS: [Field; 4] = [
    Field::ResidenceCountry,
    Field::TaxResidenceCountry,
    Field::BirthCountry,
    Field::CitizenCountry,
];

/// What was found in one update, and the canonical values. Borrows what it can.
#[derive(Clone)]
pub struct Report<'a> {
    rules: &'a Rules,
    values: [Cow<'a, str>; Field::COUNT],
    errors: [Option<Code>; Field::COUNT],
    warnings: [CodeSet; Field::COUNT],
    other_country: Option<Country>,
    unknown: Vec<UnknownKey<'a>>,
    is_object: bool,
}

impl core::fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.debug_struct("Report").field("errors", &self.errors).finish_non_exhaustive()
    }
}

/// A set of codes.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
struct CodeSet(u64);

impl CodeSet {
    fn insert(&mut self, code: Code) {
        self.0 |= 1 << code as u8;
    }

    fn contains(self, code: Code) -> bool {
        self.0 >> code as u8 & 1 == 1
    }
}

impl Validator {
    /// Makes `rules` ready. `normalize` puts text into NFC; it is called only for text that a
    /// quick check cannot pass.
    pub fn new(rules: &Rules, normalize: Normalizer) -> Result<Self, RulesError> {
        rules.check()?;
        let mut taken = [CountrySet::EMPTY; 4];
        for (set, field) in taken.iter_mut().zip(COUNTRY_FIELDS) {
            *set = rules.taken_countries(field);
        }
        Ok(Self { known: rules.known_countries(), taken, rules: rules.clone(), normalize })
    }

    /// The rules it was made of.
    pub const fn rules(&self) -> &Rules {
        &self.rules
    }

    /// Checks all 12 fields and refuses unknown keys.
    pub fn validate<'a>(&'a self, update: &ProfileUpdate<'a>, today: Date) -> Report<'a> {
        self.validate_fields(FieldSet::ALL, update, today)
    }

    /// Checks one field; the others are only what it is compared with.
    pub fn validate_field<'a>(
        &'a self,
        field: Field,
        update: &ProfileUpdate<'a>,
        today: Date,
    ) -> Report<'a> {
        let mut context = update.clone();
        context.drop_unknown();
        self.validate_fields(FieldSet::EMPTY.with(field), &context, today)
    }

    /// Checks `fields`, all of which must be there; the others are only what they are compared
    /// with.
    pub fn validate_fields<'a>(
        &'a self,
        fields: FieldSet,
        update: &ProfileUpdate<'a>,
        today: Date,
    ) -> Report<'a> {
        let mut report = Report {
            rules: &self.rules,
            values: [const { Cow::Borrowed("") }; Field::COUNT],
            errors: [None; Field::COUNT],
            warnings: [CodeSet::default(); Field::COUNT],
            other_country: None,
            unknown: update.unknown().to_vec(),
            is_object: update.is_object(),
        };
        if !report.is_object {
            return report;
        }
        let mut birth = None;
        for field in Field::ALL {
            let at = field as usize;
            match self.read(field, update.get(field), today, &mut birth) {
                Ok(value) => report.values[at] = value,
                Err((code, value)) => {
                    report.values[at] = value;
                    report.errors[at] = Some(code);
                }
            }
        }
        for field in [Field::FirstName, Field::LastName] {
            self.advise_name(field, &mut report);
        }
        if fields.contains(Field::TaxIdentificationNumber) {
            self.advise_tax_number(birth, &mut report);
        }
        for field in Field::ALL {
            if !fields.contains(field) {
                report.errors[field as usize] = None;
                report.warnings[field as usize] = CodeSet::default();
            }
        }
        report
    }

    /// One field alone: its canonical value, or the first rule it breaks.
    fn read<'a>(
        &self,
        field: Field,
        input: Input<'a>,
        today: Date,
        birth: &mut Option<Date>,
    ) -> Result<Cow<'a, str>, (Code, Cow<'a, str>)> {
        let text = match input {
            Input::Text(text) => text,
            Input::Missing => return Err((Code::MissingField, Cow::Borrowed(""))),
            Input::NotText => return Err((Code::NotAString, Cow::Borrowed(""))),
            Input::Surrogate => return Err((Code::TextSurrogate, Cow::Borrowed(""))),
            Input::Duplicate => return Err((Code::DuplicateField, Cow::Borrowed(""))),
        };
        let kind = field.spec().kind;
        let value = match kind {
            Kind::Name => text::canonical_line(text, self.normalize),
            Kind::Note => text::canonical_text(text, self.normalize),
            Kind::Country | Kind::Choice => choice::canonical(text),
            Kind::Date => Cow::Borrowed(text.trim()),
            Kind::TaxNumber => tin::canonical(text),
        };
        if value.is_empty() {
            return Err((Code::Required, value));
        }
        let broken = match kind {
            Kind::Name if text::longer_than(&value, self.rules.name_max_length) => {
                Some(Code::TooLong)
            }
            Kind::Name => name::check(&value),
            Kind::Note => note::check(&value, self.rules.reason_max_length),
            Kind::Country => self.check_country(field, &value),
            Kind::Choice if self.rules.choices(field).iter().any(|word| *word == value) => None,
            Kind::Choice => Some(Code::ChoiceUnknown),
            Kind::Date => match birth_date::check(&value, &self.rules, today) {
                Ok(date) => {
                    *birth = Some(date);
                    None
                }
                Err(code) => Some(code),
            },
            Kind::TaxNumber => tin::check_characters(&value, self.rules.tin_max_length),
        };
        match broken {
            Some(code) => Err((code, value)),
            None => Ok(value),
        }
    }

    fn check_country(&self, field: Field, value: &str) -> Option<Code> {
        let Some(country) = Country::new(value).filter(|country| self.known.contains(*country))
        else {
            return Some(Code::CountryUnknown);
        };
        let at = COUNTRY_FIELDS.iter().position(|known| *known == field)?;
        if self.taken.get(at)?.contains(country) { None } else { Some(Code::CountryNotAllowed) }
    }

    fn advise_name(&self, field: Field, report: &mut Report<'_>) {
        let at = field as usize;
        if report.errors[at].is_some() {
            return;
        }
        if text::longer_than(&report.values[at], self.rules.name_long) {
            report.warnings[at].insert(Code::NameLong);
        }
        if name::mixes_scripts(&report.values[at]) {
            report.warnings[at].insert(Code::NameMixedScript);
        }
    }

    fn advise_tax_number(&self, birth_date: Option<Date>, report: &mut Report<'_>) {
        let at = Field::TaxIdentificationNumber as usize;
        let country_of = |report: &Report<'_>, field: Field| {
            if report.errors[field as usize].is_some() {
                None
            } else {
                Country::new(report.value(field))
            }
        };
        let Some(country) = country_of(report, Field::TaxResidenceCountry) else {
            return;
        };
        let mode =
            self.rules.tin_by_country.get(country.as_str()).copied().unwrap_or(self.rules.tin);
        if report.errors[at].is_some() || mode == TinMode::Basic {
            return;
        }
        let person = tin::Person {
            birth_date,
            gender: Gender::from_word(report.value(Field::Gender))
                .filter(|_| self.rules.tin_gender),
            other_countries: [Field::ResidenceCountry, Field::BirthCountry, Field::CitizenCountry]
                .map(|field| country_of(report, field)),
        };
        let number = &*report.values[at];
        let issued =
            tin::hint(country).is_none_or(|hint| hint.confidence != tin::Confidence::NotIssued);
        let mut warnings = CodeSet::default();
        let mut error = None;
        let (format_blocks, checksum_blocks) = if mode == TinMode::Strict {
            tin::blocks_when_strict(country, number)
        } else {
            (false, false)
        };
        if number == tin::NOT_ISSUED {
            if issued && !self.may_answer_not_issued(country, report.value(Field::EmploymentStatus))
            {
                warnings.insert(Code::TinPlaceholder);
                error = format_blocks.then_some(Code::TinFormat);
            }
        } else {
            let found = tin::check(country, number, &person);
            for (is, code, blocks) in [
                (found.placeholder, Code::TinPlaceholder, false),
                (found.format, Code::TinFormat, format_blocks),
                (found.checksum, Code::TinChecksum, checksum_blocks),
                (found.birth_date, Code::TinBirthDate, false),
                (found.gender, Code::TinGender, false),
                (found.other_country.is_some(), Code::TinOtherCountry, false),
                (found.not_issued, Code::TinNotIssued, false),
            ] {
                match (is, blocks) {
                    (true, true) => error = error.or(Some(code)),
                    (true, false) => warnings.insert(code),
                    (false, _) => {}
                }
            }
            report.other_country = found.other_country;
        }
        report.warnings[at] = warnings;
        report.errors[at] = error;
    }

    fn may_answer_not_issued(&self, country: Country, status: &str) -> bool {
        let not_needed = &self.rules.tin_not_needed_for;
        not_needed.countries.iter().any(|code| code == country.as_str())
            || not_needed.employment_status.iter().any(|word| word == status)
    }
}

impl<'a> Report<'a> {
    /// Whether nothing blocks.
    pub fn is_valid(&self) -> bool {
        self.is_object && self.unknown.is_empty() && self.errors.iter().all(Option::is_none)
    }

    /// The canonical value of `field`; empty when it was not a text.
    pub fn value(&self, field: Field) -> &str {
        self.values.get(field as usize).map_or("", |value| value)
    }

    /// What blocks `field`.
    pub fn error(&self, field: Field) -> Option<Code> {
        self.errors.get(field as usize).copied().flatten()
    }

    /// Whether `field` has that warning.
    pub fn warns(&self, field: Field, code: Code) -> bool {
        self.warnings.get(field as usize).is_some_and(|set| set.contains(code))
    }

    /// Everything found: in field order, a field's error before its warnings, unknown keys last.
    pub fn issues(&self) -> impl Iterator<Item = Issue<'a>> + '_ {
        let of_fields = Field::ALL.into_iter().flat_map(move |field| {
            let error = self.error(field).map(|code| (code, Severity::Error));
            let warnings = Code::ALL
                .iter()
                .filter(move |code| self.warns(field, **code))
                .map(|code| (*code, Severity::Warning));
            error.into_iter().chain(warnings).map(move |(code, severity)| Issue {
                place: Place::Field(field),
                code,
                severity,
                params: self.params(field, code),
            })
        });
        let of_unknown = self.unknown.iter().map(|key| Issue {
            place: Place::Unknown(key.clone()),
            code: Code::UnknownField,
            severity: Severity::Error,
            params: Params::default(),
        });
        let of_input = (!self.is_object).then_some(Issue {
            place: Place::Input,
            code: Code::NotAnObject,
            severity: Severity::Error,
            params: Params::default(),
        });
        of_input.into_iter().chain(of_fields).chain(of_unknown)
    }

    fn params(&self, field: Field, code: Code) -> Params {
        let limit = match code {
            Code::TooLong => self.rules.max_length(field),
            Code::NameLong => Some(self.rules.name_long),
            Code::AgeBelowMinimum => Some(self.rules.minimum_age.into()),
            Code::AgeAboveMaximum => Some(self.rules.age_limit.into()),
            _ => None,
        };
        let tax_country = Country::new(self.value(Field::TaxResidenceCountry));
        let country = match code {
            Code::TinOtherCountry => self.other_country,
            Code::TinFormat | Code::TinChecksum | Code::TinNotIssued => tax_country,
            _ => None,
        };
        let hint = tax_country.filter(|_| code == Code::TinFormat).and_then(tin::hint);
        Params { limit, country, format: hint.map(|h| h.format), number: hint.map(|h| h.name) }
    }
}
