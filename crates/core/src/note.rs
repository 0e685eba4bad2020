//! The reason for a change: free text of several lines.

use crate::issue::Code;
use crate::text;

/// The first rule that `text`, in canonical form, breaks. A tab is a control character: it is
/// refused like the others. Text of nothing but characters that do not show is as good as none.
///
/// ```
/// use client_profile::{Code, note};
/// assert_eq!(note::check("moved\nto Perth", 255), None);
/// assert_eq!(note::check("\u{200B}", 255), Some(Code::Required));
/// assert_eq!(note::check("moved\tto Perth", 255), Some(Code::TextCharacters));
/// ```
pub fn check(text: &str, max_length: u32) -> Option<Code> {
    let refused = |c: char| c.is_control() && !is_line_break(c) || text::is_bidi_control(c);
    if text::longer_than(text, max_length) {
        Some(Code::TooLong)
    } else if text.chars().any(refused) {
        Some(Code::TextCharacters)
    } else if text.chars().all(is_blank) {
        Some(Code::Required)
    } else {
        None
    }
}

/// What leaves no mark: white space, the fillers that are letters by name, and what Unicode calls
/// default ignorable (`DerivedCoreProperties.txt`), as far as people come by it.
fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '\u{AD}' | '\u{34F}' | '\u{115F}' | '\u{1160}' | '\u{180B}'..='\u{180F}'
                | '\u{200B}'..='\u{200F}' | '\u{2060}'..='\u{2064}' | '\u{2800}' | '\u{3164}'
                | '\u{FE00}'..='\u{FE0F}' | '\u{FEFF}' | '\u{FFA0}' | '\u{E0000}'..='\u{E0FFF}'
        )
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
    fn what_does_not_show_is_no_reason() {
        for (text, code, why) in [
            ("\u{200B}", Some(Code::Required), "a zero-width space"),
            ("\u{FEFF} \u{3164}\n\u{2800}", Some(Code::Required), "a mark, fillers, an empty cell"),
            (
                "\u{AD}\u{2060}\u{200D}\u{FE0F}",
                Some(Code::Required),
                "a hyphen that is not, joiners",
            ),
            ("\u{200B}x", None, "one letter shows"),
            ("\u{2801}", None, "a cell with a dot"),
        ] {
            assert_eq!(check(text, 255), code, "{why}");
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
