//! The advice on a tax number: what the knowledge of its country's numbers says, and whether that
//! blocks.

use super::Validator;
use crate::country::Country;
use crate::field::Field;
use crate::issue::{Code, Severity};
use crate::report::Warnings;
use crate::rules::TinMode;
use crate::tin;

/// The field that all of it is about.
const FIELD: Field = Field::TaxIdentificationNumber;

/// What the knowledge of a country's tax numbers says of one. By default: nothing.
///
/// ```
/// use client_profile::{Code, Country, Rules, Severity, Validator, tin::Person};
/// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
/// let india = Country::new("in").unwrap();
/// let advice = validator.advise(india, "UX-1989389", "retired", &Person::default());
/// assert!(advice.findings().eq([(Code::TinFormat, Severity::Warning)]));
/// ```
#[must_use = "it says whether the number blocks"]
#[derive(Clone, Copy, Default, Debug)]
pub struct Advice {
    pub(crate) error: Option<Code>,
    pub(crate) warnings: Warnings,
    pub(crate) other_country: Option<Country>,
}

impl Advice {
    /// Whether there is nothing to tell.
    ///
    /// ```
    /// assert!(client_profile::validate::Advice::default().is_empty());
    /// ```
    pub fn is_empty(self) -> bool {
        self.error.is_none() && self.warnings == Warnings::default()
    }

    /// What blocks, and then what warns.
    ///
    /// ```
    /// assert_eq!(client_profile::validate::Advice::default().findings().count(), 0);
    /// ```
    pub fn findings(self) -> impl Iterator<Item = (Code, Severity)> {
        let error = self.error.map(|code| (code, Severity::Error));
        error.into_iter().chain(self.warnings.iter().map(|(_, code)| (code, Severity::Warning)))
    }

    /// See [`Report::other_country`](crate::Report::other_country).
    ///
    /// ```
    /// assert_eq!(client_profile::validate::Advice::default().other_country(), None);
    /// ```
    pub const fn other_country(self) -> Option<Country> {
        self.other_country
    }
}

impl Validator {
    /// What the knowledge of `country`'s tax numbers says of `number`, which is canonical and
    /// breaks no rule of its own, beside what the person said elsewhere.
    ///
    /// ```
    /// use client_profile::{Country, Rules, Validator, tin::Person};
    /// let validator = Validator::new(&Rules::strict(), str::to_owned).unwrap();
    /// let [germany, emirates] = ["de", "ae"].map(|code| Country::new(code).unwrap());
    /// let advice = |country, number| validator.advise(country, number, "employed", &Person::default());
    /// assert!(advice(germany, "36574261809").is_empty());
    /// assert!(!advice(germany, "36574261808").is_empty(), "its check digit is wrong");
    /// assert!(advice(emirates, "n/a").is_empty(), "none is issued there");
    /// ```
    pub fn advise(
        &self,
        country: Country,
        number: &str,
        employment_status: &str,
        person: &tin::Person,
    ) -> Advice {
        self.advise_by(tin::check, country, number, employment_status, person)
    }

    /// The same by one of the ways to look at a number.
    pub(super) fn advise_by(
        &self,
        check: impl FnOnce(Country, &str, &tin::Person) -> tin::Findings,
        country: Country,
        number: &str,
        employment_status: &str,
        person: &tin::Person,
    ) -> Advice {
        let mode = self.tin_mode(country);
        if mode == TinMode::Basic {
            return Advice::default();
        }
        let blocks = if mode == TinMode::Strict {
            tin::blocks_when_strict(country, number)
        } else {
            (false, false)
        };
        let found = if number == tin::NOT_ISSUED {
            let fine = tin::issues_none(country)
                || self.rules.not_needed_in.contains(country)
                || self.rules.not_needed_as.iter().any(|word| word == employment_status);
            tin::Findings { placeholder: !fine, format: !fine && blocks.0, ..Default::default() }
        } else {
            let gender = person.gender.filter(|_| self.rules.tin_gender);
            check(country, number, &tin::Person { gender, ..*person })
        };
        let mut advice = Advice::default();
        if found == tin::Findings::default() {
            return advice;
        }
        for (is, code, blocks) in [
            (found.placeholder, Code::TinPlaceholder, false),
            (found.format, Code::TinFormat, blocks.0),
            (found.checksum, Code::TinChecksum, blocks.1),
            (found.birth_date, Code::TinBirthDate, false),
            (found.gender, Code::TinGender, false),
            (found.other_country.is_some(), Code::TinOtherCountry, false),
            (found.not_issued, Code::TinNotIssued, false),
        ] {
            match (is, blocks) {
                (true, true) => advice.error = advice.error.or(Some(code)),
                (true, false) => advice.warnings.insert(FIELD, code),
                (false, _) => {}
            }
        }
        advice.other_country = found.other_country;
        advice
    }

    /// What is made of the knowledge of that country's tax numbers.
    ///
    /// ```
    /// use client_profile::{Country, Rules, Validator, rules::TinMode};
    /// let validator = Validator::new(&Rules::strict(), str::to_owned).unwrap();
    /// assert_eq!(validator.tin_mode(Country::new("in").unwrap()), TinMode::Strict);
    /// ```
    pub fn tin_mode(&self, country: Country) -> TinMode {
        let own = self.rules.tin_modes.iter().find(|(of, _)| *of == country);
        own.map_or(self.rules.tin, |(_, mode)| *mode)
    }
}
