//! Which country was meant by a code that is none: other lists' codes and English names.

use super::{Country, CountrySet};

/// Alpha-2, alpha-3 and names. Only the last two are kept in the program.
const SOURCE: &[u8] = include_bytes!("../../data/countries.txt");

/// How many countries the source has.
const COUNT: usize = 249;

/// Codes that are not ISO's, and Kosovo, which is not in it. Sources: EU Interinstitutional style
/// guide 7.1.1 (`uk`, `el`); CLDR (`xk`, `xkx`); `rks` stands on Kosovo's passports.
const OTHER_CODES: [(&str, &str); 5] =
    [("uk", "gb"), ("el", "gr"), ("xkx", "xk"), ("rks", "xk"), ("kosovo", "xk")];

/// The alpha-3 codes, in the order of the alpha-2 codes.
static ALPHA_3: [[u8; 3]; COUNT] = packed().0;

/// The names, a line for each country, in the same order.
static NAMES: [u8; packed().2] = {
    let (_, names, length) = packed();
    let mut exact = [0; packed().2];
    let mut at = 0;
    while at < length {
        exact[at] = names[at];
        at += 1;
    }
    exact
};

/// Takes the source apart while the crate is compiled: codes, names, length of the names.
const fn packed() -> ([[u8; 3]; COUNT], [u8; SOURCE.len()], usize) {
    let mut codes = [[0; 3]; COUNT];
    let mut names = [0; SOURCE.len()];
    let (mut length, mut row, mut at) = (0, 0, 0);
    while at < SOURCE.len() {
        let comment = SOURCE[at] == b'#';
        if !comment {
            // `AD AND Andorra`
            codes[row] = [SOURCE[at + 3], SOURCE[at + 4], SOURCE[at + 5]];
            row += 1;
            at += 6;
        }
        if !comment && SOURCE[at] == b' ' {
            at += 1;
        }
        while SOURCE[at] != b'\n' {
            if !comment {
                names[length] = SOURCE[at];
                length += 1;
            }
            at += 1;
        }
        if !comment {
            names[length] = b'\n';
            length += 1;
        }
        at += 1;
    }
    assert!(row == COUNT, "a row for each country");
    (codes, names, length)
}

/// Most bytes of a text that may name a country; the longest name has 32.
const MAX_LENGTH: usize = 64;

/// The country that `text`, which is no code of a country, probably means: `uk` and `el`, alpha-3
/// codes, English names, and codes with points or spaces between. Only ASCII letters are
/// compared, in either case.
///
/// ```
/// use client_profile::{Country, country};
/// assert_eq!(country::suggest("uk"), Country::new("gb"));
/// assert_eq!(country::suggest("DEU"), Country::new("de"));
/// assert_eq!(country::suggest("united_states"), Country::new("us"));
/// assert_eq!(country::suggest("U.S."), Country::new("us"));
/// assert_eq!(country::suggest("atlantis"), None);
/// ```
pub fn suggest(text: &str) -> Option<Country> {
    if text.len() > MAX_LENGTH {
        return None;
    }
    if let Some((_, code)) = OTHER_CODES.iter().find(|(other, _)| same(text.bytes(), other.bytes()))
    {
        return Country::new(code);
    }
    let countries = || CountrySet::ISO_3166.iter();
    let names = NAMES.split(|byte| *byte == b'\n');
    countries()
        .find(|country| same(text.bytes(), country.as_str().bytes()))
        .or_else(|| {
            countries()
                .zip(&ALPHA_3)
                .find(|(_, code)| same(text.bytes(), code.iter().copied()))
                .map(|(country, _)| country)
        })
        .or_else(|| {
            countries()
                .zip(names)
                .find(|(_, names)| {
                    names
                        .split(|byte| *byte == b'|')
                        .any(|name| !name.is_empty() && same(text.bytes(), name.iter().copied()))
                })
                .map(|(country, _)| country)
        })
}

/// Whether both have the same ASCII letters, in either case.
fn same(a: impl Iterator<Item = u8>, b: impl Iterator<Item = u8>) -> bool {
    let letter = |byte: &u8| byte.is_ascii_alphabetic();
    let lower = |byte: u8| byte.to_ascii_lowercase();
    a.filter(letter).map(lower).eq(b.filter(letter).map(lower))
}

#[cfg(test)]
mod tests {
    use std::string::String;
    use std::vec::Vec;

    use super::{ALPHA_3, NAMES, SOURCE, suggest};
    use crate::country::{Country, CountrySet};

    /// The rows of the source: alpha-2, alpha-3, names.
    fn rows() -> Vec<(Country, &'static str, &'static str)> {
        let source = std::str::from_utf8(SOURCE).unwrap();
        let rows = source.lines().filter(|line| !line.starts_with('#')).map(|line| {
            let mut words = line.splitn(3, ' ');
            let mut next = || words.next().unwrap_or_default();
            (Country::new(&next().to_lowercase()).unwrap(), next(), next())
        });
        rows.collect()
    }

    #[test]
    fn the_program_has_what_the_source_has() {
        let rows = rows();
        assert!(CountrySet::ISO_3166.iter().eq(rows.iter().map(|row| row.0)));
        assert!(ALPHA_3.iter().zip(&rows).all(|(code, row)| code == row.1.as_bytes()));
        let names: String = rows.iter().flat_map(|row| [row.2, "\n"]).collect();
        assert_eq!(std::str::from_utf8(&NAMES), Ok(&*names));
    }

    #[test]
    fn every_code_and_name_leads_to_its_country() {
        for (country, alpha_3, names) in rows() {
            assert_eq!(suggest(alpha_3), Some(country));
            assert_eq!(suggest(&alpha_3.to_lowercase()), Some(country));
            for name in names.split('|').filter(|name| !name.is_empty()) {
                assert_eq!(suggest(name), Some(country), "{name}");
                let canonical = crate::choice::canonical(name);
                assert_eq!(suggest(&canonical), Some(country), "{canonical}");
            }
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
            ("côte_d'ivoire", Some("ci")),
            ("cote d’ivoire", Some("ci")),
            ("türkiye", Some("tr")),
            ("", None),
            ("_", None),
            ("1", None),
            ("x", None),
            ("zz", None),
            ("zzz", None),
            ("россия", None),
            (&"uk ".repeat(30), None),
        ] {
            assert_eq!(suggest(text), code.and_then(Country::new), "{text}");
        }
    }
}
