//! Memory that JavaScript writes inputs into, and Rust reads them from.
//!
//! JavaScript writes between calls, when nothing on this side borrows the memory, through
//! addresses that were exposed to it. Nothing here is unsafe: lengths that reach too far, and
//! bytes that are no UTF-8, read as inputs that are no text.

use alloc::vec::Vec;

use client_profile::choice::Gender;
use client_profile::field::Kind;
use client_profile::rules::TinMode;
use client_profile::settings::Settings;
use client_profile::tin::Person;
use client_profile::validate::Advice;
use client_profile::{Country, Date, Field, Input, ProfileUpdate, Validator};

/// Most bytes of text that the desk takes in one call.
const MAX_TEXT: usize = 1 << 22;

/// What JavaScript writes in place of a length.
const MISSING: i32 = -1;
const SURROGATE: i32 = -2;
const TOO_LONG: i32 = -3;
/// This and less: an accepted value, by a number that counts down from here.
const ACCEPTED: i32 = -16;

/// Where inputs are laid.
pub struct Desk {
    lengths: [i32; Field::COUNT],
    text: Vec<u8>,
}

impl Desk {
    /// An empty desk.
    pub fn new() -> Self {
        Self { lengths: [MISSING; Field::COUNT], text: Vec::new() }
    }

    /// Where the lengths of the inputs are written, in the order of the fields.
    pub fn lengths(&self) -> usize {
        self.lengths.as_ptr().expose_provenance()
    }

    /// Where text is written, one input after the other: at least so many bytes.
    pub fn text(&mut self, bytes: usize) -> usize {
        if self.text.len() < bytes && bytes <= MAX_TEXT {
            // In new memory, so that nothing stays behind in the old.
            let mut text = alloc::vec![0; bytes];
            text.get_mut(..self.text.len()).unwrap_or_default().copy_from_slice(&self.text);
            self.text.fill(0);
            self.text = text;
        }
        self.text.as_ptr().expose_provenance()
    }

    /// The tax country of a record as nearly all are, and the advice on its number: texts that get
    /// a quick yes, values of closed sets that are laid down as accepted. Wipes the inputs. `None`
    /// means nothing, and leaves them.
    pub fn advise(&mut self, validator: &Validator, today: Date) -> Option<(Country, Advice)> {
        let used = self.used();
        let text = str::from_utf8(self.text.get(..used)?).ok()?;
        let (mut rest, mut number, mut born) = (text, "", "");
        for (field, length) in Field::ALL.into_iter().zip(self.lengths) {
            if length <= ACCEPTED {
                continue;
            }
            let (text, after) = rest.split_at_checked(usize::try_from(length).ok()?)?;
            if !validator.accepts(field, text, today) {
                return None;
            }
            match field {
                Field::TaxIdentificationNumber => number = text,
                Field::DateOfBirth => born = text,
                _ => {}
            }
            rest = after;
        }
        let accepted = |field| self.lengths.get(field as usize).copied().unwrap_or(MISSING);
        let named = |field| country(accepted(field));
        let tax_country = named(Field::TaxResidenceCountry)?;
        let mut advice = Advice::default();
        if validator.tin_mode(tax_country) != TinMode::Basic {
            let gender = word(Field::Gender, accepted(Field::Gender), validator.settings());
            let person = Person {
                birth_date: Date::parse(born),
                gender: gender.and_then(Gender::from_word),
                other_countries: Person::OTHER_COUNTRIES.map(named),
            };
            // The status says who may answer "n/a", which has no digit and so gets no quick yes.
            advice = validator.advise(tax_country, number, "", &person);
        }
        self.wipe(used);
        Some((tax_country, advice))
    }

    /// A quick yes to one field's text, which is all that lies there, and which it wipes. A no means
    /// nothing, and leaves it.
    pub fn accepts(
        &mut self,
        validator: &Validator,
        field: Field,
        length: usize,
        today: Date,
    ) -> bool {
        let Some(bytes) = self.text.get_mut(..length) else { return false };
        let text = str::from_utf8(bytes);
        let is_accepted = text.is_ok_and(|text| validator.accepts(field, text, today));
        if is_accepted {
            bytes.fill(0);
        }
        is_accepted
    }

    /// How many bytes of text the inputs have.
    fn used(&self) -> usize {
        let length = |length: &i32| usize::try_from(*length).unwrap_or(0);
        self.lengths.iter().map(length).fold(0, usize::saturating_add)
    }

    fn wipe(&mut self, length: usize) {
        self.text.get_mut(..length).unwrap_or_default().fill(0);
        self.lengths = [MISSING; Field::COUNT];
    }

    /// Has `check` read the inputs, and wipes them. `settings` know what an accepted value is.
    pub fn read(&mut self, settings: &Settings, check: impl FnOnce(&ProfileUpdate<'_>)) {
        let used = self.used();
        let text = self.text.get(..used).unwrap_or_default();
        let overlong = if self.lengths.contains(&TOO_LONG) {
            alloc::vec![b'~'; ProfileUpdate::MAX_TEXT + 1]
        } else {
            Vec::new()
        };
        let overlong = str::from_utf8(&overlong).unwrap_or_default();
        let mut countries = [None; Field::COUNT];
        for field in Settings::COUNTRY_FIELDS {
            if let (Some(slot), Some(number)) =
                (countries.get_mut(field as usize), self.lengths.get(field as usize))
            {
                *slot = country(*number);
            }
        }
        check(&inputs(&self.lengths, text, settings, &countries, overlong));
        self.wipe(used.min(self.text.len()));
    }

    /// Has `read` read what stands in place of lengths and that many bytes of text, none of which
    /// are fields', and forgets the former.
    pub fn read_text<T>(&mut self, length: usize, read: impl FnOnce(&[i32], &[u8]) -> T) -> T {
        let read = read(&self.lengths, self.text.get(..length).unwrap_or_default());
        self.lengths = [MISSING; Field::COUNT];
        read
    }
}

fn inputs<'a>(
    lengths: &[i32; Field::COUNT],
    text: &'a [u8],
    settings: &'a Settings,
    countries: &'a [Option<Country>; Field::COUNT],
    overlong: &'a str,
) -> ProfileUpdate<'a> {
    let text = str::from_utf8(text).unwrap_or_default();
    let mut update = ProfileUpdate::default();
    let mut at: usize = 0;
    for ((field, length), country) in Field::ALL.into_iter().zip(lengths).zip(countries) {
        let input = match *length {
            MISSING => continue,
            SURROGATE => Input::Surrogate,
            TOO_LONG => Input::Text(overlong),
            length => match usize::try_from(length) {
                Ok(length) => {
                    let start = at;
                    at = at.saturating_add(length);
                    text.get(start..at).map_or(Input::NotText, Input::Text)
                }
                Err(_) if field.spec().kind == Kind::Country => {
                    country.as_ref().map_or(Input::NotText, |country| Input::Text(country.as_str()))
                }
                Err(_) => word(field, length, settings).map_or(Input::NotText, Input::Text),
            },
        };
        update.put(field, input);
    }
    update
}

/// The word that stands there by its place in the field's list.
fn word(field: Field, number: i32, settings: &Settings) -> Option<&str> {
    let place = usize::try_from(ACCEPTED.checked_sub(number)?).ok()?;
    let list = Settings::CHOICE_FIELDS.iter().position(|of| *of == field)?;
    settings.words.get(list)?.get(place).map(|word| &**word)
}

/// The country that stands there by its index.
fn country(number: i32) -> Option<Country> {
    let index = usize::try_from(ACCEPTED.checked_sub(number)?).ok()?;
    Country::of_index(index)
}

#[cfg(test)]
mod tests {
    use super::*;
    use client_profile::country::CountrySet;
    use client_profile::{Code, Rules};

    /// Reads the inputs as the core sees them, and what blocks each.
    fn read(desk: &mut Desk) -> [(String, Option<Code>); Field::COUNT] {
        let rules = Validator::new(&Rules::default(), str::to_owned).unwrap();
        let today = Date::new(2026, 11, 23).unwrap();
        let mut seen = <[(String, Option<Code>); Field::COUNT]>::default();
        desk.read(rules.settings(), |update| {
            let report = rules.validate(update, today);
            seen = Field::ALL
                .map(|field| (update.text(field).unwrap_or("-").into(), report.error(field)));
        });
        seen
    }

    fn texts(desk: &mut Desk) -> [String; Field::COUNT] {
        read(desk).map(|(text, _)| text)
    }

    fn lay(desk: &mut Desk, lengths: &[i32], bytes: &[u8]) {
        desk.lengths[..lengths.len()].copy_from_slice(lengths);
        desk.text(bytes.len());
        desk.text[..bytes.len()].copy_from_slice(bytes);
    }

    #[test]
    fn texts_are_read_one_after_the_other() {
        let mut desk = Desk::new();
        lay(&mut desk, &[3, MISSING, 0, SURROGATE, -9, 5], "Zoëabcde".as_bytes());
        // "Zoë" has four bytes: the first text ends, and the others begin, within a character.
        assert_eq!(texts(&mut desk)[..6], ["-"; 6]);
        lay(&mut desk, &[4, MISSING, 0, SURROGATE, -9, 5], "Zoëabcde".as_bytes());
        assert_eq!(texts(&mut desk)[..6], ["Zoë", "-", "", "-", "-", "abcde"]);
    }

    #[test]
    fn accepted_values_are_read_by_their_numbers() {
        let mut desk = Desk::new();
        let number = |at: usize| ACCEPTED - i32::try_from(at).unwrap();
        let mut lengths = [MISSING; Field::COUNT];
        for code in ["aa", "gb", "zz"] {
            lengths[Field::BirthCountry as usize] = number(Country::new(code).unwrap().index());
            lay(&mut desk, &lengths, b"");
            assert_eq!(texts(&mut desk)[Field::BirthCountry as usize], code);
        }
        lengths[Field::Gender as usize] = number(1);
        lengths[Field::EmploymentStatus as usize] = number(4);
        lengths[Field::AccountOpeningReason as usize] = number(99);
        lengths[Field::BirthCountry as usize] = number(CountrySet::BITS);
        lengths[Field::FirstName as usize] = number(0);
        lay(&mut desk, &lengths, b"");
        let texts = texts(&mut desk);
        assert_eq!(texts[Field::Gender as usize], "female");
        assert_eq!(texts[Field::EmploymentStatus as usize], "retired");
        for field in [Field::AccountOpeningReason, Field::BirthCountry, Field::FirstName] {
            assert_eq!(texts[field as usize], "-");
        }
    }

    /// What is told quickly of a whole record is what the full check tells.
    #[test]
    fn quick_advice_is_what_the_full_check_finds() {
        const COUNTRIES: [&str; 7] = ["in", "de", "es", "us", "ae", "ee", "fr"];
        const NUMBERS: [&str; 7] =
            ["ABCPE1234F", "36574261809", "54256609T", "n/a", "37605030299", "111111111", "1"];
        let mut state: u64 = 1;
        let mut below = move |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % n
        };
        let today = Date::new(2026, 11, 23).unwrap();
        let basic = Rules { tin: TinMode::Basic, ..Rules::default() };
        let strict = Rules { tin_gender: true, ..Rules::strict() };
        for rules in [Rules::default(), basic, strict] {
            let rules = Validator::new(&rules, str::to_owned).unwrap();
            let mut told = 0;
            for _ in 0..3_000 {
                let mut desk = Desk::new();
                let mut text = String::new();
                let lengths = Field::ALL.map(|field| match field.spec().kind {
                    Kind::Country => {
                        let country = Country::new(COUNTRIES[below(COUNTRIES.len())]).unwrap();
                        ACCEPTED - i32::try_from(country.index()).unwrap()
                    }
                    Kind::Choice => ACCEPTED - i32::try_from(below(3)).unwrap(),
                    kind => {
                        let texts: &[&str] = match kind {
                            Kind::Date => &["1976-05-03", "1969-09-19"],
                            Kind::TaxNumber => &NUMBERS,
                            Kind::Name => &["Zoë", "Li"],
                            _ => &["moved"],
                        };
                        let new = texts[below(texts.len())];
                        text += new;
                        i32::try_from(new.len()).unwrap()
                    }
                });
                lay(&mut desk, &lengths, text.as_bytes());
                let quick = desk.advise(&rules, today);
                lay(&mut desk, &lengths, text.as_bytes());
                desk.read(rules.settings(), |update| {
                    let report = rules.validate(update, today);
                    let Some((country, advice)) = quick else {
                        // It has no digit, as words have none that are to be made canonical.
                        assert_eq!(update.text(Field::TaxIdentificationNumber), Some("n/a"));
                        return;
                    };
                    told += usize::from(!advice.is_empty());
                    assert_eq!(Some(country.as_str()), update.text(Field::TaxResidenceCountry));
                    assert_eq!(advice.other_country(), report.other_country());
                    let found = report.findings().map(|(_, code, severity)| (code, severity));
                    assert!(advice.findings().eq(found));
                });
            }
            assert_eq!(told > 500, rules.settings().tin != TinMode::Basic, "{told}");
        }
    }

    #[test]
    fn nothing_of_a_call_is_left_on_the_desk() {
        let mut desk = Desk::new();
        lay(&mut desk, &[6], b"secret");
        read(&mut desk);
        assert!(desk.text.iter().all(|byte| *byte == 0));
        assert_eq!(desk.lengths, [MISSING; Field::COUNT]);
    }

    #[test]
    fn whatever_is_laid_down_has_an_answer() {
        // A generator of Lehmer's kind: enough chance for lengths and bytes.
        let mut state: u64 = 4;
        let mut chance = move |below: u64| {
            state = state * 48_271 % 2_147_483_647;
            i32::try_from(state % below).unwrap()
        };
        let mut desk = Desk::new();
        for round in 0..20_000 {
            let bytes: Vec<u8> = (0..chance(64))
                .map(|_| {
                    u8::try_from(if round % 2 == 0 { chance(256) } else { 97 + chance(26) })
                        .unwrap()
                })
                .collect();
            let lengths: Vec<i32> = (0..Field::COUNT)
                .map(|_| match chance(16) {
                    0 => i32::MAX,
                    1 => i32::MIN,
                    2 => -chance(8),
                    _ => chance(12),
                })
                .collect();
            lay(&mut desk, &lengths, &bytes);
            assert!(
                read(&mut desk).iter().any(|(_, error)| error.is_some()),
                "{lengths:?} {bytes:?}"
            );
        }
    }

    #[test]
    fn a_text_too_long_to_be_laid_down_is_too_long_or_no_word_of_a_list() {
        let mut desk = Desk::new();
        lay(&mut desk, &[TOO_LONG; Field::COUNT], b"");
        for (field, (_, error)) in Field::ALL.into_iter().zip(read(&mut desk)) {
            let expected = match field.spec().kind {
                Kind::Name | Kind::Note | Kind::TaxNumber => Code::TooLong,
                Kind::Country => Code::CountryUnknown,
                Kind::Choice => Code::ChoiceUnknown,
                Kind::Date => Code::DateFormat,
            };
            assert_eq!(error, Some(expected), "{field:?}");
        }
    }
}
