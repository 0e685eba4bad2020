//! The fields that take one of a short list of words, and the words.

use alloc::borrow::Cow;
use alloc::string::String;

use crate::field::Field;
use crate::text::{is_direction_mark, plain_latin};

/// The words each choice field takes by default, in the order a form shows them.
///
/// ```
/// use client_profile::{Field, choice};
/// assert_eq!(choice::words(Field::Gender), ["male", "female", "other"]);
/// assert!(choice::words(Field::Reason).is_empty(), "it takes any text");
/// ```
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
///
/// ```
/// use client_profile::{Country, choice::Gender, tin};
/// let person = tin::Person { gender: Some(Gender::Female), ..tin::Person::default() };
/// let estonia = Country::new("ee").unwrap();
/// assert!(tin::check(estonia, "37605030299", &person).gender, "3 is for men");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Gender {
    /// `male`
    Male,
    /// `female`
    Female,
}

impl Gender {
    /// The gender of that word; `None` for `other` and any other word.
    ///
    /// ```
    /// use client_profile::choice::Gender;
    /// assert_eq!(Gender::from_word("male"), Some(Gender::Male));
    /// assert_eq!(Gender::from_word("other"), None);
    /// ```
    pub fn from_word(word: &str) -> Option<Self> {
        match word {
            "male" => Some(Self::Male),
            "female" => Some(Self::Female),
            _ => None,
        }
    }
}

/// The canonical form of a country code or a choice: trimmed, lower case, words joined with `_`.
/// White space, hyphens and dashes stand between words; full-width letters become plain ones;
/// direction marks are dropped.
///
/// ```
/// assert_eq!(client_profile::choice::canonical(" Self-Employed "), "self_employed");
/// ```
pub fn canonical(text: &str) -> Cow<'_, str> {
    if is_canonical(text) {
        return Cow::Borrowed(text);
    }
    let mut word = String::with_capacity(text.len());
    let mut gap = false;
    for c in text.chars() {
        if is_direction_mark(c) {
            continue;
        }
        if is_gap(c) {
            gap = true;
            continue;
        }
        if gap && !word.is_empty() {
            word.push('_');
        }
        gap = false;
        word.push(plain_latin(c).to_ascii_lowercase());
    }
    if word == text { Cow::Borrowed(text) } else { Cow::Owned(word) }
}

/// Words of lower-case ASCII letters and digits with single `_` between.
fn is_canonical(text: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit();
    if !text.is_empty() && text.bytes().all(is_plain) {
        return true;
    }
    let mut previous = b'_';
    let inside = text.bytes().all(|byte| {
        let stands = is_plain(byte) || byte == b'_' && previous != b'_';
        previous = byte;
        stands
    });
    inside && previous != b'_'
}

/// What stands between words: the hyphens and dashes of Unicode, U+FF3F as well.
fn is_gap(c: char) -> bool {
    c.is_whitespace()
        || matches!(c, '-' | '_' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{FF0D}' | '\u{FF3F}')
}

#[cfg(test)]
mod tests {
    use super::canonical;

    #[test]
    fn words_are_lower_case_and_joined() {
        for (typed, word) in [
            ("", ""),
            ("_", ""),
            (" - ", ""),
            ("male", "male"),
            ("Male", "male"),
            (" self employed ", "self_employed"),
            ("Self-Employed", "self_employed"),
            ("self_employed", "self_employed"),
            ("self__employed", "self_employed"),
            ("_self_employed_", "self_employed"),
            ("self\u{A0}–\u{3000}employed", "self_employed"),
            ("PEER TO PEER\tEXCHANGE", "peer_to_peer_exchange"),
            ("ＧＢ", "gb"),
            ("\u{200E}GB\u{200F}", "gb"),
            ("gb\u{0}", "gb\u{0}"),
            ("İN", "İn"),
            ("g.b.", "g.b."),
        ] {
            assert_eq!(canonical(typed), word, "{typed:?}");
            assert_eq!(canonical(word), word, "{typed:?}");
        }
    }
}
