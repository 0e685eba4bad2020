//! A deployment's rules as JavaScript lays them on the desk, read and checked there.
//!
//! In place of the lengths, in the order of `figures` in js/settings.js: the limits of names, from
//! where they are long, of the reason and of the tax number; the two ages; the mode of tax numbers and
//! whether they are compared with the gender. In the text, a line each: the countries that exist;
//! those that each country field takes; those in which nobody needs a number, and the employment
//! statuses in which nobody does; the words of each field with a choice; the countries whose mode is
//! basic, advise, strict. Countries stand one after the other, words apart by spaces.

use alloc::string::String;
use alloc::vec::Vec;

use client_profile::Country;
use client_profile::rules::TinMode;
use client_profile::settings::Settings;

/// What the rules come to. What is not there reads as nothing.
pub fn read(numbers: &[i32], text: &str) -> Settings {
    let number = |at: usize| numbers.get(at).map_or(0, |number| number.cast_unsigned());
    let age = |at: usize| u16::try_from(number(at)).unwrap_or(u16::MAX);
    let mut lines = text.split(['\n']);
    let mut line = move || lines.next().unwrap_or_default();
    let known = countries(line()).collect();
    let taken = [(); 4].map(|()| countries(line()).collect());
    let not_needed_in = countries(line()).collect();
    let not_needed_as = words(line());
    let words = [(); 3].map(|()| words(line()));
    let mut tin_modes = Vec::new();
    for mode in MODES {
        tin_modes.extend(countries(line()).map(|country| (country, mode)));
    }
    Settings {
        name_max_length: number(0),
        name_long: number(1),
        reason_max_length: number(2),
        tin_max_length: number(3),
        minimum_age: age(4),
        age_limit: age(5),
        tin: MODES.get(number(6) as usize).copied().unwrap_or_default(),
        tin_gender: number(7) != 0,
        tin_modes,
        known,
        taken,
        words,
        not_needed_in,
        not_needed_as,
    }
}

const MODES: [TinMode; 3] = [TinMode::Basic, TinMode::Advise, TinMode::Strict];

fn countries(codes: &str) -> impl Iterator<Item = Country> + '_ {
    let (codes, _) = codes.as_bytes().as_chunks();
    codes.iter().filter_map(|code| Country::of_letters(*code))
}

fn words(words: &str) -> Vec<String> {
    words.split([' ']).filter(|word| !word.is_empty()).map(String::from).collect()
}
