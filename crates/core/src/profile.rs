//! What a request carries: 12 inputs, as they came.

use alloc::borrow::Cow;
use alloc::vec::Vec;
use core::fmt;

use crate::field::{Field, FieldSet};

/// One field of a request, as it came.
///
/// ```
/// use client_profile::Input;
/// assert_eq!(Input::default(), Input::Missing);
/// assert_eq!(format!("{:?}", Input::Text("Zoë")), "Text(…)", "values reach no log");
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub enum Input<'a> {
    /// The key is not there.
    #[default]
    Missing,
    /// A string.
    Text(&'a str),
    /// Something other than a string.
    NotText,
    /// A string that is no Unicode text: it has half of a surrogate pair.
    Surrogate,
    /// The key stands more than once.
    Duplicate,
}

// Personal values never reach a log, so neither a value nor its length is shown.
impl fmt::Debug for Input<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Missing => "Missing",
            Self::Text(_) => "Text(…)",
            Self::NotText => "NotText",
            Self::Surrogate => "Surrogate",
            Self::Duplicate => "Duplicate",
        })
    }
}

/// The 12 inputs of a profile update, as they came, and the keys that are none of them.
///
/// ```
/// use client_profile::{Field, Input, ProfileUpdate};
/// let mut update = ProfileUpdate::default();
/// update.set(Field::FirstName, "Zoë");
/// assert_eq!(update.get(Field::LastName), Input::Missing);
/// ```
#[derive(Clone, Default)]
pub struct ProfileUpdate<'a> {
    /// Empty where the input is no text: 8 bytes less a field than [`Input`], and no question
    /// asked of a text that need not be there.
    texts: [&'a str; Field::COUNT],
    states: [State; Field::COUNT],
    unknown: Vec<UnknownKey<'a>>,
    not_an_object: bool,
}

/// [`Input`] without the text.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
enum State {
    #[default]
    Missing,
    Text,
    NotText,
    Surrogate,
    Duplicate,
}

// The texts are personal.
impl fmt::Debug for ProfileUpdate<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ProfileUpdate")
            .field("inputs", &Field::ALL.map(|field| self.get(field)))
            .field("unknown", &self.unknown)
            .field("not_an_object", &self.not_an_object)
            .finish()
    }
}

/// A key that is none of the 12. It came from outside, so `Debug` does not show it.
///
/// ```
/// use client_profile::{Input, ProfileUpdate};
/// let mut update = ProfileUpdate::default();
/// update.take("nickname".into(), Input::Text("Al"));
/// assert_eq!(update.unknown()[0].0, "nickname");
/// ```
#[derive(Clone, PartialEq, Eq)]
pub struct UnknownKey<'a>(pub Cow<'a, str>);

impl fmt::Debug for UnknownKey<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("UnknownKey(…)")
    }
}

/// All 12 texts, in the order of the wire.
///
/// ```
/// use client_profile::{Field, ProfileUpdate};
/// let update = ProfileUpdate::from([
///     "API", "doge", "in", "hedging", "in", "in", "UX-1989389", "in", "retired", "1969-09-19",
///     "male", "api test",
/// ]);
/// assert_eq!(update.text(Field::LastName), Some("doge"));
/// ```
impl<'a> From<[&'a str; Field::COUNT]> for ProfileUpdate<'a> {
    fn from(texts: [&'a str; Field::COUNT]) -> Self {
        Self { texts, states: [State::Text; Field::COUNT], ..Self::default() }
    }
}

impl<'a> ProfileUpdate<'a> {
    /// Most unknown keys that are kept; the rest of a hostile object is dropped.
    ///
    /// ```
    /// use client_profile::ProfileUpdate;
    /// let mut update = ProfileUpdate::default();
    /// (0..1_000).for_each(|n| update.take_unknown(format!("key {n}").into()));
    /// assert_eq!(update.unknown().len(), ProfileUpdate::MAX_UNKNOWN);
    /// ```
    pub const MAX_UNKNOWN: usize = 32;

    /// Most bytes of a text that is looked at, white space and all: no rule allows as much, and
    /// more costs time and memory for nothing.
    ///
    /// ```
    /// use client_profile::{Code, Date, Field, ProfileUpdate, Rules, Validator};
    /// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// let spaces = " ".repeat(ProfileUpdate::MAX_TEXT) + "Al";
    /// let mut update = ProfileUpdate::default();
    /// update.set(Field::FirstName, &spaces);
    /// let report = validator.validate_field(Field::FirstName, &update, Date::EPOCH);
    /// assert_eq!(report.error(Field::FirstName), Some(Code::TooLong));
    /// ```
    pub const MAX_TEXT: usize = 65_536;

    /// What came instead of an object.
    ///
    /// ```
    /// use client_profile::{Code, Date, ProfileUpdate, Rules, Validator};
    /// let validator = Validator::new(&Rules::default(), str::to_owned).unwrap();
    /// let update = ProfileUpdate::not_an_object();
    /// let report = validator.validate(&update, Date::EPOCH);
    /// assert_eq!(report.issues().next().unwrap().code, Code::NotAnObject);
    /// ```
    pub fn not_an_object() -> Self {
        Self { not_an_object: true, ..Self::default() }
    }

    /// Whether it came as an object.
    ///
    /// ```
    /// use client_profile::ProfileUpdate;
    /// assert!(ProfileUpdate::default().is_object() && !ProfileUpdate::not_an_object().is_object());
    /// ```
    pub const fn is_object(&self) -> bool {
        !self.not_an_object
    }

    /// The input of `field`.
    ///
    /// ```
    /// use client_profile::{Field, Input, ProfileUpdate};
    /// let mut update = ProfileUpdate::default();
    /// update.set(Field::Gender, "male");
    /// assert_eq!(update.get(Field::Gender), Input::Text("male"));
    /// ```
    pub fn get(&self, field: Field) -> Input<'a> {
        if self.states.get(field as usize) == Some(&State::Text) {
            return Input::Text(self.text_or_empty(field));
        }
        self.no_text(field)
    }

    /// The same for what is no text, which is rare.
    #[cold]
    #[inline(never)]
    fn no_text(&self, field: Field) -> Input<'a> {
        match self.states.get(field as usize) {
            None | Some(State::Missing | State::Text) => Input::Missing,
            Some(State::NotText) => Input::NotText,
            Some(State::Surrogate) => Input::Surrogate,
            Some(State::Duplicate) => Input::Duplicate,
        }
    }

    /// The text of `field`, or an empty one when it is none.
    #[inline]
    pub(crate) fn text_or_empty(&self, field: Field) -> &'a str {
        self.texts.get(field as usize).copied().unwrap_or_default()
    }

    /// Makes it one of 12 texts and nothing else, for somebody to write them.
    #[inline]
    pub(crate) fn become_texts(&mut self) -> &mut [&'a str; Field::COUNT] {
        self.states = [State::Text; Field::COUNT];
        self.unknown.clear();
        self.not_an_object = false;
        &mut self.texts
    }

    /// Whether nothing came for `field`.
    pub(crate) fn is_missing(&self, field: Field) -> bool {
        self.states.get(field as usize).is_none_or(|state| *state == State::Missing)
    }

    /// The text of `field`, when it is one.
    ///
    /// ```
    /// use client_profile::{Field, Input, ProfileUpdate};
    /// let mut update = ProfileUpdate::default();
    /// update.put(Field::Gender, Input::NotText);
    /// assert_eq!(update.text(Field::Gender), None);
    /// ```
    pub fn text(&self, field: Field) -> Option<&'a str> {
        match self.get(field) {
            Input::Text(text) => Some(text),
            _ => None,
        }
    }

    /// Gives `field` a text.
    ///
    /// ```
    /// use client_profile::{Field, ProfileUpdate};
    /// let mut update = ProfileUpdate::default();
    /// update.set(Field::Gender, "male");
    /// assert_eq!(update.text(Field::Gender), Some("male"));
    /// ```
    pub fn set(&mut self, field: Field, text: &'a str) {
        self.put(field, Input::Text(text));
    }

    /// Gives `field` an input.
    ///
    /// ```
    /// use client_profile::{Field, Input, ProfileUpdate};
    /// let mut update = ProfileUpdate::default();
    /// update.put(Field::Gender, Input::Surrogate);
    /// assert_eq!(update.get(Field::Gender), Input::Surrogate);
    /// ```
    pub fn put(&mut self, field: Field, input: Input<'a>) {
        let (state, text) = match input {
            Input::Missing => (State::Missing, ""),
            Input::Text(text) => (State::Text, text),
            Input::NotText => (State::NotText, ""),
            Input::Surrogate => (State::Surrogate, ""),
            Input::Duplicate => (State::Duplicate, ""),
        };
        let at = field as usize;
        if let (Some(slot), Some(place)) = (self.states.get_mut(at), self.texts.get_mut(at)) {
            (*slot, *place) = (state, text);
        }
    }

    /// Takes an input by its key, as a reader of objects finds them: a second one of the same
    /// key is a duplicate, a key that is no field is remembered as unknown.
    ///
    /// ```
    /// use client_profile::{Field, Input, ProfileUpdate};
    /// let mut update = ProfileUpdate::default();
    /// update.take("gender".into(), Input::Text("male"));
    /// update.take("gender".into(), Input::Text("male"));
    /// update.take("nickname".into(), Input::Text("Al"));
    /// assert_eq!(update.get(Field::Gender), Input::Duplicate);
    /// assert_eq!(update.unknown().len(), 1);
    /// ```
    pub fn take(&mut self, key: Cow<'a, str>, input: Input<'a>) {
        match Field::from_name(&key) {
            Some(field) if self.is_missing(field) => self.put(field, input),
            Some(field) => self.put(field, Input::Duplicate),
            None => self.take_unknown(key),
        }
    }

    /// Remembers a key that is no field, once.
    ///
    /// ```
    /// use client_profile::ProfileUpdate;
    /// let mut update = ProfileUpdate::default();
    /// update.take_unknown("nickname".into());
    /// update.take_unknown("nickname".into());
    /// assert_eq!(update.unknown().len(), 1);
    /// ```
    pub fn take_unknown(&mut self, key: Cow<'a, str>) {
        if self.unknown.len() < Self::MAX_UNKNOWN
            && !self.unknown.iter().any(|known| known.0 == key)
        {
            self.unknown.push(UnknownKey(key));
        }
    }

    /// The keys that are no field.
    ///
    /// ```
    /// use client_profile::ProfileUpdate;
    /// assert!(ProfileUpdate::default().unknown().is_empty());
    /// ```
    pub fn unknown(&self) -> &[UnknownKey<'a>] {
        &self.unknown
    }

    /// Forgets the keys that are no field.
    ///
    /// ```
    /// use client_profile::ProfileUpdate;
    /// let mut update = ProfileUpdate::default();
    /// update.take_unknown("nickname".into());
    /// update.drop_unknown();
    /// assert!(update.unknown().is_empty());
    /// ```
    pub fn drop_unknown(&mut self) {
        self.unknown.clear();
    }

    /// The fields that are there, whatever their input.
    ///
    /// ```
    /// use client_profile::{Field, FieldSet, ProfileUpdate};
    /// let mut update = ProfileUpdate::default();
    /// update.set(Field::Gender, "male");
    /// assert_eq!(update.present(), FieldSet::EMPTY.with(Field::Gender));
    /// ```
    pub fn present(&self) -> FieldSet {
        Field::ALL.into_iter().filter(|field| !self.is_missing(*field)).collect()
    }
}
