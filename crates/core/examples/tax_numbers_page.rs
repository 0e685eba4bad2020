//! Writes `docs/tax-numbers.md` to standard output: what is known of every country's numbers.
//!
//! ```text
//! cargo run -p client-profile --example tax_numbers_page > docs/tax-numbers.md
//! ```

#[path = "../build/tax_numbers.rs"]
#[allow(dead_code, reason = "shared with the build script, which needs more of it")]
mod tax_numbers;

use std::fmt::Write as _;

use client_profile::{Country, tin};
use tax_numbers::{Born, Shape};

const CHECKS: &str = "
## Checks

Every step must hold. `weights W… mod M gives CHARS`: each character counts as its digit, or A as 10 \
to Z as 35; the sum of weight times character, modulo M, picks the character of CHARS that must \
stand at the end, or `at` a place counted from 0. `?` in CHARS: no number has that remainder; `>`: \
the weights after `else` decide. `zero`: with its last character the sum must be 0. `add` adds to \
the sum, `from` begins at a place, `right` begins at the character before the last and repeats the \
weights, `fold` takes 9 off a product over 9, `letter P=VALUES` gives the letters A to Z at place P \
other values. What is more than a sum is named, and described in `crates/core/src/tin/checksum.rs`.

| check | formula |
|---|---|
";

const HEAD: &str = "\
# Tax numbers

<!-- Made by `cargo run -p client-profile --example tax_numbers_page`. -->

What the rules know of the tax numbers of 193 countries. A number is looked at without spaces and \
`. - / ( )`, in upper case; in Finland and Sweden `+` and `-` stay, for they tell the century, or who is 100 years old. Where \
[Notes](#notes) say so, letters before it are dropped too: mostly VAT numbers have them. \
Country knowledge advises: what it finds is a warning. Only in strict mode, and only where the last \
column says so, does it block.

How to read a row:

- **number**: what the country calls it.
- **looks like**: the hint that a person gets, with a made-up example.
- **shapes**: a number has one of these, or earns `tin_format`. `9` is a digit, `A` a letter, `X` \
  either, `[..]` one of these, `'..'` exactly these, `{n}` so often, `{n,m}` n to m times. A day of \
  birth in it must exist, and some places take a range of numbers only: see [Notes](#notes) and \
  `crates/core/data/tax-numbers.txt`.
- **checked**: the formula of its check digits, or it earns `tin_checksum`: see [Checks](#checks).
- **tells**: what is compared with the rest of the profile, for `tin_birth_date` and `tin_gender`.
- **sure**: how certain all that is.

| sure | means |
|---|---|
| A | two independent checkers agree on shape and checksum |
| B | one checker knows shape and checksum |
| F | the shape is published, the checksum is not |
| U | unverified: a hint at most, never a finding |
| N | none is issued to individuals: `n/a` is the answer |

| country | number | looks like | shapes | checked | tells | sure | blocks when strict |
|---|---|---|---|---|---|---|---|
";

fn main() {
    let text = include_str!("../data/tax-numbers.txt");
    let table = tax_numbers::read(text).expect("the build script has read it");
    let mut page = String::from(HEAD);
    let mut notes = String::from("\n## Notes\n\n");
    for row in &table.countries {
        let country = Country::new(&row.code).expect("the build script has checked it");
        let hint = tin::hint(country).expect("every row has a hint");
        let title = title(&row.code);
        let each = |tell: &dyn Fn(&Shape) -> String| {
            let mut told: Vec<String> = row.issued_shapes().map(tell).collect();
            told.dedup();
            told.retain(|text| !text.is_empty());
            told.join("<br>")
        };
        let checks = each(&|shape| {
            shape.check.map_or(String::new(), |at| format!("`{}`", table.checks[at].name))
        });
        let tells = each(&|shape| tells(shape.born.as_ref(), shape.gender.is_some()));
        let blocks = match row.confidence {
            'U' | 'N' => String::new(),
            'A' if checks.is_empty() => "shape".to_owned(),
            'A' if row.advise => "shape".to_owned(),
            'A' if row.shapes.iter().any(|shape| shape.advise) => {
                let whole =
                    row.shapes.iter().filter(|shape| !shape.advise && shape.check.is_some());
                let mut whole: Vec<String> = whole.map(|shape| code(&shape.pattern)).collect();
                whole.dedup();
                if whole.is_empty() {
                    "shape".to_owned()
                } else {
                    format!("shape; checksum of {}", whole.join(", "))
                }
            }
            'A' => "shape, checksum".to_owned(),
            _ => "shape".to_owned(),
        };
        let number = if hint.issued || hint.name.is_empty() {
            hint.name.to_owned()
        } else {
            format!("none ({})", hint.name)
        };
        writeln!(
            page,
            "| {title} | {} | {} | {} | {checks} | {tells} | {} | {blocks} |",
            if number.is_empty() { "none" } else { &number },
            hint.format,
            each(&|shape| code(&shape.pattern)),
            row.confidence,
        )
        .expect("a String takes all");
        let mut said = Vec::new();
        if !row.prefixes.is_empty() {
            said.push(format!("`{}` may stand before it.", row.prefixes.join("` or `")));
        }
        said.extend([&row.note, &row.source].into_iter().filter(|text| !text.is_empty()).cloned());
        if !said.is_empty() {
            writeln!(notes, "- **{title}**: {}", said.join(" ")).expect("a String takes all");
        }
    }
    let mut checks = String::from(CHECKS);
    let lines = text.lines().filter_map(|line| line.strip_prefix("check ")?.split_once('='));
    for (name, steps) in lines {
        writeln!(checks, "| `{}` | `{}` |", name.trim(), steps.trim()).expect("a String takes all");
    }
    print!("{page}{notes}{checks}");
}

/// The country's English name, the fullest of those it is found by, and its code.
fn title(code: &str) -> String {
    let upper = code.to_uppercase();
    let names = include_str!("../data/country-names.txt").lines().filter_map(|line| {
        line.rsplit_once(' ').filter(|(_, known)| *known == upper).map(|(name, _)| name)
    });
    match names.max_by_key(|name| (name.starts_with("United"), name.len())) {
        Some(name) => format!("{name} ({code})"),
        None => upper,
    }
}

fn code(pattern: &str) -> String {
    format!("`{}`", pattern.replace('|', "\\|"))
}

fn tells(born: Option<&Born>, gender: bool) -> String {
    let shifted = born.is_some_and(|born| {
        born.months.iter().chain(&born.days).any(|shift| matches!(shift.gender, Some('m' | 'f')))
    });
    let birth = born.map_or("", |born| match born.layout.as_str() {
        "yy" | "yyyy" => "birth year",
        _ => "birth date",
    });
    match (birth, gender || shifted) {
        ("", false) => String::new(),
        ("", true) => "gender".to_owned(),
        (birth, false) => birth.to_owned(),
        (birth, true) => format!("{birth}, gender"),
    }
}
