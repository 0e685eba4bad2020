//! Which country was meant by a code that is none: other lists' codes and English names.

use core::cmp::Ordering;

use super::{Country, CountrySet};

/// Alpha-3 and alpha-2 codes, in the order of the former: lines such as `ABW AW`. Source: ISO
/// 3166-1 as in the npm package i18n-iso-countries 7.14.0 (MIT); `XKX` as in CLDR.
const ALPHA_3_SOURCE: &[u8] = include_bytes!("../../data/country-alpha-3.txt");

/// English names and alpha-2 codes, in the order of the names' letters: lines such as
/// `Afghanistan AF`. A code in small letters is that of a name which only leads to the country and
/// is not what we call it. Sources: the same package, with the names that people write; the short
/// names of ISO 3166-1 and those of CLDR, as they are when [`LEFT_OUT`] is gone. Dependent
/// territories with few inhabitants go without.
const NAMES: &str = include_str!("../../data/country-names.txt");

/// Codes that are not ISO's. Sources: EU Interinstitutional style guide 7.1.1 (`uk`, `el`).
const OTHER_CODES: [(&[u8], &str); 2] = [(b"uk", "gb"), (b"el", "gr")];

/// What is left out of a name that is not found as it is written, a word a line: what official names
/// have around the country's own, as in `Korea (the Republic of)`. Sources: the short and formal
/// names of ISO 3166-1.
const LEFT_OUT: &str = include_str!("../../data/country-words.txt");

/// One line of the alpha-3 codes.
const LINE: usize = "ABW AW\n".len();

/// The alpha-3 codes without what is between them.
static ALPHA_3: [([u8; 3], [u8; 2]); ALPHA_3_SOURCE.len() / LINE] = {
    let mut codes = [([0; 3], [0; 2]); ALPHA_3_SOURCE.len() / LINE];
    let mut row = 0;
    while row < codes.len() {
        let (_, line) = ALPHA_3_SOURCE.split_at(row * LINE);
        codes[row] = (
            [
                line[0].to_ascii_lowercase(),
                line[1].to_ascii_lowercase(),
                line[2].to_ascii_lowercase(),
            ],
            [line[4].to_ascii_lowercase(), line[5].to_ascii_lowercase()],
        );
        row += 1;
    }
    codes
};

/// Most letters of a text that [`suggest`] looks at; the longest name has 45.
///
/// ```
/// use client_profile::country::{MAX_HINT_LETTERS, suggest};
/// assert_eq!(suggest(&"a".repeat(MAX_HINT_LETTERS + 1)), None);
/// ```
pub const MAX_HINT_LETTERS: usize = 48;

/// Most bytes of a text that [`suggest`] looks at.
///
/// ```
/// use client_profile::country::{MAX_HINT, suggest};
/// assert!(suggest(&format!("{:>MAX_HINT$}", "Germany")).is_some());
/// assert!(suggest(&format!("{:>1$}", "Germany", MAX_HINT + 1)).is_none());
/// ```
pub const MAX_HINT: usize = 64;

/// The country that `text`, which is no code of a country, probably means: `uk` and `el`, alpha-3
/// codes, English names, and codes with points or spaces between. Only ASCII letters are
/// compared, in either case; `&` is `and`, `St` is `Saint`, and a name may have words around it
/// such as `the Republic of`.
///
/// ```
/// use client_profile::{Country, country};
/// assert_eq!(country::suggest("uk"), Country::new("gb"));
/// assert_eq!(country::suggest("DEU"), Country::new("de"));
/// assert_eq!(country::suggest("united_states"), Country::new("us"));
/// assert_eq!(country::suggest("U.S."), Country::new("us"));
/// assert_eq!(country::suggest("Iran (Islamic Republic of)"), Country::new("ir"));
/// assert_eq!(country::suggest("atlantis"), None);
/// ```
pub fn suggest(text: &str) -> Option<Country> {
    if text.len() > MAX_HINT {
        return None;
    }
    let mut buffer = [0; MAX_HINT_LETTERS];
    for left_out in ["", "the", LEFT_OUT] {
        let letters = gather(text, left_out, &mut buffer)?;
        // What was China before the republic was taken away may have been Taiwan.
        let is_sure = left_out != LEFT_OUT || letters != b"china";
        if let Some(country) = of_letters(letters).filter(|_| is_sure) {
            return Some(country);
        }
    }
    None
}

/// The letters of `text` in `buffer`; when words are `left_out`, without them and with `st` in full,
/// which by itself is a code.
fn gather<'a>(
    text: &str,
    left_out: &str,
    buffer: &'a mut [u8; MAX_HINT_LETTERS],
) -> Option<&'a [u8]> {
    let mut count = 0;
    for word in text.split(|c: char| !c.is_ascii_alphabetic() && c != '&') {
        let is_word = |other: &str| word.eq_ignore_ascii_case(other);
        if left_out.lines().any(is_word) {
            continue;
        }
        for byte in if is_word("st") && !left_out.is_empty() { "saint" } else { word }.bytes() {
            let only = [byte.to_ascii_lowercase()];
            for letter in if byte == b'&' { b"and".as_slice() } else { &only } {
                *buffer.get_mut(count)? = *letter;
                count += 1;
            }
        }
    }
    buffer.get(..count)
}

/// The country of another code, or of a name.
fn of_letters(letters: &[u8]) -> Option<Country> {
    match *letters {
        [a, b] => match OTHER_CODES.iter().find(|(other, _)| *other == letters) {
            Some((_, code)) => Country::new(code),
            None => Country::of_letters([a, b]).filter(|c| CountrySet::ISO_3166.contains(*c)),
        },
        [a, b, c] => of_alpha_3([a, b, c]).or_else(|| of_name(letters)),
        _ => of_name(letters),
    }
}

/// The ASCII letters, in lower case.
fn letters(text: &str) -> impl Iterator<Item = u8> + '_ {
    text.bytes().filter(u8::is_ascii_alphabetic).map(|byte| byte.to_ascii_lowercase())
}

fn of_alpha_3(code: [u8; 3]) -> Option<Country> {
    let at = ALPHA_3.binary_search_by_key(&code, |(code, _)| *code).ok()?;
    ALPHA_3.get(at).and_then(|(_, country)| Country::of_letters(*country))
}

/// Halves the list until the name's line is found.
fn of_name(name: &[u8]) -> Option<Country> {
    let mut lines = NAMES;
    while !lines.is_empty() {
        let middle = lines.as_bytes().get(lines.len() / 2..)?;
        // The line that ends at or after the middle.
        let end = lines.len() / 2 + middle.iter().position(|byte| *byte == b'\n')?;
        let before = lines.get(..end)?;
        let start = before.bytes().rposition(|byte| byte == b'\n').map_or(0, |at| at + 1);
        let line = before.get(start..)?;
        // A name and a space, then two letters. (`rsplit_once` would bring along a way to panic.)
        let (known, code) = line.split_at_checked(line.len().checked_sub(2)?)?;
        lines = match letters(known).cmp(name.iter().copied()) {
            Ordering::Equal => {
                let mut code = letters(code);
                return Country::of_letters([code.next()?, code.next()?]);
            }
            Ordering::Less => lines.get(end..)?.strip_prefix('\n')?,
            Ordering::Greater => lines.get(..start)?,
        };
    }
    None
}

#[cfg(test)]
mod tests {
    use std::format;
    use std::vec::Vec;

    use super::{ALPHA_3, ALPHA_3_SOURCE, LINE, MAX_HINT_LETTERS, NAMES, letters, suggest};
    use crate::country::{Country, CountrySet};

    #[test]
    fn every_country_has_an_alpha_3_code_that_leads_to_it() {
        assert_eq!(ALPHA_3_SOURCE.len() % LINE, 0);
        assert!(ALPHA_3.is_sorted_by(|a, b| a.0 < b.0));
        let mut countries: Vec<Country> = Vec::new();
        for line in std::str::from_utf8(ALPHA_3_SOURCE).unwrap().lines() {
            let (alpha_3, alpha_2) = line.split_once(' ').unwrap();
            let country = Country::new(&alpha_2.to_lowercase()).unwrap();
            assert_eq!(suggest(alpha_3), Some(country));
            assert_eq!(suggest(&alpha_3.to_lowercase()), Some(country));
            countries.push(country);
        }
        countries.sort();
        let kosovo = Country::new("xk").unwrap();
        let mut known: Vec<Country> = CountrySet::ISO_3166.iter().chain([kosovo]).collect();
        known.sort();
        assert_eq!(countries, known);
    }

    #[test]
    fn every_name_leads_to_its_country() {
        let keys: Vec<Vec<u8>> =
            NAMES.lines().map(|line| letters(line.rsplit_once(' ').unwrap().0).collect()).collect();
        assert!(keys.is_sorted_by(|a, b| a < b), "in order, each once");
        assert!(keys.iter().all(|key| key.len() > 2 && key.len() <= MAX_HINT_LETTERS));
        for line in NAMES.lines() {
            let (name, code) = line.rsplit_once(' ').unwrap();
            let country = Country::new(&code.to_lowercase());
            assert!(country.is_some());
            assert_eq!(suggest(name), country, "{name}");
            assert_eq!(suggest(&name.to_uppercase()), country, "{name}");
            assert_eq!(suggest(&crate::choice::canonical(name)), country, "{name}");
        }
    }

    #[test]
    fn near_misses() {
        for (text, code) in [
            ("uk", Some("gb")),
            ("UK", Some("gb")),
            ("el", Some("gr")),
            ("xkx", Some("xk")),
            ("Kosovo", Some("xk")),
            ("g.b.", Some("gb")),
            ("united kingdom", Some("gb")),
            ("great_britain", Some("gb")),
            ("usa", Some("us")),
            ("uae", Some("ae")),
            ("côte_d'ivoire", Some("ci")),
            ("cote d’ivoire", Some("ci")),
            ("türkiye", Some("tr")),
            ("afghanistan", Some("af")),
            ("zimbabwe", Some("zw")),
            ("", None),
            ("_", None),
            ("1", None),
            ("x", None),
            ("zz", None),
            ("zzz", None),
            ("aaaa", None),
            ("zzzz", None),
            ("germanyy", None),
            ("german", None),
            ("россия", None),
            ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", None),
            (&format!("{:64}", "united kingdom"), Some("gb")),
            (&format!("{:65}", "united kingdom"), None),
        ] {
            assert_eq!(suggest(text), code.and_then(Country::new), "{text}");
        }
    }
}
