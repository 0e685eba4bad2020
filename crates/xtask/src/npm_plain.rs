//! What the npm package's JavaScript knows of characters: where each may stand in a plain text, and
//! which ones alone say what is wrong with a text. It is asked of the core.

use anyhow::Result;
use client_profile::plain::{END, Place, in_name, in_note, in_tax_number};
use client_profile::validate::Alone;
use client_profile::{Code, Date, Field, Rules, Validator, choice, tin};
use serde_json::Value;

use crate::npm_tables::constant;

/// How a character that may stand anywhere, or between others, is written. Codes of what is wrong are
/// higher numbers.
const ANYWHERE: u8 = 1;
const BETWEEN: u8 = 2;

/// Writes the places of characters in each kind of text.
pub fn write(out: &mut String) -> Result<()> {
    constant(out, "PLAIN_END", u32::from(END));
    let rules = Validator::new(&Rules::default(), str::to_owned)?;
    let mut write = |name, field, place: fn(char) -> Place, words: &[&str]| -> Result<()> {
        let code = |text: &str| match rules.look_at(field, text, Date::EPOCH) {
            // What is counted as too long is the canonical form.
            Alone::Wrong(code, canonical) if canonical == text => Some(code),
            _ => None,
        };
        let around = Around::new(place, words);
        constant(
            out,
            name,
            runs(|c| match place(c) {
                Place::Anywhere => Some(ANYWHERE),
                Place::Between => Some(BETWEEN),
                Place::Nowhere if c.is_ascii() => around.code(c, code).map(|code| code as u8),
                Place::Nowhere => None,
            })?,
        );
        Ok(())
    };
    write("PLAIN_NAME", Field::FirstName, in_name, &["a", "É", "St", "com"])?;
    write("PLAIN_NOTE", Field::Reason, in_note, &["a", "%"])?;
    let numbers = ["1", "A-1", "no", "n"];
    write("PLAIN_TAX_NUMBER", Field::TaxIdentificationNumber, in_tax_number, &numbers)?;
    constant(out, "PLAIN_WORD", runs(in_word)?);
    constant(out, "MAX_NO_NUMBER", most_of_no_number());
    Ok(())
}

/// What may stand before, between and after characters in a plain text.
struct Around {
    before: Vec<String>,
    between: Vec<String>,
    after: Vec<String>,
}

impl Around {
    /// Of these words, with each character that may stand between, and nothing.
    fn new(place: fn(char) -> Place, words: &[&str]) -> Self {
        let signs = ('\0'..END).filter(|c| place(*c) == Place::Between).map(String::from);
        let signs: Vec<String> = signs.chain([String::new()]).collect();
        let joined = |join: fn(&str, &str) -> String| {
            let pairs =
                words.iter().flat_map(|word| signs.iter().map(move |sign| join(word, sign)));
            pairs.chain([String::new()]).collect()
        };
        Self {
            before: joined(|word, sign| format!("{word}{sign}")),
            after: joined(|word, sign| format!("{sign}{word}")),
            between: signs.iter().cloned().chain([words.concat()]).collect(),
        }
    }

    /// What is wrong with a text that has `c` once or twice, if that is the same wherever it stands.
    fn code(&self, c: char, code: impl Fn(&str) -> Option<Code>) -> Option<Code> {
        let twice = self.between.iter().map(|between| format!("{c}{between}{c}"));
        let middles: Vec<String> = twice.chain([c.to_string()]).collect();
        let ends = self
            .before
            .iter()
            .flat_map(|before| self.after.iter().map(move |after| (before, after)));
        let mut codes = ends
            .flat_map(|(before, after)| middles.iter().map(move |c| format!("{before}{c}{after}")))
            .map(|text| code(&text));
        let first = codes.next()??;
        codes.all(|code| code == Some(first)).then_some(first)
    }
}

/// Where a character may stand in what is the canonical form of a word, though it be in no list.
fn in_word(c: char) -> Option<u8> {
    let stays = |text: String| choice::canonical(&text) == text;
    let inside = stays(format!("a{c}a"));
    let outside = stays(format!("{c}")) && stays(format!("{c}{c}a{c}{c}"));
    match (inside, outside) {
        (true, true) if c.is_ascii() => Some(ANYWHERE),
        (true, false) => Some(BETWEEN),
        _ => None,
    }
}

/// The most characters of what means that there is no number: those words may have signs between.
fn most_of_no_number() -> usize {
    let means_none =
        |length: &usize| tin::canonical(&format!("{:-<length$}", "no")) == tin::NOT_ISSUED;
    (2..=Rules::MAX_TIN_LENGTH as usize).take_while(means_none).last().unwrap_or_default()
}

/// A list for each number: it, and of each run of characters that it is said of the first code and the
/// one above the last.
fn runs(of: impl Fn(char) -> Option<u8>) -> Result<Value> {
    let mut lists: Vec<(u32, Vec<u32>)> = Vec::new();
    for c in '\0'..END {
        let Some(number) = of(c).map(u32::from) else { continue };
        let at = lists.iter().position(|(of, _)| *of == number).unwrap_or_else(|| {
            lists.push((number, Vec::new()));
            lists.len() - 1
        });
        let (first, ends) = (u32::from(c), &mut lists[at].1);
        match ends.last_mut() {
            Some(end) if *end == first => *end = first + 1,
            _ => ends.extend([first, first + 1]),
        }
    }
    let flat = lists.into_iter().map(|(number, ends)| [vec![number], ends].concat());
    Ok(serde_json::to_value(flat.collect::<Vec<_>>())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_decides_only_if_it_does_everywhere() {
        let mut tables = String::new();
        write(&mut tables).unwrap();
        let said_of = |name: &str, c: char| -> u32 {
            let line = tables.lines().find(|line| line.contains(name)).unwrap();
            let (_, lists) = line.split_once('=').unwrap();
            let lists: Vec<Vec<u32>> = serde_json::from_str(lists.trim_end_matches(';')).unwrap();
            let has = |list: &&Vec<u32>| {
                list[1..].chunks(2).any(|run| (run[0]..run[1]).contains(&u32::from(c)))
            };
            lists.iter().find(has).map_or(0, |list| list[0])
        };
        for (name, c, said, why) in [
            ("PLAIN_NAME", 'a', ANYWHERE, "a letter"),
            ("PLAIN_NAME", '-', BETWEEN, "a hyphen"),
            ("PLAIN_NAME", '4', Code::NameDigits as u8, "a digit"),
            ("PLAIN_NAME", '<', Code::NameCharacters as u8, "a sign of no name"),
            ("PLAIN_NAME", '@', 0, "it stands in `Sri @ Sri`"),
            ("PLAIN_NAME", '/', 0, "it stands in `a/l`"),
            ("PLAIN_NAME", '.', 0, "it stands in `St.`, not in `a.com`"),
            ("PLAIN_NAME", '`', 0, "it becomes an apostrophe"),
            ("PLAIN_NAME", '\t', 0, "it goes at the ends"),
            ("PLAIN_NOTE", '\0', Code::TextCharacters as u8, "a control"),
            ("PLAIN_NOTE", '\n', 0, "a line break"),
            ("PLAIN_TAX_NUMBER", '#', Code::TinCharacters as u8, "a sign of no number"),
            ("PLAIN_TAX_NUMBER", '(', 0, "it stands in numbers"),
            ("PLAIN_WORD", '_', BETWEEN, "between words"),
            ("PLAIN_WORD", '-', 0, "it becomes `_`"),
            ("PLAIN_WORD", 'A', 0, "it becomes a small letter"),
        ] {
            assert_eq!(said_of(name, c), u32::from(said), "{name} {c:?}: {why}");
        }
        assert_eq!(most_of_no_number(), 20);
    }
}
