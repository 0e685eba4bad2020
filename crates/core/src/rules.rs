//! The rules of a deployment, as data.

use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::choice;
use crate::country::{self, Country, CountrySet};
use crate::field::{Field, Kind};
use crate::settings::{self, Settings};

/// The limits, lists and modes that a deployment may change without a build.
///
/// With the feature `serde`, what is left out is as by default, and names of no rule are passed over,
/// so that an old reader understands the rules of a newer service. Who reads rules that were written
/// by hand is better told of those: [`Rules::set`] does, or the crate `serde_ignored`.
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
///
/// ```
/// use client_profile::{Country, Field, Rules, rules::CountryLists};
/// let lists = CountryLists { allowed: vec!["in".into(), "gb".into()], ..CountryLists::default() };
/// let mut rules = Rules::default();
/// rules.countries.insert("residence_country".into(), lists);
/// assert_eq!(rules.taken_countries(Field::ResidenceCountry).iter().count(), 2);
/// ```
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct CountryLists {
    /// Only these, unless empty.
    pub allowed: Vec<String>,
    /// None of these.
    pub refused: Vec<String>,
}

/// Who may answer `n/a` though the country issues numbers.
///
/// ```
/// use client_profile::{Rules, rules::NotNeeded};
/// let mut rules = Rules::default();
/// rules.tin_not_needed_for =
///     NotNeeded { employment_status: vec!["student".into()], countries: Vec::new() };
/// assert_eq!(rules.check(), Ok(()));
/// ```
#[derive(Clone, Default, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
pub struct NotNeeded {
    /// People of these employment statuses.
    pub employment_status: Vec<String>,
    /// People who pay tax in these countries.
    pub countries: Vec<String>,
}

/// What is made of the knowledge of tax numbers.
///
/// ```
/// use client_profile::{Rules, rules::TinMode};
/// let mut rules = Rules::default();
/// assert_eq!(rules.tin, TinMode::Advise);
/// rules.tin_by_country.insert("de".into(), TinMode::Strict);
/// assert_eq!(rules.check(), Ok(()));
/// ```
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

/// What makes rules unusable. Says what to change.
///
/// ```
/// let rules = client_profile::Rules { minimum_age: 121, ..Default::default() };
/// assert_eq!(rules.check().unwrap_err().to_string(), "age_limit must be above minimum_age");
/// ```
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
    ///
    /// ```
    /// use client_profile::Rules;
    /// assert_eq!(Rules::default().version, Rules::VERSION);
    /// ```
    pub const VERSION: u32 = 1;
    /// Most entries of any list.
    ///
    /// ```
    /// use client_profile::Rules;
    /// let many = vec!["xk".to_owned(); Rules::MAX_LIST + 1];
    /// assert!(Rules { extra_countries: many, ..Rules::default() }.check().is_err());
    /// ```
    pub const MAX_LIST: usize = 1_000;
    /// Most characters of a word of a list.
    ///
    /// ```
    /// use client_profile::Rules;
    /// let long = "a".repeat(Rules::MAX_WORD + 1);
    /// assert!(Rules { gender: vec![long], ..Rules::default() }.check().is_err());
    /// ```
    pub const MAX_WORD: usize = 64;
    /// Highest limit for names and reasons.
    ///
    /// ```
    /// use client_profile::Rules;
    /// let rules = Rules { reason_max_length: Rules::MAX_LENGTH + 1, ..Rules::default() };
    /// assert!(rules.check().is_err());
    /// ```
    pub const MAX_LENGTH: u32 = 10_000;
    /// Highest limit for tax numbers: the longest published ones have 20 characters.
    ///
    /// ```
    /// use client_profile::Rules;
    /// let rules = Rules { tin_max_length: Rules::MAX_TIN_LENGTH, ..Rules::default() };
    /// assert_eq!(rules.check(), Ok(()));
    /// ```
    pub const MAX_TIN_LENGTH: u32 = 50;

    /// Whether the rules can be used: known version, lists of at most [`Rules::MAX_LIST`] entries,
    /// codes and words in canonical form, limits that leave something to enter.
    ///
    /// ```
    /// use client_profile::Rules;
    /// let mut rules = Rules::default();
    /// rules.gender = vec!["Male".to_owned()];
    /// let error = rules.check().unwrap_err();
    /// let wanted = "gender: write each word in at most 64 lower-case letters, digits and _";
    /// assert_eq!(error.to_string(), wanted);
    /// ```
    pub fn check(&self) -> Result<(), RulesError> {
        if self.version != Self::VERSION {
            return Err(RulesError(format!("version must be {}", Self::VERSION)));
        }
        for (name, limit, most) in [
            ("name_max_length", self.name_max_length, Self::MAX_LENGTH),
            ("reason_max_length", self.reason_max_length, Self::MAX_LENGTH),
            ("tin_max_length", self.tin_max_length, Self::MAX_TIN_LENGTH),
        ] {
            if !(1..=most).contains(&limit) {
                return Err(RulesError(format!("{name} must be from 1 to {most}")));
            }
        }
        if self.minimum_age >= self.age_limit {
            return Err(RulesError("age_limit must be above minimum_age".into()));
        }
        check_codes("extra_countries", &self.extra_countries)?;
        check_codes("tin_not_needed_for.countries", &self.tin_not_needed_for.countries)?;
        check_words(
            "tin_not_needed_for.employment_status",
            &self.tin_not_needed_for.employment_status,
        )?;
        if self.tin_by_country.len() > Self::MAX_LIST {
            return Err(too_many("tin_by_country"));
        }
        for code in self.tin_by_country.keys() {
            check_code("tin_by_country", code)?;
        }
        let known = self.known_countries();
        for code in &self.tin_not_needed_for.countries {
            check_known("tin_not_needed_for.countries", code, known)?;
        }
        for code in self.tin_by_country.keys() {
            check_known("tin_by_country", code, known)?;
        }
        let is_status = |word: &&String| {
            self.employment_status.contains(word)
                || choice::words(Field::EmploymentStatus).contains(&word.as_str())
        };
        let mut statuses = self.tin_not_needed_for.employment_status.iter();
        if let Some(word) = statuses.find(|word| !is_status(word)) {
            return Err(RulesError(format!(
                "tin_not_needed_for.employment_status: {word} is no employment_status"
            )));
        }
        for (name, lists) in &self.countries {
            let path = format!("countries.{name}");
            if Field::from_name(name).is_none_or(|field| field.spec().kind != Kind::Country) {
                return Err(RulesError(format!("{path}: name one of the country fields")));
            }
            check_codes(&path, &lists.allowed)?;
            check_codes(&path, &lists.refused)?;
            for code in lists.allowed.iter().chain(&lists.refused) {
                check_known(&path, code, known)?;
            }
            let field = Field::from_name(name);
            if field.is_some_and(|field| self.taken_countries(field) == CountrySet::EMPTY) {
                return Err(RulesError(format!("{path}: leave at least one country")));
            }
        }
        for field in Settings::CHOICE_FIELDS {
            if self.choices(field).is_empty() {
                return Err(RulesError(format!("{}: list at least one word", field.name())));
            }
            check_words(field.name(), self.choices(field))?;
        }
        Ok(())
    }

    /// The preset in which the knowledge of tax numbers blocks where it is certain.
    ///
    /// ```
    /// use client_profile::{Rules, rules::TinMode};
    /// assert_eq!(Rules::strict().tin, TinMode::Strict);
    /// ```
    pub fn strict() -> Self {
        Self { tin: TinMode::Strict, ..Self::default() }
    }

    /// The words a choice field takes.
    ///
    /// ```
    /// use client_profile::{Field, Rules};
    /// assert_eq!(Rules::default().choices(Field::Gender), ["male", "female", "other"]);
    /// ```
    pub fn choices(&self, field: Field) -> &[String] {
        match field {
            Field::Gender => &self.gender,
            Field::EmploymentStatus => &self.employment_status,
            Field::AccountOpeningReason => &self.account_opening_reason,
            _ => &[],
        }
    }

    /// The same, to be changed; `None` of a field that takes no words of a list.
    ///
    /// ```
    /// use client_profile::{Field, Rules};
    /// let mut rules = Rules::default();
    /// rules.choices_mut(Field::Gender).unwrap().push("unknown".into());
    /// assert!(rules.choices_mut(Field::BirthCountry).is_none());
    /// ```
    pub fn choices_mut(&mut self, field: Field) -> Option<&mut Vec<String>> {
        match field {
            Field::Gender => Some(&mut self.gender),
            Field::EmploymentStatus => Some(&mut self.employment_status),
            Field::AccountOpeningReason => Some(&mut self.account_opening_reason),
            _ => None,
        }
    }

    /// Most characters of a field's text, where there is a limit.
    ///
    /// ```
    /// use client_profile::{Field, Rules};
    /// assert_eq!(Rules::default().max_length(Field::Reason), Some(255));
    /// assert_eq!(Rules::default().max_length(Field::Gender), None);
    /// ```
    pub fn max_length(&self, field: Field) -> Option<u32> {
        settings::limit(field, self.name_max_length, self.tin_max_length, self.reason_max_length)
    }

    /// The countries that exist for these rules: ISO 3166-1 and the extra ones.
    ///
    /// ```
    /// use client_profile::{Country, Rules};
    /// assert!(Rules::default().known_countries().contains(Country::new("xk").unwrap()));
    /// ```
    pub fn known_countries(&self) -> CountrySet {
        let mut known = CountrySet::ISO_3166;
        self.extra_countries
            .iter()
            .filter_map(|code| Country::new(code))
            .for_each(|c| known.insert(c));
        known
    }

    /// The countries that `field` takes.
    ///
    /// ```
    /// use client_profile::{Country, Field, Rules};
    /// let mut rules = Rules::default();
    /// rules.set("countries.residence_country.refused", r#"["us"]"#).unwrap();
    /// let us = Country::new("us").unwrap();
    /// assert!(!rules.taken_countries(Field::ResidenceCountry).contains(us));
    /// assert!(rules.taken_countries(Field::BirthCountry).contains(us));
    /// ```
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

fn too_many(path: &str) -> RulesError {
    RulesError(format!("{path} must have {} entries or fewer", Rules::MAX_LIST))
}

fn check_code(path: &str, code: &str) -> Result<(), RulesError> {
    match Country::new(code) {
        Some(_) => Ok(()),
        None => Err(RulesError(format!("{path}: write each country as two lower-case letters"))),
    }
}

fn check_codes(path: &str, codes: &[String]) -> Result<(), RulesError> {
    if codes.len() > Rules::MAX_LIST {
        return Err(too_many(path));
    }
    codes.iter().try_for_each(|code| check_code(path, code))
}

fn check_known(path: &str, code: &str, known: CountrySet) -> Result<(), RulesError> {
    if Country::new(code).is_some_and(|country| known.contains(country)) {
        return Ok(());
    }
    let instead = country::meant(code, known)
        .map_or_else(String::new, |country| format!("write {country}, or "));
    Err(RulesError(format!("{path}: {code} is no country; {instead}add it to extra_countries")))
}

fn check_words(path: &str, words: &[String]) -> Result<(), RulesError> {
    if words.len() > Rules::MAX_LIST {
        return Err(too_many(path));
    }
    let is_word = |word: &String| {
        !word.is_empty()
            && word.len() <= Rules::MAX_WORD
            && word.bytes().all(|b| matches!(b, b'a'..=b'z' | b'0'..=b'9' | b'_'))
            && choice::canonical(word) == word.as_str()
    };
    if !words.iter().all(is_word) {
        return Err(RulesError(format!(
            "{path}: write each word in at most {} lower-case letters, digits and _",
            Rules::MAX_WORD
        )));
    }
    let twice =
        words.iter().enumerate().find(|(at, word)| words.iter().take(*at).any(|w| w == *word));
    match twice {
        None => Ok(()),
        Some((_, word)) => Err(RulesError(format!("{path}: {word} stands there twice"))),
    }
}
