//! What the rules need to know of a character, by tables of our own: 3 KB where libraries for
//! categories, scripts and normalization bring hundreds.

// Generated: constants that only name the source, and one line for a table.
mod tables;
#[cfg(test)]
mod tests;

/// The version of Unicode that the rules know.
pub use tables::VERSION;
pub(crate) use tables::{
    BOPOMOFO, COMMON, GREEK, HAN, HANGUL, HIRAGANA, INHERITED, KATAKANA, LATIN, MONGOLIAN,
};

/// What a character is to the rules.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(crate) enum Kind {
    /// Nothing that a name has by its kind: punctuation, symbols, styled letters, the invisible.
    Other,
    /// A letter of any script.
    Letter,
    /// A combining mark.
    Mark,
    /// A decimal digit of any script.
    Digit,
    /// Replaced or dropped by the canonical form.
    Folded,
    /// Never stands in text that is in NFC.
    NotNfc,
}

/// What the tables know of one character.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Properties(u16);

impl Properties {
    /// Looks `c` up. Constant time.
    #[inline]
    pub(crate) fn of(c: char) -> Self {
        let at = c as usize;
        let class = tables::INDEX
            .get(at / tables::BLOCK)
            .and_then(|block| {
                tables::BLOCKS.get(usize::from(*block) * tables::BLOCK + at % tables::BLOCK)
            })
            .and_then(|class| tables::CLASSES.get(usize::from(*class)));
        Self(class.copied().unwrap_or_default())
    }

    /// What it is.
    #[inline]
    pub(crate) const fn kind(self) -> Kind {
        match self.0 >> 8 & 0xF {
            1 => Kind::Letter,
            2 => Kind::Mark,
            3 => Kind::Digit,
            4 => Kind::Folded,
            5 => Kind::NotNfc,
            _ => Kind::Other,
        }
    }

    const fn low(self) -> u8 {
        self.0.to_le_bytes()[0]
    }

    /// The script of a letter.
    #[inline]
    pub(crate) const fn script(self) -> Option<u8> {
        match self.kind() {
            Kind::Letter => Some(self.low()),
            _ => None,
        }
    }

    /// The canonical combining class: where a mark stands among marks in NFC.
    #[inline]
    pub(crate) const fn combining_class(self) -> u8 {
        match self.kind() {
            Kind::Letter => 0,
            _ => self.low(),
        }
    }

    /// Whether NFC may make one character of `first`, the last one of combining class 0, and
    /// this one, `c`. Exact for Indic and Arabic signs, where names are full of signs that
    /// compose with few letters; otherwise true when in doubt.
    #[inline]
    fn may_compose(self, c: char, first: char) -> bool {
        match self.0 >> 12 {
            0 => false,
            1 => true,
            _ => {
                let pair = (c as u32) << 16 | first as u32;
                first > '\u{FFFF}' || tables::COMPOSITIONS.binary_search(&pair).is_ok()
            }
        }
    }
}

/// Follows text character by character and tells when it may not be in NFC: the quick check of
/// Unicode Standard Annex #15, chapter 9.
pub(crate) struct QuickCheck {
    starter: char,
    class: u8,
    /// Whether the last character may be a mark to a later Unicode.
    unknown: bool,
}

impl QuickCheck {
    /// At the start of a text.
    pub(crate) const fn new() -> Self {
        Self { starter: '\0', class: 0, unknown: false }
    }

    /// An ASCII character: always in NFC.
    #[inline]
    pub(crate) const fn ascii(&mut self, c: char) {
        self.starter = c;
        self.class = 0;
        self.unknown = false;
    }

    /// Any other character, with its properties; false when the text may not be in NFC.
    #[inline]
    pub(crate) fn passes(&mut self, c: char, properties: Properties) -> bool {
        if properties.kind() == Kind::NotNfc || properties.may_compose(c, self.starter) {
            return false;
        }
        let class = properties.combining_class();
        // What is not assigned yet, among the letters of scripts: the platform may know more, and
        // where it stands among marks.
        let unknown = properties.kind() == Kind::Other
            && matches!(c, '\u{300}'..='\u{1FFF}' | '\u{A000}'..='\u{ABFF}' | '\u{10000}'..='\u{1EFFF}');
        if unknown && (self.unknown || self.class > 0) || self.unknown && class > 0 {
            return false;
        }
        self.unknown = unknown;
        if class == 0 {
            self.starter = c;
        } else if self.class > class {
            return false;
        }
        self.class = class;
        true
    }
}
