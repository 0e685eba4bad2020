//! Reads a profile update from JSON, exactly: RFC 8259, duplicates, wrong types and lone
//! surrogates found, nothing guessed.
//!
//! Two ways lead to the same answer. `scan.rs` goes through a record as programs write it, and
//! gives up on anything else; the exact reader takes what is left: spaces, another order, escapes,
//! other values, nesting, duplicates, mistakes. Tests hold both equal.

mod exact;
mod scan;

use alloc::format;
use alloc::string::String;
use core::fmt;

use crate::profile::ProfileUpdate;

/// Deepest nesting of arrays and objects that is read.
///
/// ```
/// use client_profile::json::{JsonErrorKind, MAX_DEPTH, Reader};
/// let nested = "[".repeat(MAX_DEPTH + 1);
/// assert_eq!(Reader::default().read(nested.as_bytes()).unwrap_err().kind, JsonErrorKind::Depth);
/// ```
pub const MAX_DEPTH: usize = 32;

/// Why bytes are not JSON.
///
/// ```
/// let error = client_profile::json::Reader::default().read(b"{]").unwrap_err();
/// assert_eq!(error.at, 1);
/// assert_eq!(error.to_string(), "Send JSON: it goes wrong at byte 2");
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct JsonError {
    /// What is wrong.
    pub kind: JsonErrorKind,
    /// Where, in bytes from the start.
    pub at: usize,
}

/// What is wrong with bytes that are not JSON.
///
/// ```
/// use client_profile::json::{JsonErrorKind, Reader};
/// let kind = |bytes: &[u8]| Reader::default().read(bytes).unwrap_err().kind;
/// assert_eq!(kind(b"\xFF"), JsonErrorKind::Utf8);
/// assert_eq!(kind(b"{"), JsonErrorKind::End);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum JsonErrorKind {
    /// Not UTF-8.
    Utf8,
    /// A character that cannot stand there.
    Syntax,
    /// It ends too early.
    End,
    /// Nested deeper than [`MAX_DEPTH`].
    Depth,
}

impl JsonError {
    /// Where it goes wrong, in words: bytes are counted from 1, as lines are.
    ///
    /// ```
    /// let error = client_profile::json::Reader::default().read(b"{").unwrap_err();
    /// assert_eq!(error.place(), "it breaks off after byte 1");
    /// ```
    pub fn place(&self) -> String {
        if self.at == 0 && self.kind == JsonErrorKind::End {
            return String::from("there is none");
        }
        let (how, byte) = match self.kind {
            JsonErrorKind::Utf8 | JsonErrorKind::Syntax => ("goes wrong at", self.at + 1),
            JsonErrorKind::End => ("breaks off after", self.at),
            JsonErrorKind::Depth => ("is nested too deep at", self.at + 1),
        };
        format!("it {how} byte {byte}")
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.kind {
            JsonErrorKind::Utf8 => "Send UTF-8",
            JsonErrorKind::Syntax => "Send JSON",
            JsonErrorKind::End => "Send all of the JSON",
            JsonErrorKind::Depth => "Send flat JSON",
        };
        write!(f, "{what}: {}", self.place())
    }
}

impl core::error::Error for JsonError {}

/// Reads the record that `text` starts with into `update`, in place of what that held, and returns the
/// text after it. Reads only what programs write: all 12 fields in the order of the wire, as texts
/// without escapes, with no space between them or one after each colon and comma. `None` says nothing
/// about the text: a [`Reader`] decides.
///
/// ```
/// use client_profile::{ProfileUpdate, json};
/// let mut update = ProfileUpdate::default();
/// assert!(json::quick_record(r#"{"first_name":"Zoë"}"#, &mut update).is_none());
/// assert!(update.present().is_empty(), "not even what was read of it");
/// ```
#[inline]
pub fn quick_record<'a>(text: &'a str, update: &mut ProfileUpdate<'a>) -> Option<&'a str> {
    let texts = update.become_texts();
    let after = scan::in_order::<false>(text, texts);
    // Where the size of code does not matter: the browser's is small first.
    #[cfg(target_pointer_width = "64")]
    let after = after.or_else(|| scan::in_order::<true>(text, texts));
    if after.is_none() {
        *update = ProfileUpdate::default();
    }
    after
}

/// Most bytes of a record in a line of NDJSON, which programs that read lines stop at.
///
/// ```
/// assert_eq!(client_profile::json::MAX_LINE, 1_048_576);
/// ```
pub const MAX_LINE: usize = 1 << 20;

/// Reads records one after the other, keeping its memory from one to the next.
///
/// ```
/// use client_profile::{Field, json::Reader};
///
/// let mut reader = Reader::default();
/// let update = reader.read(br#"{"first_name":"Zo\u00eb"}"#).unwrap();
/// assert_eq!(update.text(Field::FirstName), Some("Zoë"));
/// assert!(reader.read(br#"{"first_name":"Zo"#).is_err());
/// ```
#[derive(Default)]
pub struct Reader {
    /// Strings whose escapes were resolved.
    decoded: String,
}

impl Reader {
    /// Reads one JSON value. One that is not an object is an update that says so.
    ///
    /// ```
    /// use client_profile::{Field, Input, json::Reader};
    /// let mut reader = Reader::default();
    /// assert!(!reader.read(b"[]").unwrap().is_object());
    /// let update = reader.read(br#"{"gender":1}"#).unwrap();
    /// assert_eq!(update.get(Field::Gender), Input::NotText);
    /// ```
    pub fn read<'a>(&'a mut self, bytes: &'a [u8]) -> Result<ProfileUpdate<'a>, JsonError> {
        let text = core::str::from_utf8(bytes)
            .map_err(|error| JsonError { kind: JsonErrorKind::Utf8, at: error.valid_up_to() })?;
        exact::read(text, &mut self.decoded)
    }

    /// Wipes what it keeps of the last value: the strings that had escapes.
    ///
    /// ```
    /// let mut reader = client_profile::json::Reader::default();
    /// reader.read(br#"{"first_name":"Zo\u00eb"}"#).unwrap();
    /// reader.forget();
    /// ```
    pub fn forget(&mut self) {
        let mut bytes = core::mem::take(&mut self.decoded).into_bytes();
        bytes.fill(0);
        bytes.clear();
        self.decoded = String::from_utf8(bytes).unwrap_or_default();
    }
}

// The memory holds personal values.
impl fmt::Debug for Reader {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reader")
    }
}

#[cfg(test)]
mod tests;
