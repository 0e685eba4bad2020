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
use client_profile::tin::{self, Person};
use client_profile::validate::Alone;
use client_profile::{Code, Country, Date, Field, Input, ProfileUpdate, Validator};

use crate::answer::Answer;

/// Most bytes of text that the desk takes in one call.
const MAX_TEXT: usize = 1 << 22;

/// What JavaScript writes in place of a length.
const MISSING: i32 = -1;
const SURROGATE: i32 = -2;
const TOO_LONG: i32 = -3;
const NOT_TEXT: i32 = -4;
/// This and less: an accepted value, by a number that counts down from here.
const ACCEPTED: i32 = -16;

/// So many numbers further stands the same day of the next month, or year.
const MONTH: u32 = 31;
const YEAR: u32 = 12 * MONTH;

/// What is read where a name, a note or, where no country's are known, a tax number was laid down as
/// accepted: what it says matters to nothing else.
const PLAIN: &str = "A";

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

    /// Checks all 12 inputs, each once, and answers with what is wrong, if all are canonical or wrong;
    /// values of closed sets are to be laid down as accepted or be wrong. Wipes the inputs. Says
    /// whether that went: if not, it leaves them, and there is no answer.
    pub fn judge(&mut self, validator: &Validator, today: Date, answer: &mut Answer) -> bool {
        let used = self.used();
        let is_told = self.tell(used, validator, today, answer).is_some();
        if is_told {
            self.wipe(used);
        } else {
            answer.clear();
        }
        is_told
    }

    fn tell(
        &self,
        used: usize,
        validator: &Validator,
        today: Date,
        answer: &mut Answer,
    ) -> Option<()> {
        let mut rest = str::from_utf8(self.text.get(..used)?).ok()?;
        let (mut number, mut born) = (None, None);
        // Wrong values are compared with the number as well.
        let (mut wrong_date, mut wrong_gender) = (None, None);
        let mut findings = answer.begin();
        for (field, length) in Field::ALL.into_iter().zip(self.lengths) {
            if length <= ACCEPTED {
                continue;
            }
            if field == Field::TaxIdentificationNumber {
                findings.keep_place();
            }
            let Ok(length) = usize::try_from(length) else {
                findings.push_error(field, code_of(length)?, "");
                continue;
            };
            let (text, after) = rest.split_at_checked(length)?;
            rest = after;
            match validator.look_at(field, text, today) {
                Alone::Fine => match field.spec().kind {
                    Kind::Date => born = Some(text),
                    // The employment status says who may answer that.
                    Kind::TaxNumber if text == tin::NOT_ISSUED => return None,
                    Kind::TaxNumber => number = Some(text),
                    // Laid down as accepted they are compared with the number, below.
                    Kind::Country | Kind::Choice => return None,
                    Kind::Name | Kind::Note => {}
                },
                Alone::Wrong(code, canonical) => {
                    findings.push_error(field, code, &canonical);
                    match field {
                        Field::DateOfBirth => wrong_date = Date::parse(&canonical),
                        Field::Gender => wrong_gender = Gender::from_word(&canonical),
                        _ => {}
                    }
                }
                Alone::Other => return None,
            }
        }
        let named = |field| country(self.number(field));
        if let (Some(number), Some(tax_country)) = (number, named(Field::TaxResidenceCountry))
            && validator.tin_mode(tax_country) != TinMode::Basic
        {
            let gender = word(Field::Gender, self.number(Field::Gender), validator.settings());
            let person = Person {
                birth_date: day(self.number(Field::DateOfBirth))
                    .or_else(|| born.and_then(Date::parse))
                    .or(wrong_date),
                gender: gender.and_then(Gender::from_word).or(wrong_gender),
                other_countries: Person::OTHER_COUNTRIES.map(named),
            };
            // The status says who may answer "n/a", which this is not.
            let advice = validator.advise(tax_country, number, "", &person);
            findings.push_advice(tax_country, advice);
        }
        findings.end();
        Some(())
    }

    /// What stands in place of the length of that field, or it.
    fn number(&self, field: Field) -> i32 {
        self.lengths.get(field as usize).copied().unwrap_or(MISSING)
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
        let text = self.text.get(..length).and_then(|bytes| str::from_utf8(bytes).ok());
        let is_accepted = text.is_some_and(|text| validator.accepts(field, text, today));
        if is_accepted {
            self.wipe(length);
        }
        is_accepted
    }

    /// How many bytes of text the inputs have.
    fn used(&self) -> usize {
        let length = |length: &i32| usize::try_from(*length).unwrap_or(0);
        self.lengths.iter().map(length).fold(0, usize::saturating_add)
    }

    fn wipe(&mut self, length: usize) {
        match self.text.first_chunk_mut::<64>() {
            // Eight stores, where engines call out of the module for a length that they do not know.
            Some(text) if length <= text.len() => *text = [0; 64],
            _ => self.text.get_mut(..length).unwrap_or_default().fill(0),
        }
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
        let born = day(self.number(Field::DateOfBirth)).map(Date::to_ascii);
        let born = born.as_ref().and_then(|text| str::from_utf8(text).ok());
        let mut countries = [None; Field::COUNT];
        for field in Settings::COUNTRY_FIELDS {
            if let (Some(slot), Some(number)) =
                (countries.get_mut(field as usize), self.lengths.get(field as usize))
            {
                *slot = country(*number);
            }
        }
        check(&inputs(&self.lengths, text, settings, &countries, born, overlong));
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
    born: Option<&'a str>,
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
                Err(_) if field == Field::DateOfBirth => born.map_or(Input::NotText, Input::Text),
                Err(_) => accepted(field, length, settings).map_or(Input::NotText, Input::Text),
            },
        };
        update.put(field, input);
    }
    update
}

/// What is wrong with an input of which that stands in place of the length.
const fn code_of(length: i32) -> Option<Code> {
    match length {
        MISSING => Some(Code::MissingField),
        NOT_TEXT => Some(Code::NotAString),
        SURROGATE => Some(Code::TextSurrogate),
        _ => None,
    }
}

/// What an accepted value is read as that is no country.
fn accepted(field: Field, number: i32, settings: &Settings) -> Option<&str> {
    match field.spec().kind {
        Kind::Name | Kind::Note | Kind::TaxNumber if number == ACCEPTED => Some(PLAIN),
        _ => word(field, number, settings),
    }
}

/// The word that stands there by its place in the field's list.
fn word(field: Field, number: i32, settings: &Settings) -> Option<&str> {
    let place = usize::try_from(ACCEPTED.checked_sub(number)?).ok()?;
    let list = Settings::CHOICE_FIELDS.iter().position(|of| *of == field)?;
    settings.words.get(list)?.get(place).map(|word| &**word)
}

/// The day that stands there: its place in the month, [`MONTH`] times that in the year, [`YEAR`] times
/// the year.
fn day(number: i32) -> Option<Date> {
    let place = u32::try_from(ACCEPTED.checked_sub(number)?).ok()?;
    let part = |part| u8::try_from(part + 1).ok();
    let (year, place) = (place / YEAR, place % YEAR);
    Date::new(u16::try_from(year).ok()?, part(place / MONTH)?, part(place % MONTH)?)
}

/// That place of a day, its number.
pub fn number_of(day: Date) -> u32 {
    let part = |part: u8| u32::from(part).saturating_sub(1);
    u32::from(day.year()) * YEAR + part(day.month()) * MONTH + part(day.day())
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
    use client_profile::{FieldSet, Rules};

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

    /// What stands there of a day that is accepted.
    fn accepted_day(born: Date) -> i32 {
        ACCEPTED - i32::try_from(number_of(born)).unwrap()
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
        lengths[Field::LastName as usize] = number(1);
        lengths[Field::Reason as usize] = number(0);
        lengths[Field::TaxIdentificationNumber as usize] = number(0);
        lengths[Field::DateOfBirth as usize] = accepted_day(Date::new(1969, 9, 19).unwrap());
        lay(&mut desk, &lengths, b"");
        let texts = texts(&mut desk);
        assert_eq!(texts[Field::FirstName as usize], PLAIN);
        assert_eq!(texts[Field::TaxIdentificationNumber as usize], PLAIN);
        assert_eq!(texts[Field::DateOfBirth as usize], "1969-09-19");
        assert_eq!(texts[Field::Reason as usize], PLAIN);
        assert_eq!(texts[Field::Gender as usize], "female");
        assert_eq!(texts[Field::EmploymentStatus as usize], "retired");
        for field in [Field::AccountOpeningReason, Field::BirthCountry, Field::LastName] {
            assert_eq!(texts[field as usize], "-");
        }
    }

    #[test]
    fn each_day_is_read_by_its_number() {
        for days in -719_162..=2_932_896 {
            let date = Date::from_days_since_epoch(days).unwrap();
            assert_eq!(day(accepted_day(date)), Some(date));
        }
        for number in [0, ACCEPTED, ACCEPTED - 371, ACCEPTED - 372 * 1997 - 59, i32::MIN, i32::MAX]
        {
            assert_eq!(day(number), None, "{number}");
        }
    }

    /// What is told of a record whose inputs are looked at once each is what the full check tells.
    #[test]
    fn one_look_at_each_input_finds_what_the_full_check_finds() {
        const COUNTRIES: [&str; 7] = ["in", "de", "es", "us", "ae", "ee", "fr"];
        let mut state: u64 = 1;
        let mut below = move |n: usize| {
            state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
            usize::try_from(state >> 33).unwrap() % n
        };
        let today = Date::new(2026, 11, 23).unwrap();
        let basic = Rules { tin: TinMode::Basic, ..Rules::default() };
        let strict = Rules { tin_gender: true, ..Rules::strict() };
        let own_words = Rules { gender: vec!["f".into(), "m".into()], ..strict.clone() };
        for rules in [Rules::default(), basic, strict, own_words] {
            let rules = Validator::new(&rules, str::to_owned).unwrap();
            let is_basic = rules.settings().tin == TinMode::Basic;
            let (mut right, mut wrong, mut advised) = (0, 0, 0);
            for round in 0..6_000 {
                let odd = if round % 3 == 0 { 6 } else { usize::MAX };
                let mut desk = Desk::new();
                let mut text = String::new();
                let lengths = Field::ALL.map(|field| {
                    let is_odd = below(odd) == 0;
                    let stand_in = [MISSING, NOT_TEXT, SURROGATE, TOO_LONG];
                    if is_odd && below(4) == 0 {
                        return stand_in[below(stand_in.len())];
                    }
                    let texts: &[&str] = match (field.spec().kind, is_odd) {
                        (Kind::Name | Kind::Note, false) if below(2) == 0 => return ACCEPTED,
                        (Kind::TaxNumber, false) if is_basic && below(2) == 0 => return ACCEPTED,
                        (Kind::Date, false) if below(2) == 0 => {
                            return accepted_day(Date::new(1976, 5, 3).unwrap());
                        }
                        (Kind::Country, false) => {
                            let country = Country::new(COUNTRIES[below(COUNTRIES.len())]).unwrap();
                            return ACCEPTED - i32::try_from(country.index()).unwrap();
                        }
                        (Kind::Choice, false) => {
                            return ACCEPTED - i32::try_from(below(2)).unwrap();
                        }
                        (Kind::Country, true) => {
                            &["qq", "IND ", "DE", "\u{FF27}\u{FF22}", "", "de"]
                        }
                        (Kind::Choice, true) => &["male", " Male", "female", "x", "", "retired"],
                        (Kind::Date, false) => &["1976-05-03", "1969-09-19"],
                        (Kind::Date, true) => &["2015-01-01", " 1876-05-03", "1976-02-30", "", "x"],
                        (Kind::TaxNumber, false) => {
                            &["ABCPE1234F", "36574261809", "54256609T", "37605030299", "111111111"]
                        }
                        (Kind::TaxNumber, true) => &["n/a", "none", "#1", "1\u{2013}1", "1(1)", ""],
                        (Kind::Name, false) => &["Zoë", "Li"],
                        (Kind::Name, true) => &["R2D2", " Li", "x<y", "Аnna", ""],
                        (Kind::Note, false) => &["moved"],
                        (Kind::Note, true) => &["a\0b", "moved ", "", "moved\nto Perth"],
                    };
                    let new = texts[below(texts.len())];
                    text += new;
                    i32::try_from(new.len()).unwrap()
                });
                let (mut answer, mut full) = (Answer::default(), Answer::default());
                lay(&mut desk, &lengths, text.as_bytes());
                if !desk.judge(&rules, today, &mut answer) {
                    assert_eq!((answer.words(), desk.lengths), (&[][..], lengths));
                    continue;
                }
                assert_eq!(desk.lengths, [MISSING; Field::COUNT]);
                assert!(desk.text.iter().all(|byte| *byte == 0));
                lay(&mut desk, &lengths, text.as_bytes());
                desk.read(rules.settings(), |update| {
                    let report = rules.validate(update, today);
                    if !report.is_as_it_came() {
                        full.write(FieldSet::ALL, &report);
                    }
                    right += usize::from(report.is_valid());
                    wrong += usize::from(!report.is_valid());
                    advised += usize::from(report.has_warnings());
                });
                // All but where the text stands.
                let told = |answer: &Answer| {
                    let mut words = answer.words().to_vec();
                    if let Some(address) = words.get_mut(1) {
                        *address = 0;
                    }
                    (words, answer.text().to_vec())
                };
                assert_eq!(told(&answer), told(&full), "{lengths:?} {text}");
            }
            assert!(right > 500 && wrong > 400, "{right} {wrong}");
            assert_eq!(advised > 500, !is_basic, "{advised}");
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
