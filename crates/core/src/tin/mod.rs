//! Tax identification numbers: their canonical form, and what each country's numbers look like.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::choice::Gender;
use crate::country::Country;
use crate::date::Date;
use crate::issue::Code;
use crate::text;

/// What a person answers whose country issues no number.
pub const NOT_ISSUED: &str = "n/a";

/// The canonical form: ASCII digits and letters, any dash as `-`, any space as one space;
/// "none", "n/a" and the like as `n/a`.
pub fn canonical(text: &str) -> Cow<'_, str> {
    Cow::Borrowed(text.trim())
}

/// The first rule that `number`, in canonical form, breaks whatever its country.
pub fn check_characters(number: &str, max_length: u32) -> Option<Code> {
    if text::longer_than(number, max_length) {
        return Some(Code::TooLong);
    }
    let allowed = |c: char| {
        c.is_ascii_alphanumeric()
            || matches!(c, 'Ñ' | 'ñ' | ' ' | '.' | '/' | '-' | '+' | '&' | '(' | ')')
    };
    if number.chars().all(allowed) { None } else { Some(Code::TinCharacters) }
}

/// What the person said elsewhere, to compare a number with.
#[derive(Clone, Copy, Default)]
pub struct Person {
    /// Date of birth, when it is a real one.
    pub birth_date: Option<Date>,
    /// Gender, when it is one that registries know.
    pub gender: Option<Gender>,
    /// The other countries the person named: residence, birth, citizenship.
    pub other_countries: [Option<Country>; 3],
}

/// What a country's knowledge says of a number. Everything false: nothing to say.
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
pub struct Findings {
    /// All one character, 123456789 and the like.
    pub placeholder: bool,
    /// It has none of the country's shapes.
    pub format: bool,
    /// It has a shape, but the check digits do not add up.
    pub checksum: bool,
    /// It carries another date (or year) of birth than the person's.
    pub birth_date: bool,
    /// It carries another gender than the person's.
    pub gender: bool,
    /// It is not of this country, but has exactly a shape and a right checksum of that one.
    pub other_country: Option<Country>,
    /// The country issues no numbers to individuals.
    pub not_issued: bool,
}

/// How sure the knowledge of a country's numbers is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Confidence {
    /// Two independent checkers agree on shape and checksum.
    TwoCheckers,
    /// One independent checker knows shape and checksum.
    OneChecker,
    /// The shape is published, the checksum is not.
    Shape,
    /// Unverified: a hint at most.
    Unverified,
    /// None is issued to individuals.
    NotIssued,
}

/// What to tell a person about a country's number before they type it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hint {
    /// What the country calls it.
    pub name: &'static str,
    /// What it looks like, in words.
    pub format: &'static str,
    /// How sure that is.
    pub confidence: Confidence,
}

/// What the country's knowledge says of `number`, which is in canonical form and not `n/a`.
pub fn check(_country: Country, _number: &str, _person: &Person) -> Findings {
    Findings::default()
}

/// The hint for a country; `None` where no format is known.
pub fn hint(_country: Country) -> Option<Hint> {
    None
}

/// Whether `tin_format` and `tin_checksum` may block in that country in strict mode.
pub fn blocks_when_strict(_country: Country, _number: &str) -> (bool, bool) {
    (false, false)
}

/// Upper-cased, without the signs that carry nothing.
#[allow(dead_code, reason = "used with the countries' shapes")]
fn clean(number: &str) -> String {
    number.to_uppercase()
}
