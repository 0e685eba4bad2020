//! What the npm package's JavaScript knows of countries besides the rules, written in short from
//! the core's tables. `js/hints.js` reads it; a test holds both to the same answers.

use std::fmt::Write as _;

use anyhow::{Context as _, Result, ensure};
use client_profile::country::{CountrySet, MAX_HINT, MAX_HINT_LETTERS, suggest};
use client_profile::{Country, tin};

use crate::npm_tables::{ascii, constant};

/// The English names, a line each with the code at its end.
const NAMES: &str = include_str!("../../core/data/country-names.txt");

/// The words that stand around names, a line each.
const LEFT_OUT: &str = include_str!("../../core/data/country-words.txt");

/// Writes what is looked at, codes of three letters, other codes, names and tax numbers.
pub fn write(out: &mut String) -> Result<()> {
    let letters = || (b'a'..=b'z').map(char::from);
    let mut others = serde_json::Map::new();
    let mut threes = Vec::new();
    for (a, b) in letters().flat_map(|a| letters().map(move |b| (a, b))) {
        let two = String::from_iter([a, b]);
        if let Some(country) = suggest(&two)
            && country.as_str() != two
        {
            others.insert(two.clone(), country.as_str().into());
        }
        for c in letters() {
            let three = format!("{two}{c}");
            // Names of three letters say what they say as codes.
            if let Some(country) = suggest(&three) {
                threes.push((country, three));
            }
        }
    }
    threes.sort();
    let mut codes = String::new();
    // A country has one entry, of the first of its codes.
    let mut last = None;
    for (country, three) in threes {
        let code = country.as_str();
        let (first, second) = code.split_at(1);
        if !CountrySet::ISO_3166.contains(country) || last == Some(country) {
            others.insert(three, code.into());
            continue;
        }
        last = Some(country);
        if let Some(third) = three.strip_prefix(code) {
            write!(codes, "{code}{third}")?;
        } else if let Some(third) =
            three.strip_prefix(first).and_then(|rest| rest.strip_suffix(second))
        {
            write!(codes, "{code}{}", third.to_uppercase())?;
        } else {
            write!(codes, "{code}.{three}")?;
        }
    }
    constant(out, "MAX_HINT", MAX_HINT);
    constant(out, "MAX_HINT_LETTERS", MAX_HINT_LETTERS);
    constant(out, "ALPHA_3", format!("'{codes}'"));
    constant(out, "OTHER_CODES", serde_json::Value::Object(others));
    constant(out, "COUNTRY_NAMES", format!("'{}'", names()?));
    let left_out: Vec<_> = LEFT_OUT.lines().collect();
    constant(out, "LEFT_OUT", format!("' {} '", left_out.join(" ")));
    constant(out, "TAX_NUMBERS", format!("`{}`", ascii(&tax_numbers()?)));
    Ok(())
}

/// Each name's letters, then the code in capitals where the name does not begin with it; a point
/// where that would not end the name.
fn names() -> Result<String> {
    let mut names = Vec::new();
    for line in NAMES.lines() {
        let (name, code) = line.rsplit_once(' ').context("a name and a code")?;
        let letters: String = name
            .chars()
            .filter(char::is_ascii_alphabetic)
            .map(|c| c.to_ascii_lowercase())
            .collect();
        let code = code.to_lowercase();
        ensure!(suggest(&letters) == Country::new(&code), "{line}");
        names.push(if letters.starts_with(&code) {
            format!("{letters}.")
        } else {
            format!("{letters}{}", code.to_uppercase())
        });
    }
    Ok(names.concat())
}

/// A line for each country, between line breaks: its code, `!` where no number is issued, the
/// number's name, the sizes with a letter for what the characters are, and the example where it is
/// not [`counting`].
fn tax_numbers() -> Result<String> {
    let mut lines = Vec::new();
    for (country, hint) in tin::countries() {
        let none = if hint.issued { "" } else { "!" };
        let mut line = format!("{country}{none}{}", hint.name);
        if !hint.format.is_empty() {
            let (sizes, example) = hint.format.split_once(", like ").context("an example")?;
            ensure!(example == hint.example, "{country}");
            let sizes = sizes
                .replace(" letters and digits", "M")
                .replace(" digits", "D")
                .replace(" letters", "L")
                .replace(" characters", "C");
            let first = sizes.chars().take_while(char::is_ascii_digit).collect::<String>();
            write!(line, "|{sizes}")?;
            if counting(first.parse()?).as_deref() != Some(example) {
                write!(line, "|{example}")?;
            }
        }
        ensure!(line.matches('|').count() <= 2 && !line.contains(['`', '\\', '$']), "{line}");
        lines.push(line);
    }
    Ok(format!("\n{}\n", lines.join("\n")))
}

/// So many digits that count up, the last two in each other's place. `js/hints.js` makes the same.
fn counting(count: usize) -> Option<String> {
    let counted = "12345678901234567890".get(..count)?;
    let (first, last) = counted.split_at(count.checked_sub(2)?);
    Some(first.chars().chain(last.chars().rev()).collect())
}
