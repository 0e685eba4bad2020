//! Words one after the other: what is small.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// A list of words, ready to be looked up in.
#[derive(Clone, Debug)]
pub(crate) struct Words {
    /// Each word's mark, which few others share, and its key.
    keys: Vec<(u64, Key)>,
    words: Box<[String]>,
}

/// A word's length, first and last 8 bytes: all of a word of up to 16 bytes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Key {
    head: u64,
    tail: u64,
    length: u64,
}

impl Key {
    fn of(word: &str) -> Self {
        let bytes = word.as_bytes();
        let (head, tail) = match (bytes.first_chunk(), bytes.last_chunk()) {
            (Some(head), Some(tail)) => (u64::from_le_bytes(*head), u64::from_le_bytes(*tail)),
            _ => match (bytes.first_chunk(), bytes.last_chunk()) {
                (Some(head), Some(tail)) => {
                    (u32::from_le_bytes(*head).into(), u32::from_le_bytes(*tail).into())
                }
                _ => (bytes.iter().fold(0, |key, byte| key << 8 | u64::from(*byte)), 0),
            },
        };
        Self { head, tail, length: bytes.len() as u64 }
    }

    /// One number in place of three.
    const fn mark(self) -> u64 {
        self.head ^ self.tail.rotate_left(17) ^ self.length << 59
    }
}

impl Words {
    pub(crate) fn new(words: &[String]) -> Self {
        let keys = words.iter().map(|word| Key::of(word)).map(|key| (key.mark(), key)).collect();
        Self { keys, words: words.into() }
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        let key = Key::of(word);
        let mark = key.mark();
        self.keys.iter().any(|(known, of)| *known == mark && *of == key)
            && (word.len() <= 16 || self.words.iter().any(|known| known == word))
    }
}
