//! Generated records, and what the rules say of each: `generated COUNT SEED TODAY [RULES]`, where
//! `RULES` is a file of rules as JSON, in place of the default ones. Other implementations and
//! bindings are compared with it. Where `COUNT` is `-`, records come from standard input, one on each
//! line.
//!
//! Two lines for each record: the record as JSON; then its findings, each `[name, code, severity,
//! message, limit, country, format, number]`, and its 12 canonical values when nothing blocks.

use std::fmt::Write as _;
use std::io::Write as _;

use client_profile::field::Kind;
use client_profile::json::Reader;
use client_profile::{Country, Date, Field, ProfileUpdate, Rules, Validator};
use serde_json::Value;
use unicode_normalization::UnicodeNormalization as _;

/// Ingredients of texts: what names, dates, words and numbers are made of, and what spoils them.
const PIECES: [&str; 64] = [
    "Maria",
    "O’Brien",
    "Zoë",
    "Zoe\u{308}",
    "प्रिया",
    "நித்யா",
    "李小龍",
    "Иван",
    "محمد",
    "Łukasz",
    "d/o",
    "-",
    "‐",
    "'",
    "`",
    "´",
    ".",
    " ",
    "  ",
    "\u{a0}",
    "\u{3000}",
    "\u{200e}",
    "\u{200d}",
    "\u{202e}",
    "\t",
    "\n",
    "\u{0}",
    "\u{7f}",
    "7",
    "٣",
    "Ｉ",
    "Ａ１",
    "in",
    "IN",
    "gb",
    "uk",
    "deu",
    "Germany",
    "xk",
    "zz",
    "male",
    "Female",
    "other",
    "self-employed",
    "retired",
    "hedging",
    "income earning",
    "savings",
    "1969-09-19",
    "2008-11-24",
    "2024-02-29",
    "2023-02-29",
    "0001-01-01",
    "UX-1989389",
    "ABCPE1234F",
    "n/a",
    "none",
    "123456789",
    "52 206 140 4",
    "Ñ",
    "\\",
    "\"",
    "🏠",
    "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
];

const COUNTRIES: [&str; 12] =
    ["in", "gb", "de", "fr", "br", "es", "it", "pl", "se", "za", "ae", "us"];

/// Tax numbers that chance makes too seldom: two that tell a gender, and none.
const NUMBERS: [&str; 3] = ["44051401359", "RSSMRA85T10A562S", "n/a"];

/// What values are made of under rules, of whose own words as well.
struct Words<'a> {
    rules: &'a Rules,
    pieces: Vec<&'a str>,
    /// For each field: countries that it takes.
    countries: [Vec<&'a str>; Field::COUNT],
}

impl<'a> Words<'a> {
    fn of(rules: &'a Rules) -> Self {
        let lists =
            rules.countries.values().flat_map(|lists| lists.allowed.iter().chain(&lists.refused));
        let own = rules.extra_countries.iter().chain(lists);
        let own = own.chain(rules.tin_by_country.keys()).chain(&rules.tin_not_needed_for.countries);
        let own: Vec<&str> = own.map(String::as_str).collect();
        let words = Field::ALL.into_iter().flat_map(|field| rules.choices(field));
        let countries = Field::ALL.map(|field| {
            let taken = rules.taken_countries(field);
            let is_taken =
                |code: &&str| Country::new(code).is_some_and(|code| taken.contains(code));
            COUNTRIES.into_iter().chain(own.iter().copied()).filter(is_taken).collect()
        });
        let pieces = PIECES.into_iter().chain(words.map(String::as_str)).chain(own.iter().copied());
        Self { rules, pieces: pieces.collect(), countries }
    }
}

/// Knuth's multiplier: plenty of chance for this.
struct Chance(u64);

impl Chance {
    fn below(&mut self, below: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap_or_default() % below
    }

    fn one_in(&mut self, many: usize) -> bool {
        self.below(many) == 0
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn digits(&mut self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap_or(0))).collect()
    }

    /// A value that is mostly right for the field.
    fn value(&mut self, field: Field, words: &Words<'_>) -> String {
        let Rules { name_max_length, name_long, .. } = *words.rules;
        let is_at_limit = self.one_in(12);
        let limit = words.rules.max_length(field).filter(|_| is_at_limit).map(|most| {
            let is_long = field.spec().kind == Kind::Name && self.one_in(2);
            let limit = if is_long { name_long.min(name_max_length) } else { most };
            usize::try_from(limit).unwrap_or_default() + self.below(3) - 1
        });
        match (field.spec().kind, limit) {
            (Kind::Name | Kind::Note, Some(length)) => self.pick(&["a", "é"]).repeat(length),
            (Kind::TaxNumber, Some(length)) => self.digits(length),
            (Kind::Name, None) => self.pick(&PIECES[..10]).to_owned(),
            (Kind::Country, _) => self.pick(&words.countries[field as usize]).to_owned(),
            (Kind::Choice, _) => {
                let choices = words.rules.choices(field);
                choices[self.below(choices.len())].clone()
            }
            (Kind::Date, _) => format!(
                "{:04}-{:02}-{:02}",
                1900 + self.below(120),
                1 + self.below(12),
                1 + self.below(31)
            ),
            (Kind::TaxNumber, None) if self.one_in(6) => self.pick(&NUMBERS).to_owned(),
            (Kind::TaxNumber, None) => {
                let count = 7 + self.below(8);
                self.digits(count)
            }
            (Kind::Note, None) => "moved to another flat".to_owned(),
        }
    }

    /// A text put together by chance.
    fn spoilt(&mut self, words: &Words<'_>) -> String {
        (0..self.below(6)).map(|_| self.pick(&words.pieces)).collect()
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let mut next = |what: &str| arguments.next().unwrap_or_else(|| panic!("give {what}"));
    let count = next("a count");
    let mut chance = Chance(next("a seed").parse().expect("a seed"));
    let today = Date::parse(&next("a day")).expect("a day as YYYY-MM-DD");
    let rules = arguments.next().map_or_else(Rules::default, |file| rules_of(&file));
    let words = Words::of(&rules);
    let validator =
        Validator::new(&rules, |text| text.nfc().collect()).expect("rules that make sense");
    let mut reader = Reader::default();
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    let records: Box<dyn Iterator<Item = String>> = if count == "-" {
        Box::new(std::io::stdin().lines().map(|line| line.expect("lines of UTF-8")))
    } else {
        let count: usize = count.parse().expect("a count");
        Box::new((0..count).map(|_| record(&mut chance, &words)))
    };
    for record in records {
        let told = verdict(&validator, &mut reader, &record, today);
        writeln!(out, "{record}\n{told}").expect("standard output takes it");
    }
}

/// The rules in a file.
fn rules_of(file: &str) -> Rules {
    let text = std::fs::read_to_string(file).expect("a file of rules");
    let mut rules = Rules::default();
    fill(&mut rules, "", &serde_json::from_str(&text).expect("rules as JSON"));
    rules
}

/// Sets what stands at a path, and below it.
fn fill(rules: &mut Rules, path: &str, given: &Value) {
    match given {
        Value::Object(members) => {
            for (name, value) in members {
                let dot = if path.is_empty() { "" } else { "." };
                fill(rules, &format!("{path}{dot}{name}"), value);
            }
        }
        leaf => assert_eq!(rules.set(path, &leaf.to_string()), Ok(true), "{path}"),
    }
}

/// A record as JSON: right, or spoilt in some fields.
fn record(chance: &mut Chance, words: &Words<'_>) -> String {
    let spoils = [0, 12, 4][chance.below(3)];
    let mut out = String::from("{");
    for field in Field::ALL {
        let spoil = spoils > 0 && chance.one_in(spoils);
        if spoil && chance.one_in(6) {
            continue;
        }
        if out.len() > 1 {
            out.push(',');
        }
        push_string(&mut out, field.name());
        out.push(':');
        match (spoil, chance.below(8)) {
            (true, 0) => out.push_str(["null", "7", "true", "[\"in\"]", "{}"][chance.below(5)]),
            (true, 1) => out.push_str(["\"a\\ud800\"", "\"\\udc00b\"", "\"\""][chance.below(3)]),
            (true, 2) if chance.one_in(200) => {
                let spaces = ProfileUpdate::MAX_TEXT - 4 + chance.below(8);
                push_string(&mut out, &(" ".repeat(spaces) + chance.pick(&words.pieces)));
            }
            (true, 2) => {
                let long = chance.pick(&words.pieces).repeat(1 + chance.below(300));
                push_string(&mut out, &long);
            }
            (true, _) => {
                let text = chance.spoilt(words);
                push_string(&mut out, &text);
            }
            (false, _) => {
                let text = chance.value(field, words);
                push_string(&mut out, &text);
            }
        }
    }
    if spoils > 0 && chance.one_in(20) {
        for _ in 0..=chance.below(3) {
            out.push_str(if out.len() > 1 { "," } else { "" });
            let key = format!(
                "{}{}",
                chance.pick(&["__proto__", "Gender", "Zoë\n", "\\"]),
                chance.digits(3)
            );
            push_string(&mut out, &key);
            out.push_str(":1");
        }
    }
    out + "}"
}

fn verdict(validator: &Validator, reader: &mut Reader, record: &str, today: Date) -> String {
    let update = reader.read(record.as_bytes()).expect("what is generated is JSON");
    let report = validator.validate(&update, today);
    let mut out = String::from("{\"findings\":[");
    for (at, issue) in report.issues().enumerate() {
        out.push_str(if at == 0 { "[" } else { ",[" });
        match issue.name() {
            Some(name) => push_string(&mut out, name),
            None => out.push_str("null"),
        }
        for word in [issue.code.as_str(), issue.severity.as_str(), &issue.message().to_string()] {
            out.push(',');
            push_string(&mut out, word);
        }
        match issue.params.limit {
            Some(limit) => write!(out, ",{limit}").expect("a String takes it"),
            None => out.push_str(",null"),
        }
        let country = issue.params.country;
        for word in
            [country.as_ref().map(Country::as_str), issue.params.format, issue.params.number]
        {
            out.push(',');
            match word {
                Some(word) => push_string(&mut out, word),
                None => out.push_str("null"),
            }
        }
        out.push(']');
    }
    out.push_str("],\"value\":");
    if report.is_valid() {
        for (at, field) in Field::ALL.into_iter().enumerate() {
            out.push(if at == 0 { '[' } else { ',' });
            push_string(&mut out, report.value(field));
        }
        out.push(']');
    } else {
        out.push_str("null");
    }
    out + "}"
}

/// A string as JSON.
fn push_string(out: &mut String, text: &str) {
    out.push('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\0'..='\u{1f}' => write!(out, "\\u{:04x}", u32::from(c)).expect("a String takes it"),
            _ => out.push(c),
        }
    }
    out.push('"');
}
