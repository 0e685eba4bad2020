//! Tax identification numbers: their canonical form, and what each country's numbers look like.
//!
//! `crates/core/data/tax-numbers.txt` holds, line by line, the shapes and checksums of 193
//! countries; `build.rs` compiles it into the tables that the code here walks.

mod birth;
// Where a register holds eight characters, and the size of a table does not matter.
#[cfg(target_pointer_width = "64")]
mod block;
mod checksum;
mod codes;
mod number;
mod shape;
mod table;

#[cfg(target_pointer_width = "64")]
pub(crate) use block::Codes;
pub use number::canonical;

use core::fmt;

use crate::choice::Gender;
use crate::country::Country;
use crate::date::Date;
use crate::field::Field;
use crate::issue::Code;
use crate::text;
use birth::{Birth, Sex};
use number::Number;
use shape::Form;
use table::{Cleaning, Row};

/// What a person answers whose country issues no number.
///
/// ```
/// use client_profile::tin;
/// assert_eq!(tin::canonical("None"), tin::NOT_ISSUED);
/// ```
pub const NOT_ISSUED: &str = "n/a";

/// The first rule that `number`, in canonical form, breaks whatever its country.
///
/// ```
/// use client_profile::{Code, tin};
/// assert_eq!(tin::check_characters("UX-1989389", 25), None);
/// assert_eq!(tin::check_characters("UX_1989389", 25), Some(Code::TinCharacters));
/// ```
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
///
/// ```
/// use client_profile::{Country, Date, tin};
/// let person = tin::Person { birth_date: Date::new(1976, 5, 3), ..tin::Person::default() };
/// let estonia = Country::new("ee").unwrap();
/// assert!(!tin::check(estonia, "37605030299", &person).birth_date);
/// ```
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Person {
    /// Date of birth, when it is a real one.
    pub birth_date: Option<Date>,
    /// Gender, when it is one that registries know.
    pub gender: Option<Gender>,
    /// The countries the person named in the fields of [`Person::OTHER_COUNTRIES`].
    pub other_countries: [Option<Country>; 3],
}

// What a person said is personal.
impl fmt::Debug for Person {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Person").finish_non_exhaustive()
    }
}

impl Person {
    /// The fields that name another country than the tax country, in the order in which a number is
    /// compared with theirs.
    ///
    /// ```
    /// use client_profile::{Field, tin::Person};
    /// assert_eq!(Person::OTHER_COUNTRIES[0], Field::ResidenceCountry);
    /// ```
    pub const OTHER_COUNTRIES: [Field; 3] =
        [Field::ResidenceCountry, Field::BirthCountry, Field::CitizenCountry];
}

/// What a country's knowledge says of a number. Everything false: nothing to say.
///
/// ```
/// use client_profile::{Country, tin};
/// let found = tin::check(Country::new("de").unwrap(), "36574261808", &tin::Person::default());
/// assert_eq!(found, tin::Findings { checksum: true, ..tin::Findings::default() });
/// ```
#[must_use = "it says what is wrong with the number"]
#[derive(Clone, Copy, Default, PartialEq, Eq, Debug)]
#[allow(clippy::struct_excessive_bools, reason = "independent findings, each with a code")]
pub struct Findings {
    /// All one character, 123456789 and the like, or what its country writes for want of a number.
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
///
/// ```
/// use client_profile::{Country, tin::{self, Confidence}};
/// let confidence = |code| tin::hint(Country::new(code).unwrap()).unwrap().confidence;
/// assert_eq!(confidence("de"), Confidence::TwoCheckers);
/// assert_eq!(confidence("in"), Confidence::Shape);
/// ```
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
///
/// ```
/// use client_profile::{Country, tin};
/// let hint = tin::hint(Country::new("ky").unwrap()).unwrap();
/// assert!(!hint.issued && hint.name.is_empty());
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hint {
    /// What the country calls it; empty where no number is known by a name.
    pub name: &'static str,
    /// What it looks like, in words: "11 digits, like 86095742719"; empty where nothing is known.
    pub format: &'static str,
    /// The end of `format` that is the example.
    pub example: &'static str,
    /// How sure that is.
    pub confidence: Confidence,
    /// Whether individuals are issued one. Where not, `n/a` is the answer, though an identity
    /// number with a `name` and `format` may be known.
    pub issued: bool,
}

/// The hint for a country; `None` where no format is known.
///
/// ```
/// use client_profile::{Country, tin};
/// let hint = tin::hint(Country::new("in").unwrap()).unwrap();
/// assert_eq!(hint.name, "PAN");
/// assert_eq!(hint.format, "10 letters and digits, like ABCPE1234F");
/// ```
pub fn hint(country: Country) -> Option<Hint> {
    let row = Row::of(country)?;
    let [name, format, example] = Row::words_of(country)?;
    Some(Hint { name, format, example, confidence: row.confidence, issued: row.issued })
}

/// Whether a country is known to issue no tax numbers to individuals.
///
/// ```
/// use client_profile::{Country, tin};
/// assert!(tin::issues_none(Country::new("ae").unwrap()));
/// assert!(!tin::issues_none(Country::new("in").unwrap()));
/// ```
pub fn issues_none(country: Country) -> bool {
    Row::of(country).is_some_and(|row| !row.issued)
}

/// The countries that something is known of, in the order of their codes, with their hints.
///
/// ```
/// assert_eq!(client_profile::tin::countries().count(), 193);
/// ```
pub fn countries() -> impl Iterator<Item = (Country, Hint)> {
    (b'a'..=b'z').flat_map(|first| (b'a'..=b'z').map(move |second| [first, second])).filter_map(
        |code| {
            let country = Country::new(core::str::from_utf8(&code).ok()?)?;
            Some((country, hint(country)?))
        },
    )
}

/// What the country's knowledge says of `number`, which is in canonical form and not `n/a`.
///
/// Allocates nothing. Where the confidence is [`Confidence::Unverified`] it only tells placeholders.
///
/// ```
/// use client_profile::{Country, tin};
/// let found = tin::check(Country::new("in").unwrap(), "UX-1989389", &tin::Person::default());
/// assert!(found.format && !found.checksum);
/// ```
pub fn check(country: Country, number: &str, person: &Person) -> Findings {
    #[cfg(target_pointer_width = "64")]
    if let Some(found) = block::check(country, number, person) {
        return found;
    }
    check_in_full(country, number, person)
}

/// Whether there is nothing to tell about `number` for certain, whatever the gender. `codes` are
/// those of the number, if it was read.
#[cfg(target_pointer_width = "64")]
#[inline]
pub(crate) fn is_sound(
    country: Country,
    number: &str,
    codes: Option<&Codes>,
    birth_date: Date,
) -> bool {
    let person = Person { birth_date: Some(birth_date), ..Person::default() };
    block::check_read(country, number, codes, &person) == Some(Findings::default())
}

/// The same without a quick answer.
pub(crate) fn check_in_full(country: Country, number: &str, person: &Person) -> Findings {
    let mut found = Findings::default();
    let row = Row::of(country);
    let cleaning = row.map(|row| row.cleaning).unwrap_or_default();
    let Some(cleaned) = Number::clean(number, cleaning) else {
        found.format = row.is_some_and(Row::is_sure);
        found.not_issued = row.is_some_and(Row::never_issued);
        return found;
    };
    found.placeholder = cleaned.is_placeholder();
    let Some(row) = row else {
        found.placeholder |= cleaned.has_no_digit();
        return found;
    };
    let forms = Row::forms_of(country);
    let sure = row.is_sure();
    found.not_issued = row.never_issued();
    match read(forms, cleaned.codes()) {
        Reading::Sound(form, birth) => {
            found.placeholder |= form.placeholder;
            if sure {
                compare(form, birth, cleaned.codes(), person, &mut found);
            }
            return found;
        }
        // A mistyped identity number is worth a word even where no tax number is issued.
        Reading::Unsound(_) => found.checksum = sure || found.not_issued,
        Reading::Shapeless => found.format = sure,
    }
    found.placeholder |= cleaned.has_no_digit();
    if !forms.is_empty() || found.not_issued {
        found.other_country = other_country(country, number, (&cleaned, cleaning), person);
    }
    found
}

/// What the number tells of birth date and gender, beside what the person said.
fn compare(form: &Form, birth: Birth, codes: &[u8], person: &Person, found: &mut Findings) {
    found.birth_date = person.birth_date.is_some_and(|date| birth.differs_from(date));
    found.gender = person.gender.is_some_and(|gender| {
        let sex = match (birth.sex, form.gender()) {
            (Sex::Elsewhere, Some(told)) => told.read(codes),
            (sex, _) => sex,
        };
        sex.differs_from(gender)
    });
}

/// The first country among the person's others whose number this exactly is, checksum included.
fn other_country(
    country: Country,
    number: &str,
    (cleaned, cleaning): (&Number, Cleaning),
    person: &Person,
) -> Option<Country> {
    person.other_countries.iter().flatten().copied().find(|other| {
        let Some(row) = Row::of(*other).filter(|row| *other != country && row.is_sure()) else {
            return false;
        };
        // Most countries clean alike.
        let alike = row.cleaning == cleaning;
        let own = if alike { None } else { Number::clean(number, row.cleaning) };
        let codes = match &own {
            Some(own) => own.codes(),
            None if alike => cleaned.codes(),
            None => return false,
        };
        Row::forms_of(*other).iter().any(|form| {
            let steps = form.steps();
            !steps.is_empty() && shape(form, codes).is_some() && checksum::holds(steps, codes)
        })
    })
}

/// Whether `tin_format` and `tin_checksum` may block in that country in strict mode.
///
/// A format blocks where the shape is published; a checksum where two checkers agree, save where
/// real numbers are known to fail it.
///
/// ```
/// use client_profile::{Country, tin};
/// let blocks = |code, number| tin::blocks_when_strict(Country::new(code).unwrap(), number);
/// assert_eq!(blocks("es", "54256609T"), (true, true));
/// assert_eq!(blocks("es", "M0327163B"), (true, false));
/// assert_eq!(blocks("zw", "123"), (false, false));
/// ```
pub fn blocks_when_strict(country: Country, number: &str) -> (bool, bool) {
    let Some(row) = Row::of(country).filter(|row| row.is_sure()) else {
        return (false, false);
    };
    let blocks = row.confidence == Confidence::TwoCheckers
        && Number::clean(number, row.cleaning).is_some_and(|cleaned| {
            match read(Row::forms_of(country), cleaned.codes()) {
                Reading::Sound(form, _) | Reading::Unsound(form) => form.blocks,
                Reading::Shapeless => false,
            }
        });
    (true, blocks)
}

impl Row {
    /// Whether its shapes are certain enough to say that a number is not right.
    fn is_sure(&self) -> bool {
        !matches!(self.confidence, Confidence::Unverified | Confidence::NotIssued)
    }

    fn never_issued(&self) -> bool {
        self.confidence == Confidence::NotIssued
    }
}

/// What a country's shapes make of a number.
enum Reading {
    /// It has none of them.
    Shapeless,
    /// The first of those it has; none of their checksums is right.
    Unsound(&'static Form),
    /// The first it has with a right checksum, or without any, and what it tells of the birth.
    Sound(&'static Form, Birth),
}

fn read(forms: &'static [Form], codes: &[u8]) -> Reading {
    let mut reading = Reading::Shapeless;
    for form in forms {
        let Some(birth) = shape(form, codes) else { continue };
        if checksum::holds(form.steps(), codes) {
            return Reading::Sound(form, birth);
        }
        if matches!(reading, Reading::Shapeless) {
            reading = Reading::Unsound(form);
        }
    }
    reading
}

/// What a number of that shape tells of the birth; `None` for one of another shape, or with a day
/// that does not exist.
fn shape(form: &Form, codes: &[u8]) -> Option<Birth> {
    if !form.fits(codes) {
        return None;
    }
    form.born().map_or_else(|| Some(Birth::default()), |born| born.read(codes))
}
