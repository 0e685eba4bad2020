//! The reason for a change: free text of several lines.

use crate::issue::Code;
use crate::text;

/// The first rule that `text`, in canonical form, breaks.
pub fn check(text: &str, max_length: u32) -> Option<Code> {
    if text::longer_than(text, max_length) {
        Some(Code::TooLong)
    } else if text
        .chars()
        .any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t') || text::is_bidi_control(c))
    {
        Some(Code::TextCharacters)
    } else {
        None
    }
}
