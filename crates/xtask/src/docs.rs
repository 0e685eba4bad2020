//! `cargo xtask generate docs`: the pages of docs/ that are made from tables: those of the rules, and
//! cargo's of what is linked.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;

use anyhow::{Context as _, Result, bail};
use client_profile::field::{Kind, Spec};
use client_profile::message::{self, ENGLISH};
use client_profile::{Code, Field, Rules, unicode};

use crate::steps::{Step, Steps};
use crate::{claims, links, notices, workspace};

/// Makes the text of a page.
type Maker = fn(&mut Step) -> Result<String>;

/// The pages, by their paths, and what makes them.
const PAGES: [(&str, Maker); 4] = [
    ("docs/rules.md", |_| Ok(rules())),
    ("docs/tax-numbers.md", |step| {
        let example = ["run", "--package=client-profile", "--example=tax_numbers_page"];
        step.output(&mut workspace::cargo(example))
    }),
    ("docs/third-party.md", notices::page),
    ("docs/sbom.cdx.json", notices::bill_of_materials),
];

/// Where each rule comes from. Every code has a row.
const SOURCES: [(Code, &str); Code::ALL.len()] = [
    (Code::InvalidJson, "RFC 8259; a line a record is NDJSON"),
    (Code::NotAnObject, "the endpoint's documentation: the body is an object of 12 fields"),
    (Code::MissingField, "the endpoint's documentation: every field is required"),
    (Code::UnknownField, "the endpoint's documentation names 12 fields and no others"),
    (Code::DuplicateField, "RFC 8259, section 4: what readers make of names that repeat differs"),
    (Code::NotAString, "the endpoint's documentation: every field is a string"),
    (Code::TextSurrogate, "The Unicode Standard, D76: text is made of scalar values"),
    (Code::Required, "the endpoint's documentation: every field is required"),
    (
        Code::TooLong,
        "a default of these rules; the longest published tax numbers have 20 characters",
    ),
    (
        Code::NameCharacters,
        "Unicode Character Database, categories L and M, and the signs that stand in names on \
         identity cards: see crates/core/src/name.rs",
    ),
    (Code::NameDigits, "Unicode Character Database, category Nd"),
    (
        Code::NameNoLetter,
        "Unicode Character Database, category L, without U+02B0 to U+02FF and words like `s/o`",
    ),
    (Code::CountryUnknown, "ISO 3166-1 alpha-2; XK for Kosovo, as the EU, the IMF and CLDR use it"),
    (Code::CountryNotAllowed, "the rules of the deployment"),
    (Code::DateFormat, "RFC 3339, full-date (a profile of ISO 8601)"),
    (Code::DateImpossible, "the Gregorian calendar, ISO 8601"),
    (Code::DateFuture, "nobody is born after today, a day in UTC"),
    (
        Code::AgeBelowMinimum,
        "a default of these rules; who is born on 29 February completes a year on 1 March of a \
         common year",
    ),
    (Code::AgeAboveMaximum, "a default of these rules"),
    (Code::ChoiceUnknown, "the lists of the rules, above"),
    (Code::TinCharacters, "the characters of all published shapes: see tax-numbers.md"),
    (
        Code::TextCharacters,
        "Unicode Character Database, category Cc; the bidirectional controls of Unicode Standard \
         Annex 9",
    ),
    (Code::NameLong, "a default of these rules"),
    (
        Code::NameMixedScript,
        "Unicode Technical Standard 39, mixed scripts; Japanese, Korean and Han with Bopomofo are \
         one, as there",
    ),
    (
        Code::TinPlaceholder,
        "one character repeated, digits that count up or down, no digit where the country's numbers have one, words for none",
    ),
    (Code::TinFormat, "the country's published shapes: see tax-numbers.md"),
    (Code::TinChecksum, "the country's checksum, where checkers know it: see tax-numbers.md"),
    (Code::TinBirthDate, "the date or year of birth in the number: see tax-numbers.md"),
    (
        Code::TinGender,
        "the gender in the number: see tax-numbers.md; only where `Rules.tin_gender` is on",
    ),
    (
        Code::TinOtherCountry,
        "the shapes and checksums of the other countries that the person named",
    ),
    (Code::TinNotIssued, "the country issues none to individuals: see tax-numbers.md"),
];

/// What is made of a value before it is checked.
const CANONICAL: &str = "\
## Canonical form

A canonical value is its own canonical form.

- **Names and the reason**: Unicode NFC; outer white space is trimmed; runs of spaces, no-break and
  ideographic ones too, become one space; U+00B4, U+0060, U+2032 and U+FF07 become an apostrophe,
  U+2013, U+2212 and U+FF0D a hyphen, U+FF0E a full stop, full-width Latin letters plain ones; the
  direction marks U+200E, U+200F and U+061C are dropped, in names also U+200B beside Thai, Lao,
  Burmese and Khmer, which only says where words end. The reason keeps its line breaks, as LF.
- **Countries and choices**: lower case, with `_` between words: `Self-Employed` is
  `self_employed`.
- **Tax numbers**: digits of every script become 0 to 9, any dash `-`, any space one space, full-width
  ASCII plain; what cannot be seen is dropped (U+00AD, U+061C, U+200B to U+200F, U+202A to U+202E,
  U+2060, U+2066 to U+2069, U+FEFF); `none`, `N/A` and the like become `n/a`.
- **Dates** lose outer white space and direction marks; nothing else is mended: of `1/2/1990`
  nobody knows the day.

## Names

Letters of every script, and the marks, apostrophes, hyphens, points and joiners that names are
written with: `O’Brien`, `प्रिया`, `Jean-Luc`, `J. R.`, `Siva a/l Kumar`, `Tan Ah Kow @ Tan Meng`,
`K:son`, `G/Michael`, `মো: রহমান`, `मो० असलम`, `כ\"ץ`, `Gal•la`. One letter is a name, and
so is `Null`. Who has one name only gives it as first and as last name: both are required, and `-` or
`n/a` is nobody's name. No digits, symbols, emoji, markup, internet addresses, control characters, nor
what nobody can see. The whole set is in `crates/core/src/name.rs`.
";

/// Writes every page.
pub fn generate() -> Result<()> {
    let mut steps = Steps::new(1);
    steps.run("generate-docs", "the pages made from tables", |step| {
        for (path, make) in PAGES {
            let text = make(step)?;
            fs::write(workspace::root().join(path), text)
                .with_context(|| format!("cannot write {path}"))?;
        }
        Ok(())
    })
}

/// Fails when a page is not what its tables make of it, leads nowhere, or claims what nothing shows.
pub fn check(step: &mut Step) -> Result<()> {
    for (path, make) in PAGES {
        let made = make(step)?;
        let committed = fs::read_to_string(workspace::root().join(path)).unwrap_or_default();
        if made.replace("\r\n", "\n") != committed.replace("\r\n", "\n") {
            bail!("{path} is not what the tables say: run `cargo xtask generate docs`");
        }
    }
    step.note(format!("{} pages made", PAGES.len()));
    links::check(step)?;
    claims::check(step)
}

fn rules() -> String {
    let rules = Rules::default();
    let mut page = format!(
        "# Rules\n\n<!-- Made by `cargo xtask generate docs`. -->\n\n\
         What a profile's 12 fields may be under the default rules, in version {} of their format. \
         An error blocks, a warning is shown and never blocks. A field has one error at most, the \
         first that applies; findings come in the order of the fields. Every value is brought into \
         its canonical form first, and that is what is checked, stored and sent. Characters are \
         those of Unicode {}, and are counted as scalar values. Today is the day in UTC.\n\n\
         {CANONICAL}\n\
         ## Fields\n\n| field | kind | most characters | words |\n|---|---|---|---|\n",
        Rules::VERSION,
        unicode::VERSION,
    );
    for field in Field::ALL {
        let Spec { name, kind, .. } = field.spec();
        let limit = rules.max_length(field).map(|limit| limit.to_string()).unwrap_or_default();
        let words = rules.choices(field).join(", ");
        row(&mut page, &[name, kind_in_words(*kind), &limit, &words]);
    }
    let _ = write!(
        page,
        "\nA name of more than {} characters earns a warning. A person is at least {} and younger \
         than {}. Countries are the 249 codes of ISO 3166-1 and {}. Tax numbers are looked at by \
         country: [tax-numbers.md](tax-numbers.md).\n\n\
         ## Codes\n\n`Rules.tin` says what is made of the knowledge of tax numbers: nothing \
         (`basic`), warnings (`advise`, the default), or errors where it is certain (`strict`): then \
         `tin_format` and `tin_checksum` block where [tax-numbers.md](tax-numbers.md) says so. \
         Whose country issues no number answers `n/a`, which is never a finding there.\n\n\
         | code | severity | means | comes from |\n|---|---|---|---|\n",
        rules.name_long,
        rules.minimum_age,
        rules.age_limit,
        rules.extra_countries.join(", "),
    );
    let sources: BTreeMap<Code, &str> = SOURCES.into();
    for code in Code::ALL {
        let source = sources.get(code).copied().unwrap_or_default();
        row(
            &mut page,
            &[
                &format!("`{}`", code.as_str()),
                code.severity().as_str(),
                code.description(),
                source,
            ],
        );
    }
    page.push_str(
        "\n## Messages\n\nWhat a person is told in English. `{limit}`, `{country}`, `{format}`, \
         `{number}` and `{name}` are filled in; what was typed never is. No field: the same words \
         for each field that the code is about.\n\n| code | field | words |\n|---|---|---|\n",
    );
    for entry in message::entries(ENGLISH).flatten() {
        let field = entry.field.map(|field| format!("`{}`", field.name())).unwrap_or_default();
        row(&mut page, &[&format!("`{}`", entry.code.as_str()), &field, entry.words]);
    }
    page
}

fn row(page: &mut String, cells: &[&str]) {
    for cell in cells {
        let _ = write!(page, "| {cell} ");
    }
    page.push_str("|\n");
}

const fn kind_in_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Name => "a name, one line",
        Kind::Country => "a country, two lower-case letters",
        Kind::Choice => "one of a list of words",
        Kind::Date => "a day, `YYYY-MM-DD`",
        Kind::TaxNumber => "a tax number",
        Kind::Note => "text of several lines",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_language_has_its_row() {
        let page = fs::read_to_string(workspace::root().join("docs/languages.md")).unwrap();
        let catalogues = fs::read_dir(workspace::root().join("crates/core/messages")).unwrap();
        for catalogue in catalogues {
            let path = catalogue.unwrap().path();
            let row = format!("| `{}` |", path.file_stem().unwrap().to_str().unwrap());
            assert!(page.contains(&row), "{row}");
        }
    }

    #[test]
    fn every_code_has_its_source_in_the_order_of_the_codes() {
        let codes: Vec<Code> = SOURCES.iter().map(|(code, _)| *code).collect();
        assert_eq!(codes, Code::ALL);
        assert!(SOURCES.iter().all(|(_, source)| source.len() > 10 && !source.contains('|')));
    }
}
