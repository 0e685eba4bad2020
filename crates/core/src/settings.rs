//! What rules come to: the numbers, sets and words that the checks read, without the names and the
//! texts that rules are written with.

use alloc::string::String;
use alloc::vec::Vec;

use crate::country::{Country, CountrySet};
use crate::field::{Field, Kind};
use crate::rules::{Rules, TinMode};

/// Rules as the checks read them: the compiled form of [`Rules`], for programs that receive rules in
/// another format.
///
/// ```
/// use client_profile::{Rules, settings::Settings};
/// assert_eq!(Settings::of(&Rules::default()).minimum_age, 18);
/// ```
#[derive(Clone, Debug)]
pub struct Settings {
    /// Most characters of a first or last name.
    pub name_max_length: u32,
    /// Characters of a name above which there is a warning.
    pub name_long: u32,
    /// Most characters of the reason for a change.
    pub reason_max_length: u32,
    /// Most characters of a tax identification number.
    pub tin_max_length: u32,
    /// Completed years a person must have.
    pub minimum_age: u16,
    /// Completed years from which a date of birth is refused.
    pub age_limit: u16,
    /// What is made of the knowledge of tax numbers.
    pub tin: TinMode,
    /// Whether a number that carries another gender is a warning.
    pub tin_gender: bool,
    /// The countries with a mode of their own.
    pub tin_modes: Vec<(Country, TinMode)>,
    /// The countries that exist.
    pub known: CountrySet,
    /// The countries each of [`Settings::COUNTRY_FIELDS`] takes.
    pub taken: [CountrySet; 4],
    /// The words each of [`Settings::CHOICE_FIELDS`] takes.
    pub words: [Vec<String>; 3],
    /// The tax countries in which anybody may answer `n/a`.
    pub not_needed_in: CountrySet,
    /// The employment statuses in which anybody may.
    pub not_needed_as: Vec<String>,
}

impl Settings {
    /// The fields that hold a country.
    ///
    /// ```
    /// use client_profile::{Field, settings::Settings};
    /// assert!(Settings::COUNTRY_FIELDS.contains(&Field::BirthCountry));
    /// ```
    pub const COUNTRY_FIELDS: [Field; 4] = [
        Field::ResidenceCountry,
        Field::TaxResidenceCountry,
        Field::BirthCountry,
        Field::CitizenCountry,
    ];

    /// The fields that take one of a list of words.
    ///
    /// ```
    /// use client_profile::{Field, settings::Settings};
    /// assert!(Settings::CHOICE_FIELDS.contains(&Field::Gender));
    /// ```
    pub const CHOICE_FIELDS: [Field; 3] =
        [Field::AccountOpeningReason, Field::EmploymentStatus, Field::Gender];

    /// What `rules` come to, whether or not they make sense.
    ///
    /// ```
    /// use client_profile::{Country, Rules, settings::Settings};
    /// let mut rules = Rules::default();
    /// rules.extra_countries.clear();
    /// assert!(!Settings::of(&rules).known.contains(Country::new("xk").unwrap()));
    /// ```
    pub fn of(rules: &Rules) -> Self {
        let modes = rules.tin_by_country.iter();
        let not_needed = &rules.tin_not_needed_for;
        Self {
            name_max_length: rules.name_max_length,
            name_long: rules.name_long,
            reason_max_length: rules.reason_max_length,
            tin_max_length: rules.tin_max_length,
            minimum_age: rules.minimum_age,
            age_limit: rules.age_limit,
            tin: rules.tin,
            tin_gender: rules.tin_gender,
            tin_modes: modes
                .filter_map(|(code, mode)| Some((Country::new(code)?, *mode)))
                .collect(),
            known: rules.known_countries(),
            taken: Self::COUNTRY_FIELDS.map(|field| rules.taken_countries(field)),
            words: Self::CHOICE_FIELDS.map(|field| rules.choices(field).to_vec()),
            not_needed_in: not_needed
                .countries
                .iter()
                .filter_map(|code| Country::new(code))
                .collect(),
            not_needed_as: not_needed.employment_status.clone(),
        }
    }

    /// Most characters of a field's text, where there is a limit.
    ///
    /// ```
    /// use client_profile::{Field, Rules, settings::Settings};
    /// let settings = Settings::of(&Rules::default());
    /// assert_eq!(settings.max_length(Field::Reason), Some(255));
    /// ```
    pub fn max_length(&self, field: Field) -> Option<u32> {
        limit(field, self.name_max_length, self.tin_max_length, self.reason_max_length)
    }
}

/// That one of the limits which a field has.
pub(crate) const fn limit(field: Field, name: u32, tax_number: u32, note: u32) -> Option<u32> {
    match field.spec().kind {
        Kind::Name => Some(name),
        Kind::TaxNumber => Some(tax_number),
        Kind::Note => Some(note),
        Kind::Country | Kind::Choice | Kind::Date => None,
    }
}
