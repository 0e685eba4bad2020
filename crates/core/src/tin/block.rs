//! The quick answer: whether a number of up to sixteen characters has a shape of its country and a
//! right checksum, told by comparing and multiplying eight characters at once.
//!
//! No answer means nothing: the full check decides. Tests hold every answer against it.

use super::checksum;
use super::codes::MINUS;
use super::number::{DROPPED, OTHER, code_of};
use super::shape::Form;
use super::{Findings, Person, compare};
use crate::country::Country;

include!(concat!(env!("OUT_DIR"), "/tax_blocks.rs"));

/// One in every byte.
const ONES: u64 = u64::MAX / 255;
/// The high bit of every byte: no character's code has it.
const HIGH: u64 = ONES << 7;
/// Stands where a number has no more characters.
const NONE: u64 = !HIGH;

/// A shape at one of its lengths.
#[allow(clippy::struct_excessive_bools, reason = "independent facts, compiled from data")]
struct Block {
    /// Lowest and highest code of each character, the first one's in the lowest byte; the highest
    /// with the high bit.
    least: [u64; 2],
    most: [u64; 2],
    /// Whether `+` and `-` are part of the country's numbers.
    keeps_signs: bool,
    /// Whether every code between those may stand there.
    exact: bool,
    /// Whether all of the checksum is in `sums`.
    summed: bool,
    /// Whether both are so, and there is nothing else to a number of that shape.
    is_all: bool,
    /// Places in the list of sums; 0 for none.
    sums: [u8; 2],
    /// Place in the list of shapes.
    form: u16,
}

/// What a checksum's sum is for numbers of one length.
struct BlockSum {
    /// Four in each number, of every second character: of 0, 2, 4, 6, of 1, 3, 5, 7, and of the
    /// other eight. The last of the four is in the lowest sixteen bits, so that the product with
    /// the characters has the sum in the highest ones.
    weights: [u64; 4],
    /// The high bit of each character that is doubled, when nine is taken off a product over nine.
    doubled: [u64; 2],
    fold: bool,
    modulus: u8,
    add: u8,
    /// Where the check character stands; where none does, it reads as 0.
    at: u8,
    /// The check character for each remainder.
    gives: [u8; 32],
}

/// All ones where a number of that length has no more characters.
static EMPTY: [[u64; 2]; 17] = {
    let mut empty = [[0; 2]; 17];
    let mut length = 0;
    while length < 16 {
        empty[length] = if length < 8 {
            [u64::MAX << (8 * length), u64::MAX]
        } else {
            [0, u64::MAX << (8 * (length - 8))]
        };
        length += 1;
    }
    empty
};

/// The codes of up to sixteen characters.
pub(crate) struct Codes {
    words: [u64; 2],
    bytes: [u8; 16],
    length: usize,
}

/// What there is to say about a number that has one of its country's shapes and a right checksum.
/// `None` is no answer.
#[inline]
pub(super) fn check(country: Country, number: &str, person: &Person) -> Option<Findings> {
    check_read(country, number, Codes::of(number).as_ref(), person)
}

/// The same for a number whose codes have been read, if they could be.
#[inline]
pub(super) fn check_read(
    country: Country,
    number: &str,
    codes: Option<&Codes>,
    person: &Person,
) -> Option<Findings> {
    let at = country.index();
    let blocks = usize::from(*STARTS.get(at)?)..usize::from(*STARTS.get(at + 1)?);
    let blocks = BLOCKS.get(blocks)?;
    match codes {
        Some(codes) => codes.find(blocks, person),
        None => find_cleaned(blocks, number, person),
    }
}

/// The same for a number with signs.
#[inline(never)]
fn find_cleaned(blocks: &[Block], number: &str, person: &Person) -> Option<Findings> {
    let keeps_signs = blocks.first()?.keeps_signs;
    let mut words = [NONE; 2];
    let mut length = 0;
    for byte in number.bytes() {
        let mut code = code_of(byte);
        if code >= OTHER {
            if code != DROPPED {
                return None;
            }
            if !keeps_signs || byte != b'-' {
                continue;
            }
            code = MINUS;
        }
        let word = words.get_mut(length / 8)?;
        // The code takes the place of the ones there.
        *word ^= u64::from(code ^ 0x7F) << (length % 8 * 8);
        length += 1;
    }
    Codes::new(words, length).find(blocks, person)
}

impl Codes {
    /// Those of ASCII letters and digits.
    #[inline]
    pub(crate) fn of(number: &str) -> Option<Self> {
        let bytes = number.as_bytes();
        let length = bytes.len();
        let [empty_low, empty_high] = *EMPTY.get(length)?;
        let words = if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
            let spare = u32::try_from(16_usize.saturating_sub(length)).ok()?;
            let rest = u64::from_le_bytes(*tail).checked_shr(8 * spare).unwrap_or_default();
            [u64::from_le_bytes(*head), rest]
        } else {
            [bytes.iter().rev().fold(0, |word, byte| word << 8 | u64::from(*byte)), 0]
        };
        let [low, high] = words;
        let (low, wrong_low) = Self::read(low, empty_low);
        let (high, wrong_high) = Self::read(high, empty_high);
        (wrong_low | wrong_high == 0).then(|| Self::new([low, high], length))
    }

    /// The codes of eight characters, and something where there is one without.
    #[inline]
    const fn read(word: u64, empty: u64) -> (u64, u64) {
        const fn reaches(word: u64, from: u8) -> u64 {
            word.wrapping_add(ONES * (0x80 - from as u64))
        }
        let folded = word | (ONES * 0x20);
        let digit = reaches(word, b'0') & !reaches(word, b'9' + 1) & HIGH;
        let letter = reaches(folded, b'a') & !reaches(folded, b'z' + 1) & HIGH;
        let wrong = (digit | letter | empty & HIGH) ^ HIGH | word & HIGH;
        // The low bits of a digit are its value, those of a letter its place in the alphabet from 1.
        let low_bits = word & (ONES * 0x1F);
        let codes = (low_bits ^ digit >> 3).wrapping_add((letter >> 7) * 9);
        (codes | empty & NONE, wrong)
    }

    #[inline]
    fn new(words: [u64; 2], length: usize) -> Self {
        let mut bytes = [0; 16];
        for (part, word) in bytes.as_chunks_mut().0.iter_mut().zip(words) {
            *part = word.to_le_bytes();
        }
        Self { words, bytes, length }
    }

    /// Whether a digit is among them.
    #[inline]
    pub(crate) fn have_digit(&self) -> bool {
        let [low, high] = self.words.map(|word| (word | HIGH).wrapping_sub(ONES * 10));
        low & high & HIGH != HIGH
    }

    #[inline]
    fn get(&self) -> &[u8] {
        self.bytes.get(..self.length).unwrap_or_default()
    }

    #[inline]
    fn find(&self, blocks: &[Block], person: &Person) -> Option<Findings> {
        if self.may_be_placeholder() {
            return None;
        }
        for block in blocks {
            if !block.ranges_hold(self) {
                continue;
            }
            if !block.is_all {
                let found = block.look_closer(self, person);
                if found.is_some() {
                    return found;
                }
            } else if block.sums_hold(self) {
                return Some(Findings::default());
            }
        }
        None
    }

    /// Whether the first three characters are the same, or digits that count up or down. Says yes
    /// of some letters too.
    #[inline]
    fn may_be_placeholder(&self) -> bool {
        let [first, second, third, ..] = self.bytes;
        let step = |from: u8, to: u8| {
            let step = to.wrapping_sub(from);
            // Nine is followed by zero.
            if to < from { step.wrapping_add(10) } else { step }
        };
        let (step, next) = (step(first, second), step(second, third));
        self.length < 3 || (step == next) & matches!(step, 0 | 1 | 9)
    }
}

impl Block {
    #[inline]
    const fn ranges_hold(&self, codes: &Codes) -> bool {
        const fn holds(word: u64, least: u64, most: u64) -> bool {
            (word | HIGH).wrapping_sub(least) & most.wrapping_sub(word) & HIGH == HIGH
        }
        let ([low, high], [least, high_least], [most, high_most]) =
            (codes.words, self.least, self.most);
        // One after the other: the words come from registers, not from a vector in memory.
        holds(high, high_least, high_most) && holds(low, least, most)
    }

    /// The rest of the shape, and the checksum.
    #[inline(never)]
    fn look_closer(&self, codes: &Codes, person: &Person) -> Option<Findings> {
        let form = Form::at(self.form)?;
        let stands = if self.exact { form.issues(codes.get()) } else { form.fits(codes.get()) };
        if !stands {
            return None;
        }
        let birth = match form.born() {
            Some(born) => Some(born.read(codes.get())?),
            None => None,
        };
        let adds_up = if self.summed {
            self.sums_hold(codes)
        } else {
            checksum::holds(form.steps(), codes.get())
        };
        if !adds_up {
            return None;
        }
        let mut found = Findings { placeholder: form.placeholder, ..Findings::default() };
        if birth.is_some() || person.gender.is_some() {
            compare(form, birth.unwrap_or_default(), codes.get(), person, &mut found);
        }
        Some(found)
    }

    /// That not all characters are the same has been seen.
    #[inline]
    fn sums_hold(&self, codes: &Codes) -> bool {
        let holds = |place: u8| {
            place == 0 || SUMS.get(usize::from(place)).is_some_and(|sum| sum.holds(codes))
        };
        let [first, second] = self.sums;
        holds(first) && holds(second)
    }
}

impl BlockSum {
    #[inline]
    fn holds(&self, codes: &Codes) -> bool {
        const EVERY_SECOND: u64 = u64::MAX / 0xFFFF * 0xFF;
        let ([low, high], [first, second, third, fourth]) = (codes.words, self.weights);
        let four = |word: u64, weights: u64| (word & EVERY_SECOND).wrapping_mul(weights) >> 48;
        let mut total = four(low, first)
            + four(low >> 8, second)
            + four(high, third)
            + four(high >> 8, fourth)
            + u64::from(self.add);
        if self.fold {
            let [doubled, high_doubled] = self.doubled;
            let over_nine = |word: u64| (word | HIGH).wrapping_sub(ONES * 5);
            let both = (over_nine(low) & doubled) >> 7 | (over_nine(high) & high_doubled) >> 6;
            // Two bits a byte count those of both words.
            let counts = (both & ONES) + (both >> 1 & ONES);
            total = total.wrapping_sub(9 * (counts.wrapping_mul(ONES) >> 56));
        }
        let modulus = u32::from(self.modulus);
        let remainder = u32::try_from(total).unwrap_or_default().checked_rem(modulus);
        let given = remainder.and_then(|remainder| self.gives.get(remainder as usize));
        let check = codes.bytes.get(usize::from(self.at)).unwrap_or(&0);
        given == Some(check)
    }
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use super::{BLOCKS, Codes, STARTS, check};
    use crate::choice::Gender;
    use crate::country::Country;
    use crate::date::Date;
    use crate::rounds::rounds;
    use crate::tin::{Person, check_in_full, is_sound};

    struct Random(u64);

    impl Random {
        fn below(&mut self, n: u64) -> u64 {
            self.0 = self
                .0
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            (self.0 >> 33) % n
        }

        fn pick<T: Copy>(&mut self, from: &[T]) -> T {
            from[usize::try_from(self.below(from.len() as u64)).unwrap()]
        }

        fn person(&mut self) -> Person {
            let day = i32::try_from(self.below(30_000)).unwrap() - 18_000;
            let date = Date::from_days_since_epoch(day);
            let gender = self.pick(&[None, None, Some(Gender::Male), Some(Gender::Female)]);
            Person { birth_date: date, gender, ..Person::default() }
        }
    }

    fn countries() -> impl Iterator<Item = Country> {
        (b'a'..=b'z')
            .flat_map(|first| (b'a'..=b'z').map(move |second| [first, second]))
            .filter_map(|code| Country::new(core::str::from_utf8(&code).ok()?))
    }

    const CHARACTERS: &[char] = &[
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'A', 'B', 'C', 'D', 'E', 'F', 'G', 'H',
        'I', 'J', 'K', 'L', 'M', 'N', 'O', 'P', 'Q', 'R', 'S', 'T', 'U', 'V', 'W', 'X', 'Y', 'Z',
        '+', '-', '&', 'Ñ',
    ];

    /// Every answer is that of the full check, for numbers that nearly have a shape; and each
    /// shape at each length gets answers.
    #[test]
    fn a_quick_answer_is_that_of_the_full_check() {
        let mut random = Random(7);
        for country in countries() {
            let [start, end] = [0, 1].map(|next| usize::from(STARTS[country.index() + next]));
            for (at, block) in BLOCKS.iter().enumerate().take(end).skip(start) {
                let [least, most] = [block.least, block.most]
                    .map(|[low, high]| [low.to_le_bytes(), high.to_le_bytes()].concat());
                // What begins with the same character three times is always asked about in full.
                if least[..3] == [least[0]; 3] && most[..3] == [least[0] | 0x80; 3] {
                    continue;
                }
                let mut answers = 0;
                for round in 0..2_000_000 {
                    if round > rounds(1_500) && (answers > 2 || least[2] == 0x7F) {
                        break;
                    }
                    let mut number: Vec<char> = least
                        .iter()
                        .zip(&most)
                        .take_while(|(least, _)| **least < 0x7F)
                        .map(|(least, most)| {
                            let span = u64::from((most & 0x7F) - least) + 1;
                            CHARACTERS
                                [usize::from(*least) + usize::try_from(random.below(span)).unwrap()]
                        })
                        .collect();
                    // One in eight is mistyped, one in eight has a sign, some are in lower case.
                    let place = usize::try_from(random.below(number.len() as u64)).unwrap();
                    match random.below(8) {
                        0 => number[place] = random.pick(CHARACTERS),
                        1 => {
                            number.insert(place, random.pick(&['-', '.', ' ', '/', '_', '(', 'é']));
                        }
                        2 => number[place] = number[place].to_ascii_lowercase(),
                        3 if round % 8 == 0 => {
                            number.remove(place);
                        }
                        4 if round % 64 == 0 => {
                            let same = number[place];
                            number.fill(same);
                        }
                        _ => {}
                    }
                    let number: String = number.into_iter().collect();
                    let person = random.person();
                    if let Some(found) = check(country, &number, &person) {
                        answers += 1;
                        let full = check_in_full(country, &number, &person);
                        assert_eq!(found, full, "{country} {number}");
                    }
                    let date = person.birth_date.unwrap();
                    if is_sound(country, &number, Codes::of(&number).as_ref(), date) {
                        let person = Person { gender: None, ..person };
                        let full = check_in_full(country, &number, &person);
                        assert_eq!(full, super::Findings::default(), "{country} {number}");
                    }
                }
                // Fewer than three characters get no answer.
                let is_short = least[2] == 0x7F;
                assert_eq!(answers > 2, !is_short, "{country}: {answers} answers for block {at}");
            }
        }
    }

    #[test]
    fn codes_are_those_of_letters_and_digits_alone() {
        for (number, codes) in [
            ("", Some(&[][..])),
            ("0", Some(&[0][..])),
            ("9Az", Some(&[9, 10, 35])),
            ("01234567", Some(&[0, 1, 2, 3, 4, 5, 6, 7])),
            ("ABCDEFGHI", Some(&[10, 11, 12, 13, 14, 15, 16, 17, 18])),
            (
                "abcdefghijklmnop",
                Some(&[10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]),
            ),
            ("12345678901234567", None),
        ] {
            let read = Codes::of(number);
            assert_eq!(read.as_ref().map(Codes::get), codes, "{number}");
            let has_digit = number.bytes().any(|byte| byte.is_ascii_digit());
            assert!(read.is_none_or(|read| read.have_digit() == has_digit), "{number}");
        }
        for length in 1..=16 {
            for place in 0..length {
                for odd in ('\0'..='\u{FF}').filter(|c| !c.is_ascii_alphanumeric()) {
                    let mut number = "1".repeat(length);
                    number.replace_range(place..=place, odd.encode_utf8(&mut [0; 4]));
                    assert!(Codes::of(&number).is_none(), "{number:?}");
                }
            }
        }
    }
}
