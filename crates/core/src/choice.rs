//! The fields that take one of a short list of words, and the words.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::field::Field;

/// The words each choice field takes by default, in the order a form shows them.
pub const fn words(field: Field) -> &'static [&'static str] {
    match field {
        Field::Gender => &["male", "female", "other"],
        Field::EmploymentStatus => {
            &["employed", "self_employed", "student", "unemployed", "retired"]
        }
        Field::AccountOpeningReason => &[
            "speculative",
            "income_earning",
            "hedging",
            "peer_to_peer_exchange",
            "additional_revenue",
            "savings",
        ],
        _ => &[],
    }
}

/// A person's gender, as far as a tax number may carry it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gender {
    /// `male`
    Male,
    /// `female`
    Female,
}

impl Gender {
    /// The gender of that word; `None` for `other` and any other word.
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "male" => Some(Self::Male),
            "female" => Some(Self::Female),
            _ => None,
        }
    }
}

/// The canonical form of a country code or a choice: trimmed, lower case, words joined with `_`.
///
/// ```
/// assert_eq!(client_profile::choice::canonical(" Self-Employed "), "self_employed");
/// ```
pub fn canonical(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|b| b.is_ascii_lowercase() || b == b'_') {
        return Cow::Borrowed(text);
    }
    let mut word = String::with_capacity(text.len());
    for part in
        text.split(|c: char| c.is_whitespace() || matches!(c, '-' | '_' | '\u{2010}'..='\u{2013}'))
    {
        if part.is_empty() {
            continue;
        }
        if !word.is_empty() {
            word.push('_');
        }
        word.extend(part.chars().map(|c| plain_latin(c).to_ascii_lowercase()));
    }
    Cow::Owned(word)
}

/// Full-width Latin letters as plain ones; anything else as it is.
fn plain_latin(c: char) -> char {
    match c {
        '\u{FF21}'..='\u{FF3A}' | '\u{FF41}'..='\u{FF5A}' => {
            char::from_u32(c as u32 - 0xFEE0).unwrap_or(c)
        }
        _ => c,
    }
}
