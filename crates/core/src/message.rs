//! What a person is told of a finding: a catalogue of words, and the English one.
//!
//! A catalogue is text, so that translators can read it: see `crates/core/messages/en.txt`, which
//! explains itself. The English one is taken apart when the crate is compiled; a key that is no
//! code, or a field's that is no field, does not compile.

use core::fmt;

use crate::field::Field;
use crate::issue::{Code, Issue};

/// The English catalogue, as text.
///
/// ```
/// assert!(client_profile::message::ENGLISH.contains("\nrequired/gender = Choose your gender\n"));
/// ```
pub const ENGLISH: &str = include_str!("../messages/en.txt");

/// One line of a catalogue.
///
/// ```
/// use client_profile::{Code, Field, message::entries};
/// let entry = entries("required/gender = Choose your gender").next().unwrap().unwrap();
/// assert_eq!((entry.code, entry.field), (Code::Required, Some(Field::Gender)));
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Entry<'a> {
    /// The finding it is for.
    pub code: Code,
    /// The one field it is for; `None`: every field that has no entry of its own.
    pub field: Option<Field>,
    /// The words, with `{limit}`, `{country}`, `{format}`, `{number}` and `{name}` to be filled in;
    /// where they are not English, `{example}`, the end of `{format}`, in its place.
    pub words: &'a str,
}

/// The entries of a catalogue, or the first line that is none.
///
/// ```
/// use client_profile::message::{entries, ENGLISH};
/// assert!(entries(ENGLISH).all(|entry| entry.is_ok()));
/// assert_eq!(entries("no_such_code = words").next(), Some(Err("no_such_code = words")));
/// ```
pub fn entries(catalogue: &str) -> impl Iterator<Item = Result<Entry<'_>, &str>> {
    let lines = catalogue.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.map(|line| {
        let (key, words) = line.split_once(" = ").ok_or(line)?;
        let (code, field) = match key.split_once('/') {
            Some((code, field)) => (code, Some(Field::from_name(field).ok_or(line)?)),
            None => (key, None),
        };
        Ok(Entry { code: Code::from_name(code).ok_or(line)?, field, words })
    })
}

/// Where the words of an English entry stand.
#[derive(Clone, Copy)]
struct Span {
    code: Code,
    /// The field's number, or [`EVERY_FIELD`].
    field: u8,
    start: u16,
    end: u16,
}

#[allow(clippy::cast_possible_truncation, reason = "there are 12 fields")]
const EVERY_FIELD: u8 = Field::COUNT as u8;

/// The English entries, in the order of the file.
const SPANS: [Span; count_entries(ENGLISH.as_bytes())] = spans(ENGLISH.as_bytes());

const fn count_entries(text: &[u8]) -> usize {
    let (mut at, mut count) = (0, 0);
    while at < text.len() {
        if text[at] != b'#' && text[at] != b'\n' {
            count += 1;
        }
        at = line_end(text, at) + 1;
    }
    count
}

const fn line_end(text: &[u8], mut at: usize) -> usize {
    while at < text.len() && text[at] != b'\n' {
        at += 1;
    }
    at
}

#[allow(clippy::cast_possible_truncation, reason = "checked when it is compiled")]
const fn spans<const N: usize>(text: &[u8]) -> [Span; N] {
    assert!(text.len() <= u16::MAX as usize, "the English catalogue is too long");
    let mut spans = [Span { code: Code::InvalidJson, field: EVERY_FIELD, start: 0, end: 0 }; N];
    let (mut at, mut count) = (0, 0);
    while at < text.len() {
        let end = line_end(text, at);
        if text[at] != b'#' && text[at] != b'\n' {
            let mut equals = at;
            while text[equals] != b' ' {
                equals += 1;
            }
            assert!(text[equals + 1] == b'=' && text[equals + 2] == b' ', "write code = words");
            let mut slash = at;
            while slash < equals && text[slash] != b'/' {
                slash += 1;
            }
            let field =
                if slash == equals { EVERY_FIELD } else { field_at(text, slash + 1, equals) };
            spans[count] = Span {
                code: code_at(text, at, slash),
                field,
                start: equals as u16 + 3,
                end: end as u16,
            };
            count += 1;
        }
        at = end + 1;
    }
    spans
}

const fn code_at(text: &[u8], start: usize, end: usize) -> Code {
    let mut at = 0;
    while at < Code::ALL.len() {
        if same(text, start, end, Code::ALL[at].as_str().as_bytes()) {
            return Code::ALL[at];
        }
        at += 1;
    }
    panic!("a line of the English catalogue names no code")
}

const fn field_at(text: &[u8], start: usize, end: usize) -> u8 {
    let mut at = 0;
    while at < Field::COUNT {
        if same(text, start, end, Field::ALL[at].name().as_bytes()) {
            return Field::ALL[at] as u8;
        }
        at += 1;
    }
    panic!("a line of the English catalogue names no field")
}

const fn same(text: &[u8], start: usize, end: usize, word: &[u8]) -> bool {
    if end - start != word.len() {
        return false;
    }
    let mut at = 0;
    while at < word.len() {
        if text[start + at] != word[at] {
            return false;
        }
        at += 1;
    }
    true
}

/// The English words of `code` for `field`: the field's own, or those for every field.
///
/// ```
/// use client_profile::{Code, Field, message};
/// let words = message::english(Code::Required, Some(Field::Gender));
/// assert_eq!(words, "Choose your gender");
/// ```
pub fn english(code: Code, field: Option<Field>) -> &'static str {
    let words = |wanted: u8| {
        let span = SPANS.iter().find(|span| span.code == code && span.field == wanted)?;
        ENGLISH.get(usize::from(span.start)..usize::from(span.end))
    };
    let own = field.and_then(|field| words(field as u8));
    own.or_else(|| words(EVERY_FIELD)).unwrap_or(code.as_str())
}

/// A message, ready to be written. Never repeats what was typed.
///
/// ```
/// use client_profile::{Code, Issue};
/// let issue = Issue::of_input(Code::InvalidJson);
/// assert!(!issue.message().to_string().is_empty());
/// ```
#[derive(Clone, Copy)]
pub struct Message<'a> {
    words: &'static str,
    issue: &'a Issue<'a>,
}

impl<'a> Message<'a> {
    pub(crate) fn new(issue: &'a Issue<'a>) -> Self {
        Self { words: english(issue.code, issue.field()), issue }
    }
}

// What its issue is about stands in no log by mistake.
impl fmt::Debug for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Message").field(&self.words).finish()
    }
}

impl fmt::Display for Message<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.words;
        while let Some((before, after)) = rest.split_once('{') {
            f.write_str(before)?;
            let Some((param, after)) = after.split_once('}') else {
                return f.write_str(after);
            };
            let params = &self.issue.params;
            match param {
                "limit" => fmt::Display::fmt(&params.limit.unwrap_or_default(), f)?,
                "country" => {
                    for letter in params.country.iter().flat_map(|country| country.as_str().chars())
                    {
                        fmt::Write::write_char(f, letter.to_ascii_uppercase())?;
                    }
                }
                "format" => f.write_str(params.format.unwrap_or("another form"))?,
                "number" => f.write_str(params.number.unwrap_or("the number"))?,
                "name" => f.write_str(self.issue.field().map_or("it", Field::name))?,
                _ => {}
            }
            rest = after;
        }
        f.write_str(rest)
    }
}

#[cfg(test)]
mod tests {
    use super::{ENGLISH, SPANS, english, entries};
    use crate::field::{Field, Kind};
    use crate::issue::Code;

    #[test]
    fn the_compiled_english_is_the_text() {
        let parsed: std::vec::Vec<_> = entries(ENGLISH).map(Result::unwrap).collect();
        assert_eq!(parsed.len(), SPANS.len());
        for entry in parsed {
            assert_eq!(english(entry.code, entry.field), entry.words);
        }
    }

    #[test]
    fn every_finding_has_words_for_every_field_it_can_be_about() {
        for code in Code::ALL {
            for field in Field::ALL {
                let kind = field.spec().kind;
                let concerned = match code.as_str().split_once('_').map_or("", |(first, _)| first) {
                    "name" => kind == Kind::Name,
                    "country" => kind == Kind::Country,
                    "date" | "age" => kind == Kind::Date,
                    "choice" => kind == Kind::Choice,
                    "tin" => kind == Kind::TaxNumber,
                    "text" => kind == Kind::Note,
                    "too" => matches!(kind, Kind::Name | Kind::TaxNumber | Kind::Note),
                    _ => true,
                };
                if concerned {
                    assert_ne!(english(*code, Some(field)), code.as_str(), "{}", field.name());
                }
            }
        }
    }

    #[test]
    fn words_are_of_the_kind_that_helps() {
        for entry in entries(ENGLISH).map(Result::unwrap) {
            let words = entry.words.to_lowercase();
            for unkind in ["please", "sorry", "valid", "forbidden", "oops", "required", "error"] {
                assert!(!words.contains(unkind), "{}", entry.words);
            }
            assert!(!entry.words.ends_with('.'), "{}", entry.words);
        }
    }
}
