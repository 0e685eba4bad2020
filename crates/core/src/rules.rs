//! The rules of a deployment, as data.

use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::choice;
use crate::country::{Country, CountrySet};
use crate::field::{Field, Kind};

/// The limits, lists and modes that a deployment may change without a build.
///
/// ```
/// assert_eq!(client_profile::Rules::default().minimum_age, 18);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct Rules {
    /// Version of this format: [`Rules::VERSION`].
    pub version: u32,
    /// Most characters of a first or last name.
    pub name_max_length: u32,
    /// Characters of a name above which a warning says that systems behind may cut it.
    pub name_long: u32,
    /// Most characters of the reason for a change.
    pub reason_max_length: u32,
    /// Most characters of a tax identification number.
    pub tin_max_length: u32,
    /// Completed years a person must have.
    pub minimum_age: u16,
    /// Completed years from which a date of birth is refused.
    pub age_limit: u16,
    /// Codes taken besides ISO 3166-1.
    pub extra_countries: Vec<String>,
    /// For a country field, by its name: which countries are taken.
    pub countries: BTreeMap<String, CountryLists>,
    /// The words `gender` takes.
    pub gender: Vec<String>,
    /// The words `employment_status` takes.
    pub employment_status: Vec<String>,
    /// The words `account_opening_reason` takes.
    pub account_opening_reason: Vec<String>,
    /// What is made of the knowledge of tax numbers.
    pub tin: TinMode,
    /// The same for single countries, by their codes.
    pub tin_by_country: BTreeMap<String, TinMode>,
    /// Whether a number that carries another gender is a warning.
    pub tin_gender: bool,
    /// Who may answer `n/a` though the country issues numbers.
    pub tin_not_needed_for: NotNeeded,
}

/// Countries that a field takes.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct CountryLists {
    /// Only these, unless empty.
    pub allowed: Vec<String>,
    /// None of these.
    pub refused: Vec<String>,
}

/// Who may answer `n/a` though the country issues numbers.
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct NotNeeded {
    /// People of these employment statuses.
    pub employment_status: Vec<String>,
    /// People who pay tax in these countries.
    pub countries: Vec<String>,
}

/// What is made of the knowledge of tax numbers.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
#[cfg_attr(
    feature = "serde",
    derive(serde::Serialize, serde::Deserialize),
    serde(rename_all = "lowercase")
)]
pub enum TinMode {
    /// Nothing: any tax number of allowed characters and length is taken.
    Basic,
    /// Warnings.
    #[default]
    Advise,
    /// Errors where the knowledge is certain, warnings elsewhere.
    Strict,
}

impl Default for Rules {
    fn default() -> Self {
        let words = |field| choice::words(field).iter().map(|word| String::from(*word)).collect();
        Self {
            version: Self::VERSION,
            name_max_length: 100,
            name_long: 50,
            reason_max_length: 255,
            tin_max_length: 25,
            minimum_age: 18,
            age_limit: 121,
            extra_countries: alloc::vec![String::from("xk")],
            countries: BTreeMap::new(),
            gender: words(Field::Gender),
            employment_status: words(Field::EmploymentStatus),
            account_opening_reason: words(Field::AccountOpeningReason),
            tin: TinMode::Advise,
            tin_by_country: BTreeMap::new(),
            tin_gender: false,
            tin_not_needed_for: NotNeeded::default(),
        }
    }
}

/// Why rules cannot be used. Says what to change.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct RulesError(pub String);

impl fmt::Display for RulesError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl core::error::Error for RulesError {}

impl Rules {
    /// The version of the format that this release reads and writes.
    pub const VERSION: u32 = 1;
    /// Most entries of any list.
    pub const MAX_LIST: usize = 1_000;

    /// The preset of that name: `default` or `strict`.
    pub fn preset(name: &str) -> Option<Self> {
        match name {
            "default" => Some(Self::default()),
            "strict" => Some(Self { tin: TinMode::Strict, ..Self::default() }),
            _ => None,
        }
    }

    /// The words a choice field takes.
    pub fn choices(&self, field: Field) -> &[String] {
        match field {
            Field::Gender => &self.gender,
            Field::EmploymentStatus => &self.employment_status,
            Field::AccountOpeningReason => &self.account_opening_reason,
            _ => &[],
        }
    }

    /// Most characters of a field's text, where there is a limit.
    pub fn max_length(&self, field: Field) -> Option<u32> {
        match field.spec().kind {
            Kind::Name => Some(self.name_max_length),
            Kind::TaxNumber => Some(self.tin_max_length),
            Kind::Note => Some(self.reason_max_length),
            _ => None,
        }
    }

    /// The countries that exist for these rules: ISO 3166-1 and the extra ones.
    pub fn known_countries(&self) -> CountrySet {
        let mut known = CountrySet::ISO_3166;
        self.extra_countries
            .iter()
            .filter_map(|code| Country::new(code))
            .for_each(|c| known.insert(c));
        known
    }

    /// The countries that `field` takes.
    pub fn taken_countries(&self, field: Field) -> CountrySet {
        let known = self.known_countries();
        let Some(lists) = self.countries.get(field.name()) else {
            return known;
        };
        let mut taken = if lists.allowed.is_empty() { known } else { CountrySet::EMPTY };
        lists.allowed.iter().filter_map(|code| Country::new(code)).for_each(|c| taken.insert(c));
        lists.refused.iter().filter_map(|code| Country::new(code)).for_each(|c| taken.remove(c));
        taken
    }
}
