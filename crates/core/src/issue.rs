//! What is found: codes, severities, and where.

use core::fmt;

use crate::country::Country;
use crate::field::Field;
use crate::message::Message;
use crate::profile::UnknownKey;

macro_rules! codes {
    ($($variant:ident = $name:literal, $severity:ident, $text:literal;)*) => {
        /// Why a value is refused, or what to look at again. Codes never change their meaning.
        ///
        /// ```
        /// use client_profile::Code;
        /// assert_eq!(Code::NameDigits.as_str(), "name_digits");
        /// assert_eq!(Code::NameDigits.description(), "The name has a digit.");
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
        #[repr(u8)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = $text] $variant,)*
        }

        impl Code {
            /// Every code, shape first, then errors, then warnings.
            ///
            /// ```
            /// use client_profile::{Code, Severity};
            /// let warnings = Code::ALL.iter().filter(|code| code.severity() == Severity::Warning);
            /// assert_eq!(warnings.count(), 9);
            /// ```
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code as it stands on the wire.
            ///
            /// ```
            /// assert_eq!(client_profile::Code::TinFormat.as_str(), "tin_format");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => $name),* }
            }

            /// What it means, in a sentence.
            ///
            /// ```
            /// assert_eq!(client_profile::Code::DateImpossible.description(), "There is no such day.");
            /// ```
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }

            /// How severe it is by default; `Rules.tin` can make an error of some warnings.
            ///
            /// ```
            /// use client_profile::{Code, Severity};
            /// assert_eq!(Code::TinChecksum.severity(), Severity::Warning);
            /// ```
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity),* }
            }
        }
    };
}

codes! {
    InvalidJson = "invalid_json", Error, "The line is not JSON, or not CSV where that is asked for.";
    NotAnObject = "not_an_object", Error, "The input is not an object.";
    MissingField = "missing_field", Error, "The field is not there.";
    UnknownField = "unknown_field", Error, "The key is none of the 12 fields.";
    DuplicateField = "duplicate_field", Error, "The key stands more than once.";
    NotAString = "not_a_string", Error, "The value is not a string.";
    TextSurrogate = "text_surrogate", Error, "The string has half of a surrogate pair.";
    Required = "required", Error, "The value is empty.";
    TooLong = "too_long", Error, "The value has more characters (Unicode scalar values) than the limit.";
    NameCharacters = "name_characters", Error, "The name has a character that no name has.";
    NameDigits = "name_digits", Error, "The name has a digit.";
    NameNoLetter = "name_no_letter", Error, "The name has no letter.";
    CountryUnknown = "country_unknown", Error, "The code is not an ISO 3166-1 alpha-2 code nor an extra one of the rules.";
    CountryNotAllowed = "country_not_allowed", Error, "The rules of this deployment do not take this country.";
    DateFormat = "date_format", Error, "The date is not written YYYY-MM-DD.";
    DateImpossible = "date_impossible", Error, "There is no such day.";
    DateFuture = "date_future", Error, "The date is after today.";
    AgeBelowMinimum = "age_below_minimum", Error, "The person is younger than the minimum age.";
    AgeAboveMaximum = "age_above_maximum", Error, "The person would be older than anyone.";
    ChoiceUnknown = "choice_unknown", Error, "The word is not in the list.";
    TinCharacters = "tin_characters", Error, "The tax number has a character that no tax number has.";
    TextCharacters = "text_characters", Error, "The text has control characters.";
    NameLong = "name_long", Warning, "The name is so long that systems behind may cut it.";
    NameMixedScript = "name_mixed_script", Warning, "The name mixes letters of several scripts.";
    TinPlaceholder = "tin_placeholder", Warning, "The tax number looks like a placeholder.";
    TinFormat = "tin_format", Warning, "The tax number does not have the shape of its country's numbers.";
    TinChecksum = "tin_checksum", Warning, "The tax number's check digits do not add up.";
    TinBirthDate = "tin_birth_date", Warning, "The tax number carries another date of birth.";
    TinGender = "tin_gender", Warning, "The tax number carries another gender.";
    TinOtherCountry = "tin_other_country", Warning, "The tax number is a valid one of another country that the person named.";
    TinNotIssued = "tin_not_issued", Warning, "The country issues no tax numbers to individuals.";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl Code {
    /// The code of that name on the wire.
    ///
    /// ```
    /// use client_profile::{Code, Severity};
    /// let code = Code::from_name("too_long").unwrap();
    /// assert_eq!(code, Code::TooLong);
    /// assert_eq!(code.severity(), Severity::Error);
    /// assert_eq!(code.as_str(), "too_long");
    /// ```
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.as_str() == name)
    }
}

/// Whether a finding blocks.
///
/// ```
/// use client_profile::{Code, Severity};
/// assert_eq!(Code::Required.severity(), Severity::Error);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Severity {
    /// It blocks.
    Error,
    /// It is shown and never blocks.
    Warning,
}

impl Severity {
    /// `error` or `warning`.
    ///
    /// ```
    /// assert_eq!(client_profile::Severity::Warning.as_str(), "warning");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What a message needs besides its words. Never the value itself.
///
/// ```
/// use client_profile::{Date, Field, ProfileUpdate, Rules, Validator};
/// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
/// let mut update = ProfileUpdate::default();
/// update.set(Field::BirthCountry, "uk");
/// let report = validator.validate_field(Field::BirthCountry, &update, Date::EPOCH);
/// let params = report.issues().next().unwrap().params;
/// assert_eq!(params.country.unwrap().as_str(), "gb", "what was probably meant");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Params {
    /// The limit that was passed: characters, or years.
    pub limit: Option<u32>,
    /// The country the finding speaks of, or the one that was probably meant.
    pub country: Option<Country>,
    /// What the country's number looks like.
    pub format: Option<&'static str>,
    /// What the country calls its number.
    pub number: Option<&'static str>,
}

/// One finding.
///
/// ```
/// use client_profile::{Code, Date, Field, FieldSet, ProfileUpdate, Rules, Validator};
/// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
/// let update = ProfileUpdate::default();
/// let report = validator.validate_field(Field::Gender, &update, Date::EPOCH);
/// let issue = report.issues().next().unwrap();
/// assert_eq!((issue.field(), issue.code), (Some(Field::Gender), Code::MissingField));
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Issue<'a> {
    /// Where: a field, an unknown key, or the whole input.
    pub place: Place<'a>,
    /// What.
    pub code: Code,
    /// Whether it blocks.
    pub severity: Severity,
    /// What its message needs.
    pub params: Params,
}

/// Where a finding is.
///
/// ```
/// use client_profile::{Code, Issue, issue::Place};
/// assert_eq!(Issue::of_input(Code::NotAnObject).place, Place::Input);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Place<'a> {
    /// The input as a whole.
    Input,
    /// One of the 12 fields.
    Field(Field),
    /// A key that is none of them.
    Unknown(&'a UnknownKey<'a>),
}

impl Issue<'_> {
    /// A finding about the input as a whole.
    ///
    /// ```
    /// use client_profile::{Code, Issue, Severity};
    /// assert_eq!(Issue::of_input(Code::InvalidJson).severity, Severity::Error);
    /// ```
    pub fn of_input(code: Code) -> Self {
        Self { place: Place::Input, code, severity: code.severity(), params: Params::default() }
    }

    /// The country that was probably meant by what is none.
    ///
    /// ```
    /// # use client_profile::{Code, Country, Date, Field, ProfileUpdate, Rules, Validator};
    /// # let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// let mut update = ProfileUpdate::default();
    /// update.set(Field::BirthCountry, "Germany");
    /// let report = validator.validate_field(Field::BirthCountry, &update, Date::EPOCH);
    /// assert_eq!(report.issues().next().unwrap().meant(), Country::new("de"));
    /// ```
    pub fn meant(&self) -> Option<Country> {
        self.params.country.filter(|_| self.code == Code::CountryUnknown)
    }

    /// The field, when it is about one of the 12.
    ///
    /// ```
    /// use client_profile::{Code, Issue};
    /// assert_eq!(Issue::of_input(Code::NotAnObject).field(), None);
    /// ```
    pub const fn field(&self) -> Option<Field> {
        match self.place {
            Place::Field(field) => Some(field),
            _ => None,
        }
    }

    /// The name on the wire of the field, or the unknown key; `None` for the whole input.
    ///
    /// ```
    /// use client_profile::{Code, Issue, Severity, issue::{Params, Place}, profile::UnknownKey};
    /// let key = UnknownKey("nickname".into());
    /// let issue = Issue {
    ///     place: Place::Unknown(&key),
    ///     code: Code::UnknownField,
    ///     severity: Severity::Error,
    ///     params: Params::default(),
    /// };
    /// assert_eq!(issue.name(), Some("nickname"));
    /// ```
    pub fn name(&self) -> Option<&str> {
        match &self.place {
            Place::Input => None,
            Place::Field(field) => Some(field.name()),
            Place::Unknown(key) => Some(&key.0),
        }
    }

    /// The English message, written without allocating.
    ///
    /// ```
    /// use client_profile::{Code, Issue};
    /// let issue = Issue::of_input(Code::NotAnObject);
    /// assert_eq!(issue.name(), None);
    /// assert_eq!(issue.message().to_string(), "Send the profile as one object");
    /// ```
    pub fn message(&self) -> Message<'_> {
        Message::new(self)
    }
}
