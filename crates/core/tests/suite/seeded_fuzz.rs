//! The fuzz targets on any toolchain: the committed corpus, and seeded changes of it.
//!
//! `CLIENT_PROFILE_FUZZ_INPUTS` sets how many inputs each target gets (default 2,000) and
//! `CLIENT_PROFILE_FUZZ_SEED` the seed (default 1), so that a failure can be repeated.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::path::Path;

use client_profile::json::Reader;
use client_profile::{name, tin};
use targets::TARGETS;

use crate::rounds::rounds;

fn setting(name: &str, default: u64) -> u64 {
    std::env::var(name).map_or(default, |value| value.parse().expect(name))
}

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.below(256)).unwrap()
    }

    /// A character of any kind: ASCII mostly, else of a random length in UTF-8.
    fn character(&mut self) -> char {
        let top = [0x80, 0x80, 0x800, 0x3100, 0x1_0000, 0x11_0000][self.below(6)];
        char::from_u32(u32::try_from(self.below(top)).unwrap()).unwrap_or('\u{FFFD}')
    }

    /// `bytes` with a few changes.
    fn change(&mut self, bytes: &mut Vec<u8>, other: &[u8]) {
        for _ in 0..=self.below(6) {
            let at = self.below(bytes.len() + 1);
            match self.below(6) {
                0 => bytes.insert(at, self.byte()),
                1 if at < bytes.len() => bytes[at] ^= 1 << self.below(8),
                2 if at < bytes.len() => drop(bytes.remove(at)),
                3 => {
                    let mut utf8 = [0; 4];
                    let text = self.character().encode_utf8(&mut utf8);
                    bytes.splice(at..at, text.bytes());
                }
                4 => {
                    let from = self.below(other.len() + 1);
                    let to = from + self.below(other.len() - from + 1);
                    bytes.splice(at..at, other[from..to].iter().copied());
                }
                _ => {
                    let run = vec![bytes.get(at).copied().unwrap_or(b' '); self.below(40)];
                    bytes.splice(at..at, run);
                }
            }
        }
    }
}

fn corpus(target: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/corpus").join(target);
    let mut files: Vec<_> =
        fs::read_dir(folder).unwrap().map(|file| file.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| fs::read(file).unwrap()).collect()
}

#[test]
fn no_input_breaks_a_law() {
    let inputs = setting("CLIENT_PROFILE_FUZZ_INPUTS", rounds(2_000).into());
    let seed = setting("CLIENT_PROFILE_FUZZ_SEED", 1);
    for (name, target) in TARGETS {
        let corpus = corpus(name);
        assert!(!corpus.is_empty(), "{name} has no corpus");
        for input in &corpus {
            target(input);
        }
        let mut random = Random(seed);
        for _ in 0..inputs {
            let mut input = corpus[random.below(corpus.len())].clone();
            let other = &corpus[random.below(corpus.len())];
            random.change(&mut input, other);
            let caught = std::panic::catch_unwind(|| target(&input));
            assert!(caught.is_ok(), "{name} breaks on {:?}", input.escape_ascii().to_string());
        }
    }
}

/// A seed that says nothing to its target teaches a fuzzer nothing.
#[test]
fn seeds_reach_what_they_are_for() {
    let countries: Vec<_> = tin::countries().map(|(country, _)| country).collect();
    let shaped = |seed: &[u8]| {
        let number = tin::canonical(std::str::from_utf8(&seed[2..]).unwrap());
        let found = tin::check(countries[usize::from(seed[0])], &number, &tin::Person::default());
        !found.format && !found.checksum
    };
    let seeds = corpus("tax_numbers");
    let count = seeds.iter().filter(|seed| shaped(seed)).count();
    assert!(seeds.len() - count <= 3, "{count} of {} are numbers", seeds.len());
    let read = |seed: &Vec<u8>| Reader::default().read(seed).is_ok();
    let seeds = corpus("json");
    assert!(seeds.iter().filter(|seed| read(seed)).count() > seeds.len() / 2);
    let name = |seed: &Vec<u8>| name::check(std::str::from_utf8(seed).unwrap()).is_none();
    let seeds = corpus("names");
    assert!(seeds.iter().filter(|seed| name(seed)).count() > seeds.len() / 3);
}

#[test]
fn the_longest_inputs_are_taken_in_their_stride() {
    for piece in
        ["a", " ", "e\u{301}", "\u{301}", "\u{200d}", "語", "{", "[", "\\u0041", "1", "@ ", "n/a "]
    {
        targets::long(&piece.repeat(rounds(10_000_000) as usize / piece.len()));
    }
}
