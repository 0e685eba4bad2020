//! A person's name: letters of every script, and the marks that names are written with.
//!
//! The set is that of the rules, written down in [`check`], `JOINING` and `FILIATION`. Where
//! a script has a sign of its own for what the rules allow in another (a hyphen, a point between
//! initials, a divider between words), that sign is allowed as well: `בן־גוריון` and
//! `瓦歷斯‧諾幹` stand on identity cards.

use core::ops::Range;

use crate::issue::Code;
use crate::unicode::{
    BOPOMOFO, COMMON, GREEK, HAN, HANGUL, HIRAGANA, INHERITED, KATAKANA, Kind, LATIN, MONGOLIAN,
    Properties,
};

/// Most combining marks in a row. Burmese names come to five (လျှို့).
const MAX_MARKS: u32 = 5;

/// Words with a slash that stand on Malaysian and Singaporean identity cards: son, daughter or
/// wife of, and `anak`, child of.
const FILIATION: [&str; 6] = ["a/l", "a/p", "a/k", "s/o", "d/o", "w/o"];

/// Characters beyond ASCII, no letters, that stand between or after letters.
const JOINING: [char; 20] = [
    '\u{00B7}', // middle dot: Catalan l·l, Chinese transcriptions
    '\u{055A}', // Armenian apostrophe
    '\u{058A}', // Armenian hyphen
    '\u{05BE}', // Hebrew hyphen, maqaf
    '\u{05F3}', // Hebrew geresh
    '\u{05F4}', // Hebrew gershayim
    '\u{06D4}', // Arabic full stop: Urdu initials
    '\u{0970}', // Devanagari abbreviation sign: Hindi initials
    '\u{0AF0}', // Gujarati abbreviation sign
    '\u{0F0B}', // Tibetan tsheg, between syllables
    '\u{0F0C}', // the same where no line breaks
    '\u{1361}', // Ethiopic word space
    '\u{1400}', // Canadian syllabics hyphen
    '\u{2010}', // hyphen
    '\u{2011}', // hyphen where no line breaks
    '\u{2027}', // hyphenation point: the middle dot of Taiwan's registers
    '\u{30A0}', // Katakana double hyphen
    '\u{30FB}', // Katakana middle dot
    '\u{FF1D}', // full-width equals sign: what keyboards write for the Katakana double hyphen
    '\u{FF65}', // middle dot of half width, as Japanese banks write it
];

/// Lists of one: to look for them in texts takes less code than to look for a character, and these
/// texts are short.
const SPACE: [char; 1] = [' '];
const POINT: [char; 1] = ['.'];

/// Endings that make an internet address of a word.
const ADDRESS_ENDINGS: [&str; 11] =
    ["com", "net", "org", "io", "info", "biz", "edu", "gov", "xyz", "online", "website"];

/// Those of them that are surnames, in Ghana and in Macao: behind an initial they are no address.
const SURNAMES: [&str; 2] = ["edu", "io"];

/// Second-level names under which countries give out addresses: `.co.uk`, `.com.au`.
const ADDRESS_MIDDLES: [&str; 6] = ["com", "net", "org", "co", "edu", "gov"];

/// What an ASCII character is to a name: flags, or-ed over the whole name.
const LETTER: u8 = 1;
/// Space, apostrophe, hyphen.
const PLAIN: u8 = 2;
const FULL_STOP: u8 = 4;
const DIGIT: u8 = 8;
/// Stands in no name, in certain words only (`/`, `:` and `@`), or beyond ASCII.
const OTHER: u8 = 16;
/// What needs no look at its neighbours.
const SIMPLE: u8 = LETTER | PLAIN | FULL_STOP;

const ASCII: [u8; 256] = {
    let mut flags = [OTHER; 256];
    let mut at = 0;
    while at < 128 {
        #[allow(clippy::cast_possible_truncation, reason = "below 128")]
        let byte = at as u8;
        if byte.is_ascii_alphabetic() {
            flags[at] = LETTER;
        } else if byte.is_ascii_digit() {
            flags[at] = DIGIT;
        }
        at += 1;
    }
    flags[b' ' as usize] = PLAIN;
    flags[b'\'' as usize] = PLAIN;
    flags[b'-' as usize] = PLAIN;
    flags[b'.' as usize] = FULL_STOP;
    flags
};

/// The first rule that `text`, in canonical form and not too long, breaks. Takes time linear in
/// its length and stops at the first character that no name has.
///
/// ```
/// use client_profile::{Code, name};
/// assert_eq!(name::check("O’Brien"), None);
/// assert_eq!(name::check("प्रिया"), None);
/// assert_eq!(name::check("J0hn"), Some(Code::NameDigits));
/// ```
pub fn check(text: &str) -> Option<Code> {
    let found = text.bytes().fold(0, |found, byte| found | ASCII[byte as usize]);
    if found == LETTER {
        return None;
    }
    if found & !SIMPLE == 0 {
        if found & LETTER == 0 {
            return Some(Code::NameNoLetter);
        }
    } else {
        match check_characters(text) {
            Ok(true) => {}
            Ok(false) => return Some(Code::NameNoLetter),
            Err(code) => return Some(code),
        }
    }
    let stands_well = text.chars().next().is_some_and(starts_a_name)
        && (found & FULL_STOP == 0 || !text.split(SPACE).any(is_address));
    if stands_well { None } else { Some(Code::NameCharacters) }
}

fn starts_a_name(c: char) -> bool {
    is_letter(c) || matches!(c, '\'' | '‘' | '’')
}

/// Whether every character is one of a name and where it may stand, and if so, whether there is
/// a letter. The letters of a filiation do not make a name.
fn check_characters(text: &str) -> Result<bool, Code> {
    let mut has_letter = false;
    let mut first = true;
    // An alias sign waits for the word after it.
    let mut after_alias = false;
    for word in text.split(SPACE) {
        if word == "@" {
            if first || after_alias {
                return Err(Code::NameCharacters);
            }
            after_alias = true;
        } else {
            after_alias = false;
            // Written with a point as well: `S/o. Kumar`.
            let bare = word.strip_suffix(POINT).unwrap_or(word);
            if !FILIATION.iter().any(|known| known.eq_ignore_ascii_case(bare)) {
                has_letter |= check_word(word)?;
            }
        }
        first = false;
    }
    if after_alias { Err(Code::NameCharacters) } else { Ok(has_letter) }
}

/// What stands before a character.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Before {
    /// The start of the word, or punctuation.
    Nothing,
    /// A letter of that script.
    Letter(u8),
    Mark,
    /// A variation selector after a Mongolian letter.
    MongolianVariant,
    /// ZWJ or ZWNJ.
    Joiner,
}

/// The same for one word.
fn check_word(word: &str) -> Result<bool, Code> {
    let mut has_letter = false;
    let mut before = Before::Nothing;
    // Not forgotten at a joiner, or joiners would let marks pile up.
    let mut marks = 0;
    for (at, c) in word.char_indices() {
        if c.is_ascii() {
            let previous = core::mem::replace(&mut before, Before::Nothing);
            marks = 0;
            match ASCII[c as usize & 0x7F] {
                LETTER => {
                    has_letter = true;
                    before = Before::Letter(LATIN);
                }
                PLAIN | FULL_STOP => {}
                _ if may_stand(c, previous, word, at) => {}
                DIGIT => return Err(Code::NameDigits),
                _ => return Err(Code::NameCharacters),
            }
            continue;
        }
        let properties = Properties::of(c);
        before = match properties.kind() {
            Kind::Letter => {
                marks = 0;
                // Spacing modifier letters (ʻ, ʼ, ʷ …) go with letters and are none alone.
                has_letter |= !matches!(c, '\u{02B0}'..='\u{02FF}');
                Before::Letter(properties.script().unwrap_or(COMMON))
            }
            Kind::Mark => {
                marks += 1;
                if before == Before::Nothing || marks > MAX_MARKS {
                    return Err(Code::NameCharacters);
                }
                Before::Mark
            }
            Kind::Digit | Kind::Other if may_stand(c, before, word, at) => {
                marks = 0;
                Before::Nothing
            }
            Kind::Digit => return Err(Code::NameDigits),
            Kind::Other => {
                let after = after_sign(c, before).ok_or(Code::NameCharacters)?;
                if after == Before::Nothing {
                    marks = 0;
                }
                after
            }
            Kind::Folded | Kind::NotNfc => return Err(Code::NameCharacters),
        };
    }
    Ok(has_letter)
}

/// Whether the character at that byte, which stands in no other place of a name, shortens a word,
/// makes a vowel long, or is typed for a point or sign that keyboards lack:
///
/// - Latin `K:son` and `S:t` (Swedish), `Kanien'kehá:ka` (Mohawk): see [`is_colon_of_names`];
/// - Bengali `মো: রহমান`, as the visarga is typed that stands in `মোঃ`;
/// - Devanagari `मो० असलम` and `मो0 असलम`, Bengali `মো০ করিম`: a zero, as the abbreviation sign U+0970
///   is typed;
/// - Hebrew `כ"ץ`: a quotation mark, as the gershayim U+05F4 is typed;
/// - `阿依古丽•买买提`, `Gal•la`: a bullet and its like, as the middle dot U+00B7 is typed;
/// - Latin and Ethiopic `G/Mariam`, `ገ/ማርያም`: Gebre and the like, which begin Ethiopian and Eritrean
///   names of two words, as their first letter; Ethiopic titles (`ወ/ሮ`) have one behind it as well.
fn may_stand(c: char, before: Before, word: &str, at: usize) -> bool {
    let (start, rest) = word.split_at_checked(at).unwrap_or_default();
    let is_latin = before == Before::Letter(LATIN);
    if !matches!(before, Before::Letter(_) | Before::Mark) {
        return false;
    }
    // Marks have no script; but Unicode has these scripts in blocks of 128 characters.
    let block = start.chars().next_back().map_or(0, |c| c as u32 / 128);
    match (c, block) {
        (':' | '০', BENGALI) | ('०' | '0', DEVANAGARI) => true,
        ('"' | '”', HEBREW) => rest.chars().nth(1).is_some_and(|next| matches!(next, 'א'..='ת')),
        ('•' | '∙' | '⋅' | '●', _) => rest.chars().nth(1).is_some_and(is_letter),
        (':', _) => is_latin && is_colon_of_names(start, rest),
        ('/', _) if is_latin || ETHIOPIC.contains(&block) => {
            let mut after = rest.chars().skip(1);
            let mut is_followed = || after.next().is_some_and(is_letter);
            start.chars().nth(1).is_none() && is_followed() && (!is_latin || is_followed())
        }
        _ => false,
    }
}

/// U+0580 to U+05FF: after Armenian's last letters.
const HEBREW: u32 = 0x590 / 128;
/// U+0900 to U+097F.
const DEVANAGARI: u32 = 0x900 / 128;
/// U+0980 to U+09FF.
const BENGALI: u32 = 0x980 / 128;
/// U+1200 to U+137F.
const ETHIOPIC: Range<u32> = 0x1200 / 128..0x1380 / 128;

fn is_letter(c: char) -> bool {
    Properties::of(c).kind() == Kind::Letter
}

/// Whether the colon with which `rest` begins, behind a Latin letter, shortens a word to its first
/// letter, or makes a vowel with an accent long. Another letter follows.
fn is_colon_of_names(start: &str, rest: &str) -> bool {
    let mut back = start.bytes().rev();
    let is_accented = back.next().is_some_and(|byte| !byte.is_ascii());
    rest.chars().nth(1).is_some_and(is_letter)
        && (is_accented
            || !back.next().is_some_and(|byte| byte.is_ascii_alphabetic() || !byte.is_ascii()))
}

/// What a character that is neither letter nor mark nor digit leaves behind it; `None` when it
/// may not stand after `before`.
fn after_sign(c: char, before: Before) -> Option<Before> {
    match (c, before) {
        ('‘' | '’', _) => Some(Before::Nothing),
        // Joiners and non-joiners shape Indic, Arabic and other scripts.
        ('\u{200C}' | '\u{200D}', Before::Letter(_) | Before::Mark | Before::MongolianVariant) => {
            Some(Before::Joiner)
        }
        // Variants of ideographs: 葛󠄀城 and 葛城 are two families.
        ('\u{FE00}'..='\u{FE0F}' | '\u{E0100}'..='\u{E01EF}', Before::Letter(HAN)) => {
            Some(Before::Mark)
        }
        // Variants of Mongolian letters, and the vowel separator before a final one.
        ('\u{180B}'..='\u{180D}' | '\u{180F}', Before::Letter(MONGOLIAN)) => {
            Some(Before::MongolianVariant)
        }
        ('\u{180E}', Before::Letter(MONGOLIAN) | Before::MongolianVariant) => Some(Before::Joiner),
        _ => JOINING.binary_search(&c).ok().map(|_| Before::Nothing),
    }
}

/// Whether a word is an internet address: `www.` before it, `.com` and the like after it.
fn is_address(word: &str) -> bool {
    let word = word.trim_end_matches(POINT);
    let mut labels = word.rsplit(POINT);
    let last = labels.next().unwrap_or_default();
    let Some(middle) = labels.next() else {
        return false;
    };
    let is_one_of = |list: &[&str], label: &str| list.iter().any(|l| l.eq_ignore_ascii_case(label));
    let is_country = last.len() == 2 && last.bytes().all(|b| b.is_ascii_alphabetic());
    let is_initial = middle.len() == 1 && is_one_of(&SURNAMES, last);
    is_one_of(&ADDRESS_ENDINGS, last) && !is_initial
        || is_country && labels.next().is_some() && is_one_of(&ADDRESS_MIDDLES, middle)
        || word.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("www."))
}

/// Scripts that occur together in one name.
const TOGETHER: [&[u8]; 3] = [&[HAN, HIRAGANA, KATAKANA], &[HAN, HANGUL], &[HAN, BOPOMOFO]];

/// Whether `text` has letters of several scripts that do not occur together in one name, as
/// `Аnna` with a Cyrillic А has. Japanese, Korean with Han, Han with Bopomofo do occur, and so
/// does θ in Latin names of the Salish languages: Unicode has no Latin one.
///
/// ```
/// use client_profile::name::mixes_scripts;
/// assert!(mixes_scripts("\u{410}nna"));
/// assert!(!mixes_scripts("高橋みなみ"));
/// ```
pub fn mixes_scripts(text: &str) -> bool {
    if text.is_ascii() {
        return false;
    }
    let mut seen = Scripts::none();
    let mut theta = false;
    for c in text.chars() {
        if matches!(c, 'θ' | 'Θ') {
            theta = true;
        } else if c.is_ascii() {
            if c.is_ascii_alphabetic() {
                seen.add(LATIN);
            }
        } else if let Some(script) = Properties::of(c).script()
            && script != COMMON
            && script != INHERITED
        {
            seen.add(script);
        }
    }
    if theta && (seen.several || seen.last != Some(LATIN)) {
        seen.add(GREEK);
    }
    seen.several && !seen.together.contains(&true)
}

/// The scripts of a name, as far as they matter.
struct Scripts {
    last: Option<u8>,
    several: bool,
    /// For each line of [`TOGETHER`]: whether all scripts are in it.
    together: [bool; TOGETHER.len()],
}

impl Scripts {
    const fn none() -> Self {
        Self { last: None, several: false, together: [true; TOGETHER.len()] }
    }

    fn add(&mut self, script: u8) {
        if self.last == Some(script) {
            return;
        }
        self.several |= self.last.is_some();
        self.last = Some(script);
        for (all, group) in self.together.iter_mut().zip(TOGETHER) {
            *all &= group.contains(&script);
        }
    }
}
