//! What was found in one update, and its canonical values.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::country::{self, Country};
use crate::field::{Field, FieldSet};
use crate::issue::{Code, Issue, Params, Place, Severity};
use crate::profile::{ProfileUpdate, UnknownKey};
use crate::settings::Settings;
use crate::tin;
use crate::validate::Advice;

/// What was found in one update, and its canonical values. Allocates only for values that were
/// not canonical.
///
/// ```
/// use client_profile::{Date, Field, ProfileUpdate, Rules, Validator};
/// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
/// let mut update = ProfileUpdate::default();
/// update.set(Field::Gender, " Female ");
/// let report = validator.validate_field(Field::Gender, &update, Date::EPOCH);
/// assert!(report.is_valid());
/// assert_eq!(report.value(Field::Gender), "female", "in canonical form");
/// ```
#[must_use = "it says whether the profile may be saved"]
#[derive(Clone)]
pub struct Report<'a> {
    rules: &'a Settings,
    update: &'a ProfileUpdate<'a>,
    /// The canonical values that are others than the inputs.
    values: Vec<(Field, String)>,
    errors: [Option<Code>; Field::COUNT],
    /// The fields that have an error.
    wrong: FieldSet,
    pub(crate) warnings: Warnings,
    other_country: Option<Country>,
    refuses_unknown: bool,
}

// Everything else in it is personal.
impl fmt::Debug for Report<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report").field("errors", &self.errors).finish_non_exhaustive()
    }
}

/// A set of warnings: one bit for each that there can be.
#[derive(Clone, Copy, Default, Debug, PartialEq, Eq)]
pub(crate) struct Warnings(u16);

/// Every warning there can be, in the order they are reported.
const WARNINGS: [(Field, Code); 11] = [
    (Field::FirstName, Code::NameLong),
    (Field::FirstName, Code::NameMixedScript),
    (Field::LastName, Code::NameLong),
    (Field::LastName, Code::NameMixedScript),
    (Field::TaxIdentificationNumber, Code::TinPlaceholder),
    (Field::TaxIdentificationNumber, Code::TinFormat),
    (Field::TaxIdentificationNumber, Code::TinChecksum),
    (Field::TaxIdentificationNumber, Code::TinBirthDate),
    (Field::TaxIdentificationNumber, Code::TinGender),
    (Field::TaxIdentificationNumber, Code::TinOtherCountry),
    (Field::TaxIdentificationNumber, Code::TinNotIssued),
];

impl Warnings {
    pub(crate) fn insert(&mut self, field: Field, code: Code) {
        if let Some(bit) = WARNINGS.iter().position(|known| *known == (field, code)) {
            self.0 |= 1 << bit;
        }
    }

    /// The fields that have some.
    fn fields(self) -> FieldSet {
        if self.0 == 0 { FieldSet::EMPTY } else { self.iter().map(|(field, _)| field).collect() }
    }

    pub(crate) fn iter(self) -> impl Iterator<Item = (Field, Code)> {
        WARNINGS
            .into_iter()
            .enumerate()
            .filter(move |(bit, _)| self.0 >> bit & 1 == 1)
            .map(|(_, w)| w)
    }
}

impl<'a> Report<'a> {
    pub(crate) fn new(rules: &'a Settings, update: &'a ProfileUpdate<'a>) -> Self {
        Self {
            rules,
            update,
            values: Vec::new(),
            errors: [None; Field::COUNT],
            wrong: FieldSet::EMPTY,
            warnings: Warnings::default(),
            other_country: None,
            refuses_unknown: true,
        }
    }

    pub(crate) fn without_unknown(mut self) -> Self {
        self.refuses_unknown = false;
        self
    }

    pub(crate) fn set_error(&mut self, field: Field, code: Option<Code>) {
        if let Some(slot) = self.errors.get_mut(field as usize) {
            *slot = code;
            self.wrong = self.wrong.without(field).with_if(field, code.is_some());
        }
    }

    pub(crate) fn set_value(&mut self, field: Field, value: String) {
        self.values.push((field, value));
    }

    /// Takes up what was found of the tax number, whose characters were right.
    pub(crate) fn take_advice(&mut self, advice: Advice) {
        self.warnings.0 |= advice.warnings.0;
        self.other_country = advice.other_country;
        self.set_error(Field::TaxIdentificationNumber, advice.error);
    }

    /// The keys that are refused, since they are no field.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.take_unknown("nickname".into());
    /// assert_eq!(validator.validate(&update, today).unknown()[0].0, "nickname");
    /// assert!(validator.validate_field(Field::Reason, &update, today).unknown().is_empty());
    /// ```
    pub fn unknown(&self) -> &'a [UnknownKey<'a>] {
        if self.refuses_unknown { self.update.unknown() } else { &[] }
    }

    /// Whether nothing blocks.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::Reason, "moved");
    /// assert!(validator.validate_field(Field::Reason, &update, today).is_valid());
    /// assert!(!validator.validate(&update, today).is_valid());
    /// ```
    pub fn is_valid(&self) -> bool {
        self.update.is_object() && self.unknown().is_empty() && self.wrong.is_empty()
    }

    /// Whether there is nothing to tell: nothing blocks, nothing warns, and every value that was
    /// checked is canonical as it came.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::Reason, " moved ");
    /// let report = validator.validate_field(Field::Reason, &update, today);
    /// assert!(report.is_valid() && !report.is_as_it_came());
    /// ```
    pub fn is_as_it_came(&self) -> bool {
        self.values.is_empty() && self.warnings == Warnings::default() && self.is_valid()
    }

    /// The canonical value of `field`, once it was checked; empty when it was not a text.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::Reason, " moved ");
    /// let report = validator.validate_field(Field::Reason, &update, today);
    /// assert_eq!(report.value(Field::Reason), "moved");
    /// ```
    pub fn value(&self, field: Field) -> &str {
        match self.values.iter().find(|(of, _)| *of == field) {
            Some((_, value)) => value,
            None => self.update.text(field).unwrap_or_default(),
        }
    }

    /// What blocks `field`.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::DateOfBirth, "2023-02-29");
    /// let report = validator.validate_field(Field::DateOfBirth, &update, today);
    /// assert_eq!(report.error(Field::DateOfBirth), Some(Code::DateImpossible));
    /// ```
    pub fn error(&self, field: Field) -> Option<Code> {
        self.errors.get(field as usize).copied().flatten()
    }

    /// Whether `field` has that warning.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::TaxResidenceCountry, "in");
    /// update.set(Field::TaxIdentificationNumber, "UX-1989389");
    /// let number = Field::TaxIdentificationNumber;
    /// let report = validator.validate_field(number, &update, today);
    /// assert!(report.warns(number, Code::TinFormat));
    /// ```
    pub fn warns(&self, field: Field, code: Code) -> bool {
        self.warnings.iter().any(|warning| warning == (field, code))
    }

    /// Whether there is anything to look at again.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::TaxResidenceCountry, "in");
    /// update.set(Field::TaxIdentificationNumber, "UX-1989389");
    /// let number = Field::TaxIdentificationNumber;
    /// let report = validator.validate_field(number, &update, today);
    /// assert!(report.has_warnings() && report.is_valid());
    /// ```
    pub fn has_warnings(&self) -> bool {
        self.warnings != Warnings::default()
    }

    /// Everything found: in field order, a field's error before its warnings, unknown keys last.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::FirstName, "4");
    /// let report = validator.validate_field(Field::FirstName, &update, today);
    /// let messages: Vec<String> = report.issues().map(|issue| issue.message().to_string()).collect();
    /// assert_eq!(messages, ["First name must not have digits"]);
    /// ```
    pub fn issues(&self) -> impl Iterator<Item = Issue<'a>> + '_ {
        let of_input = (!self.update.is_object()).then(|| Issue::of_input(Code::NotAnObject));
        let of_fields = self.findings().map(move |(field, code, severity)| Issue {
            place: Place::Field(field),
            code,
            severity,
            params: self.params(field, code),
        });
        let of_unknown = self
            .unknown()
            .iter()
            .map(|key| Issue { place: Place::Unknown(key), ..Issue::of_input(Code::UnknownField) });
        of_input.into_iter().chain(of_fields).chain(of_unknown)
    }

    /// What was found of the fields, in the same order, without what their messages need.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// use client_profile::Severity;
    /// update.set(Field::FirstName, "4");
    /// let report = validator.validate_field(Field::FirstName, &update, today);
    /// assert!(report.findings().eq([(Field::FirstName, Code::NameDigits, Severity::Error)]));
    /// ```
    pub fn findings(&self) -> impl Iterator<Item = (Field, Code, Severity)> + '_ {
        let warned = self.warnings.fields();
        self.wrong.union(warned).iter().flat_map(move |field| {
            let error = self.error(field).map(|code| (field, code, Severity::Error));
            let warnings = if warned.contains(field) { self.warnings } else { Warnings::default() };
            let of_field = warnings.iter().filter(move |(of, _)| *of == field);
            let warnings = of_field.map(|(field, code)| (field, code, Severity::Warning));
            error.into_iter().chain(warnings)
        })
    }

    /// Tells the same in turn: less code than the iterator, for programs that browsers load.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// use client_profile::Severity;
    /// update.set(Field::FirstName, "4");
    /// let report = validator.validate_field(Field::FirstName, &update, today);
    /// let mut found = Vec::new();
    /// report.each_finding(|field, code, severity| found.push((field, code, severity)));
    /// assert_eq!(found, [(Field::FirstName, Code::NameDigits, Severity::Error)]);
    /// ```
    pub fn each_finding(&self, mut tell: impl FnMut(Field, Code, Severity)) {
        for field in Field::ALL {
            if let Some(code) = self.error(field) {
                tell(field, code, Severity::Error);
            }
            if self.has_warnings() {
                for (bit, (of, code)) in WARNINGS.iter().enumerate() {
                    if *of == field && self.warnings.0 >> bit & 1 == 1 {
                        tell(field, *code, Severity::Warning);
                    }
                }
            }
        }
    }

    /// The canonical values that differ from the inputs, those of fields that were read only to be
    /// compared with included.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::Reason, " moved ");
    /// let report = validator.validate_field(Field::Reason, &update, today);
    /// assert!(report.changes().eq([(Field::Reason, "moved")]));
    /// ```
    pub fn changes(&self) -> impl Iterator<Item = (Field, &str)> {
        self.values.iter().map(|(field, value)| (*field, value.as_str()))
    }

    /// The other country, among those that the person named, whose number this is, check digits
    /// included.
    ///
    /// ```
    /// use client_profile::{Country, Date, Field, ProfileUpdate, Rules, Validator};
    /// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// let mut update = ProfileUpdate::default();
    /// update.set(Field::TaxResidenceCountry, "fr");
    /// update.set(Field::BirthCountry, "de");
    /// update.set(Field::TaxIdentificationNumber, "36574261809");
    /// let report = validator.validate_field(Field::TaxIdentificationNumber, &update, Date::EPOCH);
    /// assert_eq!(report.other_country(), Country::new("de"));
    /// ```
    pub const fn other_country(&self) -> Option<Country> {
        self.other_country
    }

    fn params(&self, field: Field, code: Code) -> Params {
        let limit = match code {
            Code::TooLong => self.rules.max_length(field),
            Code::NameLong => Some(self.rules.name_long),
            Code::AgeBelowMinimum => Some(self.rules.minimum_age.into()),
            Code::AgeAboveMaximum => Some(self.rules.age_limit.into()),
            _ => None,
        };
        let tax_country = || Country::new(self.value(Field::TaxResidenceCountry));
        let country = match code {
            Code::CountryUnknown => country::meant(self.value(field), self.rules.known),
            Code::TinOtherCountry => self.other_country,
            Code::TinFormat | Code::TinChecksum | Code::TinNotIssued => tax_country(),
            _ => None,
        };
        let hint = if code == Code::TinFormat { tax_country().and_then(tin::hint) } else { None };
        Params { limit, country, format: hint.map(|h| h.format), number: hint.map(|h| h.name) }
    }
}
