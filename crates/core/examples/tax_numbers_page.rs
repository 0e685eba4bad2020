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

const HEAD: &str = "\
# Tax numbers

<!-- Made by `cargo run -p client-profile --example tax_numbers_page`. -->

What the rules know of the tax numbers of 181 countries. A number is looked at without spaces and \
`. - / ( )`, in upper case, except where signs are part of it. Country knowledge advises; only in \
strict mode, and only where the last column says so, does it block.

| sure | means |
|---|---|
| A | two independent checkers agree on shape and checksum |
| B | one checker knows shape and checksum |
| F | the shape is published, the checksum is not |
| U | unverified: a hint at most, never a finding |
| N | none is issued to individuals: `n/a` is the answer |

In a shape, `9` is a digit, `A` a letter, `X` either, `[..]` one of these, `'..'` exactly these, \
`{n}` so often.

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
            let mut told: Vec<String> = row.shapes.iter().map(tell).collect();
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
                let whole: Vec<String> = whole.map(|shape| code(&shape.pattern)).collect();
                format!("shape; checksum of {}", whole.join(", "))
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
        if !row.note.is_empty() || !row.source.is_empty() {
            writeln!(notes, "- **{title}**: {}", [&*row.note, &row.source].join(" ").trim())
                .expect("a String takes all");
        }
    }
    print!("{page}{notes}");
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
