//! The answer on the wire: `data` or `errors`, and `meta`.

use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::field::Field;

macro_rules! record {
    ($($(#[$doc:meta])* $name:ident: $type:ident $(= $field:ident)?;)*) => {
        /// A client's profile as it is stored and returned. A reader takes every key as optional,
        /// as the documentation does; a writer writes all 17, in this order.
        ///
        /// ```
        /// use client_profile::Profile;
        /// let profile = Profile { client_id: Some(7), ..Profile::default() };
        /// assert_eq!(profile.first_name, None);
        /// assert_eq!(format!("{profile:?}"), "Profile(…)", "everything in it is personal");
        /// ```
        #[derive(Clone, Default, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(default))]
        pub struct Profile {
            $($(#[$doc])* pub $name: Option<record!(@type $type)>,)*
        }

        impl Profile {
            /// The keys, in the order they are written.
            ///
            /// ```
            /// use client_profile::{Field, Profile};
            /// assert_eq!(Profile::KEYS[0].name, "client_id");
            /// let of_requests = Profile::KEYS.iter().filter_map(|key| key.field);
            /// assert_eq!(of_requests.count(), Field::COUNT);
            /// ```
            pub const KEYS: [RecordKey; 17] = [
                $(RecordKey { name: stringify!($name), kind: ValueKind::$type, field: record!(@field $($field)?) },)*
            ];

            /// What the record holds for a field of a request.
            ///
            /// ```
            /// use client_profile::{Field, Profile};
            /// let profile = Profile { first_name: Some("Zoë".to_owned()), ..Profile::default() };
            /// assert_eq!(profile.text(Field::FirstName), Some("Zoë"));
            /// assert_eq!(profile.text(Field::LastName), None);
            /// ```
            pub fn text(&self, field: Field) -> Option<&str> {
                match field {
                    $($(Field::$field => self.$name.as_deref(),)?)*
                }
            }

            /// Gives the record what a request says of a field.
            ///
            /// ```
            /// use client_profile::{Field, Profile};
            /// let mut profile = Profile::default();
            /// profile.set_text(Field::FirstName, Some("Zoë".to_owned()));
            /// assert_eq!(profile.text(Field::FirstName), Some("Zoë"));
            /// ```
            pub fn set_text(&mut self, field: Field, text: Option<String>) {
                match field {
                    $($(Field::$field => self.$name = text,)?)*
                }
            }
        }
    };
    (@type Number) => { i64 };
    (@type Text) => { String };
    (@type Time) => { String };
    (@field) => { None };
    (@field $field:ident) => { Some(Field::$field) };
}

record! {
    /// Whose profile it is.
    client_id: Number;
    /// The client's address, kept elsewhere.
    address_id: Number;
    /// See [`Field::FirstName`].
    first_name: Text = FirstName;
    /// See [`Field::LastName`].
    last_name: Text = LastName;
    /// See [`Field::DateOfBirth`].
    date_of_birth: Text = DateOfBirth;
    /// See [`Field::BirthCountry`].
    birth_country: Text = BirthCountry;
    /// See [`Field::AccountOpeningReason`].
    account_opening_reason: Text = AccountOpeningReason;
    /// See [`Field::EmploymentStatus`].
    employment_status: Text = EmploymentStatus;
    /// See [`Field::ResidenceCountry`].
    residence_country: Text = ResidenceCountry;
    /// See [`Field::CitizenCountry`].
    citizen_country: Text = CitizenCountry;
    /// See [`Field::TaxResidenceCountry`].
    tax_residence_country: Text = TaxResidenceCountry;
    /// See [`Field::TaxIdentificationNumber`].
    tax_identification_number: Text = TaxIdentificationNumber;
    /// See [`Field::Gender`].
    gender: Text = Gender;
    /// Who of the staff made the last change, when it was not the client.
    staff_identifier: Text;
    /// See [`Field::Reason`].
    reason: Text = Reason;
    /// When the record was made: ISO 8601 in UTC, 6 fractional digits, no zone.
    created_time: Time;
    /// When it was last changed, in the same form.
    updated_time: Time;
}

// Everything in it is personal.
impl fmt::Debug for Profile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Profile(…)")
    }
}

/// What the one table knows of a key of the record.
///
/// ```
/// use client_profile::{Profile, envelope::ValueKind};
/// let key = Profile::KEYS.iter().find(|key| key.name == "created_time").unwrap();
/// assert_eq!((key.kind, key.field), (ValueKind::Time, None));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RecordKey {
    /// Name on the wire.
    pub name: &'static str,
    /// What its value is, when it is not null.
    pub kind: ValueKind,
    /// The field of a request it comes from; `None` for those a client may not set.
    pub field: Option<Field>,
}

/// What the value of a key is, when it is not null.
///
/// ```
/// use client_profile::{Profile, envelope::ValueKind};
/// let numbers = Profile::KEYS.iter().filter(|key| key.kind == ValueKind::Number);
/// assert_eq!(numbers.count(), 2);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ValueKind {
    /// A whole number.
    Number,
    /// A text.
    Text,
    /// ISO 8601 in UTC with 6 fractional digits and no zone.
    Time,
}

/// How the request went.
///
/// ```
/// use client_profile::envelope::Meta;
/// let meta = Meta { endpoint: "/client/profile".into(), method: "GET".into(), timing: 2 };
/// assert_eq!(meta.timing, 2);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Meta {
    /// Path of the endpoint, without version or query.
    pub endpoint: String,
    /// HTTP method.
    pub method: String,
    /// Whole milliseconds the request took.
    pub timing: u64,
}

/// The answer to a request that went well.
///
/// ```
/// use client_profile::{Profile, envelope::{Meta, Success}};
/// let meta = Meta { endpoint: "/client/profile".into(), method: "GET".into(), timing: 2 };
/// let answer = Success { data: [Profile::default()], meta };
/// assert_eq!(answer.data[0].first_name, None);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
pub struct Success<T> {
    /// One item.
    pub data: [T; 1],
    /// How the request went.
    pub meta: Meta,
}

/// The answer to a request that did not.
///
/// ```
/// use client_profile::{Profile, envelope::{ErrorCode, ErrorItem, Failure, Meta}};
/// let meta = Meta { endpoint: "/client/profile".into(), method: "GET".into(), timing: 2 };
/// let error = ErrorItem {
///     status: ErrorCode::NotFound.status(),
///     code: ErrorCode::NotFound.as_str(),
///     message: "Create the profile first".into(),
///     field: None,
///     issue: None,
///     country: None,
/// };
/// let answer = Failure::<Profile> { data: None, errors: vec![error], meta };
/// assert_eq!(answer.errors[0].status, 404);
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct Failure<T = Profile> {
    /// The current record: with [`ErrorCode::PreconditionFailed`] only.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub data: Option<[T; 1]>,
    /// Everything that is wrong, in field order.
    pub errors: Vec<ErrorItem>,
    /// How the request went.
    pub meta: Meta,
}

/// One thing that is wrong with a request.
///
/// ```
/// use client_profile::{Code, Field, envelope::{ErrorCode, ErrorItem}, message};
/// let error = ErrorItem {
///     status: ErrorCode::ValidationError.status(),
///     code: ErrorCode::ValidationError.as_str(),
///     message: message::english(Code::Required, Some(Field::Gender)).to_owned(),
///     field: Some(Field::Gender.name().to_owned()),
///     issue: Some(Code::Required.as_str()),
///     country: None,
/// };
/// assert_eq!(error.message, "Choose your gender");
/// ```
#[derive(Clone, PartialEq, Eq, Debug)]
#[cfg_attr(feature = "serde", derive(serde::Serialize))]
pub struct ErrorItem {
    /// HTTP status.
    pub status: u16,
    /// Kind of failure: [`ErrorCode::as_str`].
    pub code: &'static str,
    /// What to do, in English.
    pub message: String,
    /// Name of the field, or the unknown key, it is about.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub field: Option<String>,
    /// The rule that is broken: [`crate::Code::as_str`].
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub issue: Option<&'static str>,
    /// The country that was probably meant by what is none: `gb` by `uk`.
    #[cfg_attr(feature = "serde", serde(skip_serializing_if = "Option::is_none"))]
    pub country: Option<String>,
}

macro_rules! error_codes {
    ($($variant:ident = $status:literal, $text:literal;)*) => {
        /// The kinds of failure, as `errors[].code` names them.
        ///
        /// ```
        /// use client_profile::envelope::ErrorCode;
        /// assert_eq!(ErrorCode::RateLimit.status(), 429);
        /// assert_eq!(ErrorCode::RateLimit.as_str(), "RateLimit");
        /// ```
        #[derive(Clone, Copy, PartialEq, Eq, Debug)]
        pub enum ErrorCode {
            $(#[doc = $text] $variant,)*
        }

        impl ErrorCode {
            /// All of them.
            ///
            /// ```
            /// use client_profile::envelope::ErrorCode;
            /// assert!(ErrorCode::ALL.iter().all(|code| (400..600).contains(&code.status())));
            /// ```
            pub const ALL: &[Self] = &[$(Self::$variant),*];

            /// The code on the wire.
            ///
            /// ```
            /// use client_profile::envelope::ErrorCode;
            /// assert_eq!(ErrorCode::InvalidJson.as_str(), "InvalidJson");
            /// ```
            pub const fn as_str(self) -> &'static str {
                match self { $(Self::$variant => stringify!($variant)),* }
            }

            /// The HTTP status it comes with.
            ///
            /// ```
            /// use client_profile::envelope::ErrorCode;
            /// assert_eq!(ErrorCode::PreconditionFailed.status(), 412);
            /// ```
            pub const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),* }
            }

            /// When it comes.
            ///
            /// ```
            /// use client_profile::envelope::ErrorCode;
            /// assert_eq!(ErrorCode::Unauthorized.description(), "There is no token.");
            /// ```
            pub const fn description(self) -> &'static str {
                match self { $(Self::$variant => $text),* }
            }
        }
    };
}

error_codes! {
    ValidationError = 400, "A rule is broken; a field is missing, unknown, duplicated or not a string.";
    InvalidJson = 400, "The body is not JSON, not UTF-8, or nested too deep.";
    BadRequest = 400, "The request itself cannot be read.";
    Unauthorized = 401, "There is no token.";
    InvalidToken = 401, "The token is unknown, expired or revoked.";
    NotFound = 404, "There is no such page, or no profile yet.";
    MethodNotAllowed = 405, "The path does not take this method; `Allow` says which it takes.";
    RequestTimeout = 408, "The request did not arrive in time.";
    Conflict = 409, "The client already has a profile.";
    PreconditionFailed = 412, "`If-Match` or `If-None-Match` does not hold; `data` carries the current record, if there is one.";
    PayloadTooLarge = 413, "The body is larger than the limit.";
    UnsupportedMediaType = 415, "The body is not `application/json`.";
    RateLimit = 429, "Too many requests; `Retry-After` says how many seconds to wait.";
    HeaderTooLarge = 431, "The header has more lines or bytes than the limit.";
    InternalError = 500, "Something broke on the service's side.";
    NotImplemented = 501, "The body has a `Transfer-Encoding` other than `chunked`.";
    Unavailable = 503, "The store cannot be reached or written; `Retry-After` says when to try again.";
}
