//! Words one after the other: what is small.

use alloc::boxed::Box;
use alloc::string::String;

/// A list of words, ready to be looked up in.
#[derive(Clone, Debug)]
pub(crate) struct Words(Box<[String]>);

impl Words {
    pub(crate) fn new(words: &[String]) -> Self {
        Self(words.into())
    }

    pub(crate) fn contains(&self, word: &str) -> bool {
        self.0.iter().any(|known| known == word)
    }
}
