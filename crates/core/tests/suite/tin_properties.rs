//! Laws of tax numbers, on seeded random input: canonical forms are stable, nothing panics, long
//! input takes linear time.

use client_profile::choice::Gender;
use client_profile::tin::{self, Person};
use client_profile::{Code, Country, Date};

use crate::rounds::rounds;

/// A small generator (xorshift), so that a failure can be repeated.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    /// Text of up to 40 characters: digits, signs, letters, and whatever Unicode has.
    fn text(&mut self) -> String {
        let pool = [
            "0123456789",
            "ABCXYZÑñnN\u{303}",
            " -./()+&",
            "–−－　\u{a0}\u{200e}\t\n",
            "٣۵८１𝟗",
            "noneNA/applicble",
        ];
        (0..self.below(40))
            .map(|_| {
                let kind = self.below(pool.len() + 1);
                let Some(chars) = pool.get(kind) else {
                    let code = u32::try_from(self.below(0x11_0000)).unwrap();
                    return char::from_u32(code).unwrap_or('?');
                };
                let at = self.below(chars.chars().count());
                chars.chars().nth(at).unwrap()
            })
            .collect()
    }

    fn country(&mut self) -> Country {
        let letter = |random: &mut Self| char::from(b'a' + u8::try_from(random.below(26)).unwrap());
        Country::new(&String::from_iter([letter(self), letter(self)])).unwrap()
    }
}

#[test]
fn a_canonical_number_is_its_own_canonical_form() {
    let mut random = Random(0x5eed);
    for _ in 0..rounds(200_000) {
        let text = random.text();
        let once = tin::canonical(&text);
        assert_eq!(tin::canonical(&once), once, "{text:?}");
        assert_eq!(once.trim(), once, "{text:?}");
    }
}

#[test]
fn no_text_makes_a_check_panic() {
    let mut random = Random(0xcafe);
    let known: Vec<Country> = tin::countries().map(|(country, _)| country).collect();
    for round in 0..rounds(200_000) {
        let country =
            if round % 4 == 0 { random.country() } else { known[random.below(known.len())] };
        let text = random.text();
        let person = Person {
            birth_date: Date::from_days_since_epoch(i32::try_from(random.below(20_000)).unwrap()),
            gender: [None, Some(Gender::Male), Some(Gender::Female)][random.below(3)],
            other_countries: [Some(random.country()), Some(known[random.below(known.len())]), None],
        };
        for number in [&*text, &*tin::canonical(&text)] {
            let found = tin::check(country, number, &person);
            assert!(!(found.format && found.checksum), "one of them at most: {country} {text:?}");
            let (_, checksum_blocks) = tin::blocks_when_strict(country, number);
            assert!(!checksum_blocks || !found.format, "a shape decides: {country} {text:?}");
        }
    }
}

#[test]
fn spaces_and_signs_between_carry_nothing() {
    for (code, number) in
        [("in", "ABCPE1234F"), ("br", "52998224725"), ("de", "36574261809"), ("es", "54362315K")]
    {
        let country = Country::new(code).unwrap();
        let plain = tin::check(country, number, &Person::default());
        assert!(!plain.format && !plain.checksum);
        for sign in [' ', '.', '-', '/', '(', ')'] {
            for at in 0..=number.len() {
                let signed = format!("{}{sign}{}", &number[..at], &number[at..]);
                assert_eq!(tin::check(country, &signed, &Person::default()), plain, "{signed}");
            }
        }
    }
}

#[test]
fn long_input_is_taken_in_its_stride() {
    let text = "9 –".repeat(rounds(3_000_000) as usize);
    let canonical = tin::canonical(&text);
    assert_eq!(tin::canonical(&canonical), canonical);
    let found = tin::check(Country::new("de").unwrap(), &canonical, &Person::default());
    assert!(found.format);
    assert_eq!(tin::check_characters(&canonical, 25), Some(Code::TooLong));
}
