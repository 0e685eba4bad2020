//! What the rules answer, for the npm package to be compared with: `answers rules` reads rules as
//! JSON, a line each, and prints what is wrong with each; `answers hints` prints what is known of
//! countries; `answers lines COUNT SEED` prints lines that are nearly JSON, and what is found in
//! each.

use std::io::{BufRead as _, Write as _};

use client_profile::json::Reader;
use client_profile::{Date, Rules, Validator, country, tin};
use serde_json::{Value, json};
use unicode_normalization::UnicodeNormalization as _;

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let mut say = |value: Value| writeln!(out, "{value}").expect("standard output takes it");
    match arguments.next().as_deref() {
        Some("rules") => {
            for line in std::io::stdin().lock().lines() {
                say(rules(&line.expect("lines of text")).into());
            }
        }
        Some("hints") => {
            for (country, hint) in tin::countries() {
                say(json!(["number", country.as_str(), hint.name, hint.format, hint.issued]));
            }
            let names = include_str!("../data/country-names.txt").lines();
            let names = names.filter_map(|line| Some(line.rsplit_once(' ')?.0.to_owned()));
            let names = names.flat_map(|name| {
                let around =
                    [("The ", ""), ("St. ", ""), ("Republic of ", ""), ("", ", State of the")]
                        .map(|(before, after)| format!("{before}{name}{after}"));
                let short = name.replace(" and ", " & ").replace("Saint", "ST");
                around.into_iter().chain([name, short])
            });
            for text in letters(2).chain(letters(3)).chain(names) {
                let meant = country::suggest(&text);
                say(json!(["code", text, meant.map(|country| country.as_str().to_owned())]));
            }
        }
        Some("lines") => {
            let mut number = || arguments.next().and_then(|text| text.parse().ok());
            let (count, seed) = (number().expect("a count"), number().expect("a seed"));
            lines(count, u64::from(seed), &mut say);
        }
        _ => panic!("rules, hints or lines"),
    }
}

/// What is wrong with rules written as JSON; nothing when they can be used.
fn rules(json: &str) -> String {
    match serde_json::from_str::<Rules>(json) {
        Ok(rules) => rules.check().err().map(|error| error.0).unwrap_or_default(),
        Err(_) => "another kind of value".to_owned(),
    }
}

/// Every text of so many letters.
fn letters(count: u32) -> impl Iterator<Item = String> {
    (0..26_u32.pow(count)).map(move |number| {
        let letter = |place| char::from_u32(97 + number / 26_u32.pow(place) % 26).unwrap_or('a');
        (0..count).rev().map(letter).collect()
    })
}

/// What lines are made of, and spoilt with.
const PIECES: [&str; 40] = [
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"",
    "\\",
    " ",
    "\t",
    "\r",
    "null",
    "true",
    "-0.5e+3",
    "01",
    "\"first_name\"",
    "\"gender\"",
    "\"g\\u0065nder\"",
    "\"nickname\"",
    "\"__proto__\"",
    "\"a\\ud83d\\ude00b\"",
    "\"\\ud800\"",
    "\"\\udc00\\ud800x\"",
    "\"Zo\\u00eb\"",
    "\"\\/\\b\\f\\n\\r\\t\"",
    "\"\\x\"",
    "\"a\u{7f}\u{80}\"",
    "{\"a\":[{}]}",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]]",
    "\"male\"",
    "\"gender\":\"male\"",
    "\"gender\":\"male\",",
    "\"reason\":null",
    "\u{feff}",
    "\u{1}",
    "é",
    "🏠",
    "\\u",
    "e",
];

const RECORD: &str = r#"{"first_name":"API","last_name":"doge","residence_country":"in","gender":"male","reason":"x"}"#;

fn lines(count: u32, seed: u64, say: &mut impl FnMut(Value)) {
    let validator =
        Validator::new(&Rules::default(), |text| text.nfc().collect()).expect("the default");
    let today = Date::new(2026, 11, 23).expect("a day");
    let mut state = seed;
    let mut below = |n: usize| {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(state >> 33).unwrap_or_default() % n
    };
    let mut reader = Reader::default();
    for _ in 0..count {
        let mut line: Vec<char> = RECORD.chars().collect();
        for _ in 0..=below(3) {
            // A piece more, at the end of a part as often as anywhere, or a character less.
            let ends: Vec<usize> =
                (1..line.len()).filter(|at| ",:{".contains(line[at - 1])).collect();
            let at = if ends.is_empty() || below(2) == 0 {
                below(line.len() + 1)
            } else {
                ends[below(ends.len())]
            };
            if below(4) == 0 && at < line.len() {
                line.remove(at);
            } else {
                line.splice(at..at, PIECES[below(PIECES.len())].chars());
            }
        }
        let line: String = line.into_iter().collect();
        let found = reader.read(line.as_bytes()).ok().map(|update| {
            let report = validator.validate(&update, today);
            report
                .issues()
                .map(|issue| json!([issue.name(), issue.code.as_str()]))
                .collect::<Vec<_>>()
        });
        say(json!([line, found]));
    }
}
