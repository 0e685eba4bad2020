//! The checksums: sums with weights, described by data, and the few algorithms that are more.

use super::codes::{AGAIN, MINUS, PLUS};
use super::number::is_one_character;
use super::table::bytes;

/// One thing that must hold of a number's characters.
pub(super) enum Step {
    /// A sum with weights, modulo a number, tells a character.
    Sum(Sum),
    /// ISO/IEC 7064, the pure-digit hybrid system MOD 11,10. Germany and Croatia.
    Iso7064Mod11And10,
    /// Of the first ten digits exactly one stands twice or three times, never three in a row.
    /// Source: Bundeszentralamt für Steuern, "Informationen zur Berechnung gültiger
    /// Steuer-Identifikationsnummern".
    OneDigitRepeats,
    /// The last two digits are 97 less the remainder of the first nine, with that digit before
    /// them. Source: Belgian royal decree of 3 April 1984; 2 for those born from 2000.
    ComplementOf97(u8),
    /// The last three digits are the remainder of the first ten by 511. France.
    RemainderOf511,
    /// Characters in odd places count by a table of their own; modulo 26 a letter. Italy (decree
    /// of 23 December 1976, tables 1 to 4) and Cyprus.
    OddPositionTable,
    /// Luhn over so many first digits and the check digit after them.
    LuhnOfFirst(u8),
    /// Verhoeff over so many first digits and the last one. Luxembourg.
    VerhoeffOfFirst(u8),
    /// Source: Turkish Revenue Administration, Vergi Kimlik Numarası.
    TurkishVkn,
}

/// A sum of weights times characters, and the character it must give.
pub(super) struct Sum {
    /// One for each character, from `from` on; repeated when `right`.
    pub(super) weights: u16,
    pub(super) weight_count: u8,
    pub(super) modulus: u8,
    pub(super) add: u8,
    pub(super) from: u8,
    /// Where the check character stands; 255 for the end.
    pub(super) at: u8,
    /// From the character before the last one leftwards, passing over signs.
    pub(super) right: bool,
    /// Nine off a product over nine.
    pub(super) fold: bool,
    /// The sum, check character included, must be 0.
    pub(super) zero: bool,
    /// Where letters have values of their own; 255 for nowhere.
    pub(super) letter_at: u8,
    pub(super) letters: u8,
    /// The check character for each remainder.
    pub(super) gives: u16,
    pub(super) again: u8,
}

/// The second pass where the first one gives no digit.
pub(super) struct Again {
    pub(super) weights: u16,
    pub(super) weight_count: u8,
    pub(super) gives: u16,
}

/// Whether all steps hold. No steps: nothing to say against the number. With steps, a number of
/// one repeated digit never is one: registries do not issue them.
pub(super) fn holds(steps: &[Step], codes: &[u8]) -> bool {
    steps.iter().all(|step| step.holds(codes)) && (steps.is_empty() || !is_one_character(codes))
}

impl Step {
    fn holds(&self, codes: &[u8]) -> bool {
        match self {
            Self::Sum(sum) => sum.holds(codes),
            Self::Iso7064Mod11And10 => iso7064_mod_11_10(codes),
            Self::OneDigitRepeats => one_digit_repeats(codes),
            Self::ComplementOf97(before) => value(codes, 9, 2).is_some_and(|check| {
                let first = value(codes, 0, 9).unwrap_or(0);
                97 - (first + u64::from(*before) * 1_000_000_000) % 97 == check
            }),
            Self::RemainderOf511 => {
                value(codes, 0, 10).map(|first| first % 511) == value(codes, 10, 3)
            }
            Self::OddPositionTable => odd_position_table(codes),
            Self::LuhnOfFirst(count) => luhn(codes, usize::from(*count)),
            Self::VerhoeffOfFirst(count) => verhoeff(codes, usize::from(*count)),
            Self::TurkishVkn => turkish_vkn(codes),
        }
    }
}

impl Sum {
    fn holds(&self, codes: &[u8]) -> bool {
        let remainder = self.remainder(bytes(self.weights, self.weight_count), codes);
        if self.zero {
            return remainder == 0;
        }
        let check = codes.get(usize::from(self.at)).or(codes.last());
        let mut expected = self.given(self.gives, remainder);
        if expected == Some(&AGAIN) {
            expected = self.again().and_then(|again| {
                let weights = bytes(again.weights, again.weight_count);
                self.given(again.gives, self.remainder(weights, codes))
            });
        }
        expected == check
    }

    fn given(&self, gives: u16, remainder: u32) -> Option<&'static u8> {
        bytes(gives, self.modulus).get(remainder as usize)
    }

    fn remainder(&self, weights: &[u8], codes: &[u8]) -> u32 {
        let from = usize::from(self.from);
        let sum = if self.right {
            let before_last = codes.len().saturating_sub(1);
            let values = codes.get(from..before_last).unwrap_or_default().iter().enumerate();
            let values = values.rev().filter(|(_, value)| !(PLUS..=MINUS).contains(*value));
            self.sum(weights.iter().cycle().zip(values))
        } else {
            self.sum(weights.iter().zip(codes.get(from..).unwrap_or_default().iter().enumerate()))
        };
        sum % u32::from(self.modulus.max(1))
    }

    /// The sum of weights times values, each of which comes with its place after `from`.
    #[inline]
    fn sum<'a>(&self, pairs: impl Iterator<Item = (&'a u8, (usize, &'a u8))>) -> u32 {
        let letter_at = usize::from(self.letter_at.wrapping_sub(self.from));
        pairs.fold(self.add.into(), |sum, (weight, (at, value))| {
            let value =
                if at == letter_at { self.letter_value(value.wrapping_sub(10)) } else { *value };
            let product = u32::from(*weight) * u32::from(value);
            sum + if self.fold && product > 9 { product - 9 } else { product }
        })
    }
}

/// Decimal digits as a number; `None` when there are fewer.
fn value(codes: &[u8], at: usize, len: usize) -> Option<u64> {
    let digits = codes.get(at..at + len)?;
    Some(digits.iter().fold(0, |value, digit| value * 10 + u64::from(*digit)))
}

fn iso7064_mod_11_10(codes: &[u8]) -> bool {
    let Some((check, digits)) = codes.split_last() else { return false };
    let product = digits.iter().fold(10_u32, |product, digit| {
        let sum = (u32::from(*digit) + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (product + u32::from(*check)) % 10 == 1
}

fn one_digit_repeats(codes: &[u8]) -> bool {
    const ONES: u64 = 0x11_1111_1111;
    let digits = codes.get(..10).unwrap_or_default();
    // Four bits for each digit count how often it stands; ten fit.
    let counts = digits.iter().fold(0_u64, |counts, digit| counts + (1 << ((digit & 15) * 4)));
    // A count's three high bits: 0 for once and never, 1 for twice and three times.
    let repeated = (counts >> 1) & (ONES * 7);
    let in_a_row = digits.windows(3).any(is_one_character);
    repeated.is_power_of_two() && repeated & ONES != 0 && !in_a_row
}

/// What the characters 0 to 9, or A to J, count in an odd place, then K to Z.
const ODD: [u8; 26] =
    [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];

fn odd_position_table(codes: &[u8]) -> bool {
    let Some((check, rest)) = codes.split_last() else { return false };
    let sum: u32 = rest
        .iter()
        .enumerate()
        .map(|(at, code)| {
            let index = if *code < 10 { *code } else { code - 10 };
            let odd = at % 2 == 0;
            u32::from(if odd { ODD.get(usize::from(index)).copied().unwrap_or(0) } else { index })
        })
        .sum();
    sum % 26 + 10 == u32::from(*check)
}

fn luhn(codes: &[u8], count: usize) -> bool {
    let digits = codes.get(..=count).unwrap_or_default();
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(at, digit)| {
            let value = u32::from(*digit) << (at % 2);
            if value > 9 { value - 9 } else { value }
        })
        .sum();
    !digits.is_empty() && sum.is_multiple_of(10)
}

/// Multiplication in the dihedral group of the pentagon, in closed form: 0 to 4 rotations, 5 to 9
/// reflections.
fn dihedral(a: u8, b: u8) -> u8 {
    match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b) % 5 + 5,
        (false, true) => (a + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    }
}

/// The permutation of Verhoeff's scheme, once.
const PERMUTATION: [u8; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];

fn verhoeff(codes: &[u8], count: usize) -> bool {
    let (Some(digits), Some(check)) = (codes.get(..count), codes.last()) else { return false };
    let mut sum = 0;
    for (at, digit) in core::iter::once(check).chain(digits.iter().rev()).enumerate() {
        let mut value = *digit;
        for _ in 0..at {
            value = PERMUTATION.get(usize::from(value)).copied().unwrap_or(0);
        }
        sum = dihedral(sum, value);
    }
    sum == 0
}

fn turkish_vkn(codes: &[u8]) -> bool {
    let Some((check, rest)) = codes.split_last() else { return false };
    let sum: u32 = rest
        .iter()
        .zip((1..=9).rev())
        .map(|(digit, place)| {
            let value = (u32::from(*digit) + place) % 10;
            let product = (value << place) % 9;
            if value != 0 && product == 0 { 9 } else { product }
        })
        .sum();
    (sum + u32::from(*check)).is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::dihedral;

    /// Source: J. Verhoeff, "Error Detecting Decimal Codes", 1969: the table of the group.
    #[test]
    fn digits_multiply_as_the_symmetries_of_a_pentagon() {
        for (a, row) in [
            "0123456789",
            "1234067895",
            "2340178956",
            "3401289567",
            "4012395678",
            "5987604321",
            "6598710432",
            "7659821043",
            "8765932104",
            "9876543210",
        ]
        .iter()
        .enumerate()
        {
            for (b, product) in row.bytes().enumerate() {
                let [a, b] = [a, b].map(|digit| u8::try_from(digit).unwrap());
                assert_eq!(dihedral(a, b), product - b'0', "{a} by {b}");
            }
        }
    }
}
