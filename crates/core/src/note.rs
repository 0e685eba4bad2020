//! The reason for a change: free text of several lines.

use crate::issue::Code;
use crate::text;

/// The first rule that `text`, in canonical form, breaks. A tab is a control character: it is
/// refused like the others.
///
/// ```
/// use client_profile::{Code, note};
/// assert_eq!(note::check("moved\nto Perth", 255), None);
/// assert_eq!(note::check("moved\tto Perth", 255), Some(Code::TextCharacters));
/// ```
pub fn check(text: &str, max_length: u32) -> Option<Code> {
    let refused = |c: char| c.is_control() && !is_line_break(c) || text::is_bidi_control(c);
    if text::longer_than(text, max_length) {
        Some(Code::TooLong)
    } else if text.chars().any(refused) {
        Some(Code::TextCharacters)
    } else {
        None
    }
}

/// LF, and CR, which canonical text no longer has.
const fn is_line_break(c: char) -> bool {
    matches!(c, '\n' | '\r')
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::issue::Code;
    use std::format;

    #[test]
    fn a_note_is_any_text_that_shows_what_it_is() {
        for (text, why) in [
            ("api test", "the documentation's example"),
            ("moved\nto Perth", "line breaks"),
            ("<b>&amp;</b> {{7*7}} ' OR 1=1 --", "markup is text"),
            ("🙂 переехал ﷽", "any script, any symbol"),
            ("a\u{2028}b\u{2029}c", "separators are no controls"),
            ("می‌خواهم", "a non-joiner"),
            ("a\u{200F}b", "a direction mark reorders nothing around it"),
        ] {
            assert_eq!(check(text, 255), None, "{why}");
        }
    }

    #[test]
    fn controls_are_refused() {
        for c in ('\0'..='\u{9F}').filter(|c| c.is_control() && !matches!(c, '\n' | '\r')) {
            assert_eq!(check(&format!("a{c}b"), 255), Some(Code::TextCharacters), "{c:?}");
        }
        for c in ('\u{202A}'..='\u{202E}').chain('\u{2066}'..='\u{2069}') {
            assert_eq!(check(&format!("a{c}b"), 255), Some(Code::TextCharacters), "{c:?}");
        }
    }

    #[test]
    fn characters_are_counted_and_length_comes_first() {
        assert_eq!(check(&"字".repeat(255), 255), None);
        assert_eq!(check(&"字".repeat(256), 255), Some(Code::TooLong));
        assert_eq!(check(&"\0".repeat(256), 255), Some(Code::TooLong));
    }
}
