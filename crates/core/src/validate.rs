//! The one function that decides: 12 inputs, rules and a day in; findings and canonical values out.

mod advise;
// Where the size of code does not matter: the browser's is small first.
#[cfg(target_pointer_width = "64")]
mod look;

use alloc::borrow::Cow;
use core::fmt;

use crate::choice::{self, Gender};
use crate::country::Country;
use crate::date::Date;
use crate::field::{Field, FieldSet, Kind};
use crate::issue::Code;
use crate::profile::{Input, ProfileUpdate};
use crate::report::{Report, Warnings};
use crate::rules::{Rules, RulesError, TinMode};
use crate::settings::Settings;
use crate::text::{self, Normalizer};
use crate::words::Words;
use crate::{birth_date, name, note, plain, tin};

pub use advise::Advice;

/// Rules, made ready for many checks.
///
/// ```
/// use client_profile::{Code, Date, Field, ProfileUpdate, Rules, Validator};
/// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
/// let mut update = ProfileUpdate::default();
/// update.set(Field::DateOfBirth, "2010-01-01");
/// let report = validator.validate(&update, Date::new(2026, 11, 23).unwrap());
/// assert_eq!(report.error(Field::DateOfBirth), Some(Code::AgeBelowMinimum));
/// ```
#[derive(Clone, Debug)]
pub struct Validator {
    rules: Settings,
    normalize: Normalizer,
    /// The words of each of [`CHOICE_FIELDS`].
    words: [Words; CHOICE_FIELDS.len()],
    /// Most characters of a name that earns no finding for its length.
    plain_name: u32,
}

const COUNTRY_FIELDS: [Field; 4] = Settings::COUNTRY_FIELDS;
const CHOICE_FIELDS: [Field; 3] = Settings::CHOICE_FIELDS;

/// What the advice on a tax number compares it with.
const TAX_NUMBER_CONTEXT: FieldSet = FieldSet::EMPTY
    .with(Field::ResidenceCountry)
    .with(Field::TaxResidenceCountry)
    .with(Field::BirthCountry)
    .with(Field::CitizenCountry)
    .with(Field::EmploymentStatus)
    .with(Field::DateOfBirth)
    .with(Field::Gender);

/// What one pass over the fields learns for the advice on the tax number.
#[derive(Clone, Copy, Default)]
struct Facts {
    /// The fields that name a country which the rules take.
    countries: FieldSet,
    /// A real day, whether or not the rules take it.
    birth_date: Option<Date>,
    /// Whether there is no quick answer on the tax number.
    is_odd_number: bool,
}

/// What a text alone comes to: see [`Validator::look_at`].
///
/// ```
/// use client_profile::{Code, validate::Alone};
/// let wrong = Alone::Wrong(Code::NameDigits, "R2D2".into());
/// assert_eq!(format!("{wrong:?}"), "Wrong(NameDigits, ..)", "values reach no log");
/// ```
#[must_use = "it says whether the text is right"]
#[derive(PartialEq, Eq)]
pub enum Alone<'a> {
    /// It is canonical, breaks no rule of its field and earns no warning, but for what is known of a
    /// country's tax numbers.
    Fine,
    /// The first rule that its canonical form breaks, and this.
    Wrong(Code, Cow<'a, str>),
    /// It breaks no rule; its canonical form is another, or there are warnings.
    Other,
}

// The text is personal.
impl fmt::Debug for Alone<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Fine => f.write_str("Fine"),
            Self::Wrong(code, _) => f.debug_tuple("Wrong").field(code).finish_non_exhaustive(),
            Self::Other => f.write_str("Other"),
        }
    }
}

/// A canonical form with the first rule it breaks: an empty one breaks [`Code::Required`], before all
/// that `check` knows.
#[inline]
fn judged(
    canonical: Cow<'_, str>,
    check: impl FnOnce(&str) -> Option<Code>,
) -> (Cow<'_, str>, Option<Code>) {
    let code = if canonical.is_empty() { Some(Code::Required) } else { check(&canonical) };
    (canonical, code)
}

/// What is wrong with a text that is too long to be looked at.
#[cold]
const fn too_much(kind: Kind) -> Code {
    match kind {
        Kind::Name | Kind::Note | Kind::TaxNumber => Code::TooLong,
        Kind::Country => Code::CountryUnknown,
        Kind::Choice => Code::ChoiceUnknown,
        Kind::Date => Code::DateFormat,
    }
}

/// Whether a canonical form is the text itself, which nearly always need not be read to see that.
fn is_same(canonical: &str, text: &str) -> bool {
    core::ptr::eq(canonical, text) || canonical == text
}

impl Validator {
    /// Makes `rules` ready. `normalize` puts text into NFC; it is called only for text that a
    /// quick check cannot pass.
    ///
    /// # Errors
    ///
    /// What [`Rules::check`] finds wrong with the rules.
    ///
    /// ```
    /// use client_profile::{Rules, Validator};
    /// assert!(Validator::new(&Rules::default(), str::to_owned).is_ok());
    /// let mut rules = Rules::default();
    /// rules.minimum_age = 200;
    /// let error = Validator::new(&rules, str::to_owned).unwrap_err();
    /// assert_eq!(error.to_string(), "age_limit must be above minimum_age");
    /// ```
    pub fn new(rules: &Rules, normalize: Normalizer) -> Result<Self, RulesError> {
        rules.check()?;
        Ok(Self::of_settings(Settings::of(rules), normalize))
    }

    /// The same of what sensible rules come to.
    ///
    /// ```
    /// use client_profile::{Rules, Validator, settings::Settings};
    /// let settings = Settings::of(&Rules::default());
    /// assert_eq!(Validator::of_settings(settings, str::to_owned).settings().age_limit, 121);
    /// ```
    pub fn of_settings(settings: Settings, normalize: Normalizer) -> Self {
        Self {
            words: settings.words.each_ref().map(|words| Words::new(words)),
            plain_name: settings.name_long.min(settings.name_max_length),
            rules: settings,
            normalize,
        }
    }

    /// What the rules it was made of come to.
    ///
    /// ```
    /// use client_profile::{Rules, Validator};
    /// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// assert_eq!(validator.settings().age_limit, 121);
    /// ```
    pub const fn settings(&self) -> &Settings {
        &self.rules
    }

    /// Checks all 12 fields and refuses unknown keys.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::FirstName, "Priya");
    /// let report = validator.validate(&update, today);
    /// assert_eq!(report.issues().count(), 11, "all others are missing");
    /// ```
    pub fn validate<'a>(&'a self, update: &'a ProfileUpdate<'a>, today: Date) -> Report<'a> {
        self.validate_fields(FieldSet::ALL, update, today)
    }

    /// Checks one field; the others are only what it is compared with.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::Gender, "Female");
    /// let report = validator.validate_field(Field::Gender, &update, today);
    /// assert!(report.is_valid());
    /// assert_eq!(report.value(Field::Gender), "female");
    /// ```
    pub fn validate_field<'a>(
        &'a self,
        field: Field,
        update: &'a ProfileUpdate<'a>,
        today: Date,
    ) -> Report<'a> {
        self.validate_fields(FieldSet::EMPTY.with(field), update, today).without_unknown()
    }

    /// Checks `fields`, all of which must be there; the others are only what they are compared
    /// with. Refuses unknown keys.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// # let mut update = ProfileUpdate::default();
    /// update.set(Field::LastName, "O’Brien");
    /// let names = FieldSet::EMPTY.with(Field::FirstName).with(Field::LastName);
    /// let report = validator.validate_fields(names, &update, today);
    /// assert_eq!(report.error(Field::FirstName), Some(Code::MissingField));
    /// assert_eq!(report.error(Field::LastName), None);
    /// ```
    pub fn validate_fields<'a>(
        &'a self,
        fields: FieldSet,
        update: &'a ProfileUpdate<'a>,
        today: Date,
    ) -> Report<'a> {
        #[cfg(target_pointer_width = "64")]
        let plain = match self.look_over(update, today) {
            look::Look::NothingToTell => return Report::new(&self.rules, update),
            look::Look::PerhapsAdvice(facts) => Some(facts),
            look::Look::Unsure => None,
        };
        #[cfg(not(target_pointer_width = "64"))]
        let plain = None;
        self.look_closer(fields, update, today, plain)
    }

    /// The same for all that there may be something to tell about. `plain` has what was learnt, when
    /// each value was found to be what nearly all are: canonical, and nothing to say about it.
    #[inline(never)]
    fn look_closer<'a>(
        &'a self,
        fields: FieldSet,
        update: &'a ProfileUpdate<'a>,
        today: Date,
        plain: Option<Facts>,
    ) -> Report<'a> {
        let mut report = Report::new(&self.rules, update);
        if !update.is_object() {
            return report;
        }
        let advises = fields.contains(Field::TaxIdentificationNumber);
        let facts = plain.unwrap_or_else(|| {
            let mut facts = Facts::default();
            let read = if advises { fields.union(TAX_NUMBER_CONTEXT) } else { fields };
            // What the number is only compared with has no warnings of its own.
            for field in read.iter() {
                let code = self.check(field, update.get(field), today, &mut facts, &mut report);
                report.set_error(field, code.filter(|_| fields.contains(field)));
            }
            facts
        });
        if advises && report.error(Field::TaxIdentificationNumber).is_none() {
            self.advise_tax_number(facts, &mut report);
        }
        report
    }

    /// One field alone, in full: the first rule it breaks. Its canonical value, where it is another
    /// than the input, and its warnings go into the report.
    fn check<'a>(
        &'a self,
        field: Field,
        input: Input<'a>,
        today: Date,
        facts: &mut Facts,
        report: &mut Report<'a>,
    ) -> Option<Code> {
        let text = match input {
            Input::Text(text) => text,
            Input::Missing => return Some(Code::MissingField),
            Input::NotText => return Some(Code::NotAString),
            Input::Surrogate => return Some(Code::TextSurrogate),
            Input::Duplicate => return Some(Code::DuplicateField),
        };
        let (canonical, code) = self.check_text(field, text, today, facts, &mut report.warnings);
        if !is_same(&canonical, text) {
            report.set_value(field, canonical.into_owned());
        }
        code
    }

    /// The same for a text: its canonical form, and the first rule that breaks.
    fn check_text<'a>(
        &self,
        field: Field,
        text: &'a str,
        today: Date,
        facts: &mut Facts,
        warnings: &mut Warnings,
    ) -> (Cow<'a, str>, Option<Code>) {
        let Settings { name_max_length, reason_max_length, tin_max_length, .. } = self.rules;
        let kind = field.spec().kind;
        if text.len() > ProfileUpdate::MAX_TEXT {
            return (Cow::Borrowed(text), Some(too_much(kind)));
        }
        match kind {
            Kind::Name if plain::is_name(text, self.plain_name) => (Cow::Borrowed(text), None),
            Kind::Name => {
                judged(text::canonical(text, self.normalize, false, name_max_length), |name| {
                    self.check_name(field, name, warnings)
                })
            }
            Kind::Note if plain::is_note(text, reason_max_length) => (Cow::Borrowed(text), None),
            Kind::Note => {
                judged(text::canonical(text, self.normalize, true, reason_max_length), |note| {
                    note::check(note, reason_max_length)
                })
            }
            Kind::Country => {
                judged(choice::canonical(text), |code| self.check_country(field, code, facts))
            }
            Kind::Choice => judged(choice::canonical(text), |word| {
                if self.is_choice(field, word) { None } else { Some(Code::ChoiceUnknown) }
            }),
            Kind::Date => judged(Cow::Borrowed(birth_date::canonical(text)), |date| {
                let checked = self.check_date(date, today);
                facts.birth_date = checked.ok().or_else(|| Date::parse(date));
                checked.err()
            }),
            Kind::TaxNumber if plain::is_tax_number(text, tin_max_length) => {
                (Cow::Borrowed(text), None)
            }
            Kind::TaxNumber => {
                judged(tin::canonical(text), |number| tin::check_characters(number, tin_max_length))
            }
        }
    }

    fn check_name(&self, field: Field, name: &str, warnings: &mut Warnings) -> Option<Code> {
        if text::longer_than(name, self.rules.name_max_length) {
            return Some(Code::TooLong);
        }
        let code = name::check(name);
        if code.is_none() {
            if text::longer_than(name, self.rules.name_long) {
                warnings.insert(field, Code::NameLong);
            }
            if name::mixes_scripts(name) {
                warnings.insert(field, Code::NameMixedScript);
            }
        }
        code
    }

    fn check_date(&self, text: &str, today: Date) -> Result<Date, Code> {
        birth_date::check_ages(text, self.rules.minimum_age, self.rules.age_limit, today)
    }

    fn check_country(&self, field: Field, value: &str, facts: &mut Facts) -> Option<Code> {
        let Some(country) =
            Country::new(value).filter(|country| self.rules.known.contains(*country))
        else {
            return Some(Code::CountryUnknown);
        };
        let mut fields = COUNTRY_FIELDS.iter().zip(&self.rules.taken);
        if fields.any(|(of, taken)| *of == field && taken.contains(country)) {
            facts.countries = facts.countries.with(field);
            return None;
        }
        Some(Code::CountryNotAllowed)
    }

    fn is_choice(&self, field: Field, value: &str) -> bool {
        CHOICE_FIELDS
            .iter()
            .zip(&self.words)
            .any(|(of, words)| *of == field && words.contains(value))
    }

    /// A quick yes to an update: nothing blocks, and every value is canonical as it came. Says nothing
    /// of warnings. A no means nothing: the full check decides.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// let mut update = ProfileUpdate::from([
    ///     "API", "doge", "in", "hedging", "in", "in", "UX-1989389", "in", "retired", "1969-09-19",
    ///     "male", "api test",
    /// ]);
    /// assert!(validator.passes(&update, today));
    /// update.set(Field::FirstName, " API");
    /// assert!(!validator.passes(&update, today), "its canonical form is another");
    /// ```
    pub fn passes(&self, update: &ProfileUpdate<'_>, today: Date) -> bool {
        // No empty text is fine, so that whatever is no object, or lacks a field, is none here.
        let text = |field| update.text_or_empty(field);
        let are_of_lists = || {
            let mut countries = COUNTRY_FIELDS.into_iter().zip(&self.rules.taken);
            let mut choices = CHOICE_FIELDS.into_iter().zip(&self.words);
            countries.all(|(field, taken)| taken.has_code(text(field)))
                && choices.all(|(field, words)| words.contains(text(field)))
        };
        let is_of_list = |field: Field| matches!(field.spec().kind, Kind::Country | Kind::Choice);
        let mut others = Field::ALL.into_iter().filter(|field| !is_of_list(*field));
        let blocks = |country| self.tin_mode(country) == TinMode::Strict;
        are_of_lists()
            && others.all(|field| self.accepts(field, text(field), today))
            && !Country::new(text(Field::TaxResidenceCountry)).is_none_or(blocks)
            && update.unknown().is_empty()
    }

    /// A quick yes to a text alone: it is canonical, breaks no rule of its field and earns no
    /// warning, but for what is known of a country's tax numbers. A no means nothing: the full
    /// check decides. Never says yes to a country or a choice.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// assert!(validator.accepts(Field::FirstName, "Anne-Marie", today));
    /// assert!(validator.accepts(Field::FirstName, "Zoë", today));
    /// assert!(!validator.accepts(Field::FirstName, "R2D2", today));
    /// ```
    #[inline]
    pub fn accepts(&self, field: Field, text: &str, today: Date) -> bool {
        self.is_plain(field, text, today)
            || field.spec().kind == Kind::Name && self.accepts_name(text)
    }

    /// The same but for names of letters beyond the Latin ones.
    #[inline]
    fn is_plain(&self, field: Field, text: &str, today: Date) -> bool {
        match field.spec().kind {
            Kind::Name => plain::is_name(text, self.plain_name),
            Kind::Note => plain::is_note(text, self.rules.reason_max_length),
            Kind::TaxNumber => plain::is_tax_number(text, self.rules.tin_max_length),
            Kind::Date => self.check_date(text, today).is_ok(),
            Kind::Country | Kind::Choice => false,
        }
    }

    /// The same for a name of any letters, in full.
    #[inline(never)]
    fn accepts_name(&self, name: &str) -> bool {
        !name.is_empty()
            && !text::longer_than(name, self.plain_name)
            && text::is_canonical_line(name)
            && name::check(name).is_none()
            && !name::mixes_scripts(name)
    }

    /// Checks one field's text on its own. Where each text of a record is [`Alone::Fine`] or
    /// [`Alone::Wrong`], only the advice on its tax number is missing from the full report.
    ///
    /// ```
    /// # use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// # let today = Date::new(2026, 11, 23).unwrap();
    /// use client_profile::validate::Alone;
    /// let alone = |text| validator.look_at(Field::FirstName, text, today);
    /// assert_eq!(alone("Zoë"), Alone::Fine);
    /// assert_eq!(alone(" R2D2"), Alone::Wrong(Code::NameDigits, "R2D2".into()));
    /// assert_eq!(alone(" Ann"), Alone::Other, "its canonical form is another");
    /// ```
    #[inline]
    pub fn look_at<'a>(&self, field: Field, text: &'a str, today: Date) -> Alone<'a> {
        // Whoever calls this has accepted plain names and notes before: see [`plain`].
        let is_quick = matches!(field.spec().kind, Kind::Date | Kind::TaxNumber);
        if is_quick && self.is_plain(field, text, today) {
            Alone::Fine
        } else {
            self.look_closely_at(field, text, today)
        }
    }

    #[inline(never)]
    fn look_closely_at<'a>(&self, field: Field, text: &'a str, today: Date) -> Alone<'a> {
        let (mut facts, mut warnings) = (Facts::default(), Warnings::default());
        match self.check_text(field, text, today, &mut facts, &mut warnings) {
            (canonical, Some(code)) => Alone::Wrong(code, canonical),
            (canonical, None) if warnings == Warnings::default() && is_same(&canonical, text) => {
                Alone::Fine
            }
            _ => Alone::Other,
        }
    }

    /// What the knowledge of the tax country's numbers says.
    fn advise_tax_number(&self, facts: Facts, report: &mut Report<'_>) {
        let named = |field| {
            let is_taken = facts.countries.contains(field);
            if is_taken { Country::new(report.value(field)) } else { None }
        };
        let Some(country) = named(Field::TaxResidenceCountry) else {
            return;
        };
        let person = tin::Person {
            birth_date: facts.birth_date,
            gender: Gender::from_word(report.value(Field::Gender)),
            other_countries: tin::Person::OTHER_COUNTRIES.map(named),
        };
        let number = report.value(Field::TaxIdentificationNumber);
        let status = report.value(Field::EmploymentStatus);
        let check = if facts.is_odd_number { tin::check_in_full } else { tin::check };
        report.take_advice(self.advise_by(check, country, number, status, &person));
    }
}
