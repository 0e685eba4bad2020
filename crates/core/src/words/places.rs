//! Words in places of their own: what is quick where the size of code does not matter.

use alloc::string::String;
use alloc::vec::Vec;

/// A list of words, ready to be looked up in: each in a place of its own that its key tells.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// As many as a power of two.
    places: Vec<Place>,
    factor: u64,
    shift: u32,
    /// Those whose place is another's: of words as rules list them, none.
    others: Vec<String>,
}

#[derive(Clone, Debug)]
struct Place {
    key: Key,
    word: String,
}

impl Place {
    /// No word's: none has that many bytes.
    const EMPTY: Self =
        Self { key: Key { head: 0, middle: 0, tail: 0, length: u64::MAX }, word: String::new() };
}

/// A word's length, and bytes from its start, its end and between: all of a word of up to 24.
#[derive(Clone, Copy, Debug)]
struct Key {
    head: u64,
    middle: u64,
    tail: u64,
    length: u64,
}

/// The longest word that its key tells whole.
const WHOLE: usize = 24;

impl Key {
    #[inline]
    fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let length = bytes.len() as u64;
        if let (Some(head), Some(tail)) = (bytes.first_chunk(), bytes.last_chunk()) {
            let second = bytes.len().saturating_sub(8).min(8);
            let middle = bytes.get(second..).and_then(<[u8]>::first_chunk).unwrap_or(tail);
            let [head, middle, tail] = [head, middle, tail].map(|part| u64::from_le_bytes(*part));
            return Self { head, middle, tail, length };
        }
        let head = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(head), Some(tail)) => {
                u64::from(u32::from_le_bytes(*head)) << 32 | u64::from(u32::from_le_bytes(*tail))
            }
            _ => bytes.iter().fold(0, |key, byte| key << 8 | u64::from(*byte)),
        };
        Self { head, middle: 0, tail: 0, length }
    }

    /// A place among `1 << (64 - shift)`.
    #[inline]
    const fn place(self, factor: u64, shift: u32) -> usize {
        #[allow(clippy::cast_possible_truncation, reason = "a few bits are left")]
        let place =
            ((self.head ^ self.tail.rotate_left(29)).wrapping_mul(factor) >> shift) as usize;
        place
    }
}

impl Words {
    pub(crate) fn new(words: &[String]) -> Self {
        // Twice the places leave a good chance that a factor spreads all words.
        let bits = (words.len() * 2).next_power_of_two().ilog2().clamp(1, 16);
        let mut best = Self::spread(words, bits, 0);
        for attempt in 1..64 {
            if best.others.is_empty() {
                break;
            }
            let next = Self::spread(words, bits, attempt);
            if next.others.len() < best.others.len() {
                best = next;
            }
        }
        best
    }

    fn spread(words: &[String], bits: u32, attempt: u64) -> Self {
        // Odd, and unlike one another: steps of the golden ratio.
        let factor = (attempt + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1;
        let shift = 64 - bits;
        let mut places = alloc::vec![Place::EMPTY; 1 << bits];
        let mut others = Vec::new();
        for word in words {
            let key = Key::of(word);
            match places.get_mut(key.place(factor, shift)) {
                Some(place) if place.word.is_empty() => *place = Place { key, word: word.clone() },
                _ => others.push(word.clone()),
            }
        }
        Self { places, factor, shift, others }
    }

    #[inline]
    pub(crate) fn contains(&self, word: &str) -> bool {
        let key = Key::of(word);
        let Some(place) = self.places.get(key.place(self.factor, self.shift)) else { return false };
        let Key { head, middle, tail, length } = place.key;
        let differs = head ^ key.head | middle ^ key.middle | tail ^ key.tail | length ^ key.length;
        if differs == 0 && (word.len() <= WHOLE || place.word == word) {
            return true;
        }
        !self.others.is_empty() && self.is_other(word)
    }

    /// Whether it is one whose place is another's.
    #[inline(never)]
    fn is_other(&self, word: &str) -> bool {
        self.others.iter().any(|other| other == word)
    }
}
