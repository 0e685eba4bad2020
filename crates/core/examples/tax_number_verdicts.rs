//! Writes generated tax numbers and our verdicts on them, for comparing with other checkers:
//!
//! ```text
//! cargo run -p client-profile --example tax_number_verdicts -- 100000 1
//! ```
//!
//! The arguments are how many numbers in all and a seed; `-` instead takes numbers from stdin, a
//! country code, a tab and a number a line. One JSON object a line: `country`, `number`, `passes`
//! (neither `tin_format` nor `tin_checksum`), and the modules of `python`-stdnum and `npm` stdnum
//! that know numbers of that country. `tests/peers` has what reads it.
//!
//! A line from stdin may go on with a birth date and `M` or `F`. Then `born` says whether the
//! number agrees with that day and not with the day before, and `sex` whether it agrees with that
//! gender and not with the other; each is null where there is nothing to compare.

#[path = "../build/tax_numbers.rs"]
#[allow(dead_code, reason = "shared with the build script, which needs more of it")]
mod tax_numbers;

use std::io::{self, BufWriter, Write};

use client_profile::choice::Gender;
use client_profile::tin::{self, Person};
use client_profile::{Country, Date};
use serde_json::{Value, json};
use tax_numbers::{Century, Country as Row, Shape, char_of, digits};

/// A small generator (xorshift), so that a run can be repeated.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 8).unwrap() % limit
    }

    fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len())]
    }
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let count = arguments.next().unwrap_or_else(|| "2000".to_owned());
    let seed: u64 = arguments.next().map_or(1, |text| text.parse().expect("a seed"));
    let text = include_str!("../data/tax-numbers.txt");
    let table = tax_numbers::read(text).expect("the build script has read it");
    let known = |row: &&Row| !row.python.is_empty() || !row.npm.is_empty();
    let rows: Vec<&Row> = table.countries.iter().filter(known).collect();
    let mut out = BufWriter::new(io::stdout().lock());
    if count == "-" {
        for line in io::stdin().lines() {
            let line = line?;
            let mut columns = line.split('\t').map(str::to_owned);
            let mut column = || columns.next().unwrap_or_default();
            let (code, number) = (column(), column());
            let row = rows.iter().find(|row| row.code == code);
            let row = row.expect("a country that a peer knows");
            let mut object = object(row, &number);
            object["born"] = json!(agrees_on_day(country(row), &number, &column()));
            object["sex"] = json!(agrees_on_gender(country(row), &number, &column()));
            writeln!(out, "{object}")?;
        }
        return out.flush();
    }
    let mut random = Random(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1);
    for at in 0..count.parse().expect("a count") {
        let row = rows[at % rows.len()];
        let shape = &row.shapes[random.below(row.shapes.len())];
        let number = number(country(row), shape, &mut random);
        writeln!(out, "{}", object(row, &mistype(&number, &mut random)))?;
    }
    out.flush()
}

fn country(row: &Row) -> Country {
    Country::new(&row.code).expect("the build script has checked it")
}

fn object(row: &Row, number: &str) -> Value {
    json!({
        "country": row.code,
        "number": number,
        "passes": verdict(country(row), number) == Verdict::Passes,
        "python": row.python,
        "npm": row.npm,
    })
}

fn agrees_on_day(country: Country, number: &str, day: &str) -> Option<bool> {
    let date = Date::parse(day)?;
    let differs = |date| {
        let person = Person { birth_date: Some(date), ..Person::default() };
        tin::check(country, number, &person).birth_date
    };
    let before = Date::from_days_since_epoch(date.days_since_epoch() - 1)?;
    Some(!differs(date) && differs(before))
}

fn agrees_on_gender(country: Country, number: &str, gender: &str) -> Option<bool> {
    let (told, other) = match gender {
        "M" => (Gender::Male, Gender::Female),
        "F" => (Gender::Female, Gender::Male),
        _ => return None,
    };
    let differs = |gender| {
        let person = Person { gender: Some(gender), ..Person::default() };
        tin::check(country, number, &person).gender
    };
    Some(!differs(told) && differs(other))
}

#[derive(PartialEq)]
enum Verdict {
    Passes,
    Checksum,
    Format,
}

fn verdict(country: Country, number: &str) -> Verdict {
    let found = tin::check(country, number, &Person::default());
    match (found.format, found.checksum) {
        (true, _) => Verdict::Format,
        (_, true) => Verdict::Checksum,
        _ => Verdict::Passes,
    }
}

/// A number of that shape, right as far as a search finds one.
fn number(country: Country, shape: &Shape, random: &mut Random) -> String {
    let mut number = Vec::new();
    for _ in 0..300 {
        number = fill(shape, random);
        if verdict(country, &String::from_iter(&number)) != Verdict::Format {
            break;
        }
    }
    let passes = |number: &[char]| verdict(country, &String::from_iter(number)) == Verdict::Passes;
    let all: Vec<char> = ('0'..='9').chain('A'..='Z').collect();
    // The check characters are mostly the last two; otherwise one of any place.
    for at in (0..number.len()).rev() {
        for character in &all {
            for last in &all[..if at + 2 == number.len() { all.len() } else { 1 }] {
                let mut changed = number.clone();
                changed[at] = *character;
                if at + 2 == number.len() {
                    changed[at + 1] = *last;
                }
                if passes(&changed) {
                    return String::from_iter(changed);
                }
            }
        }
    }
    String::from_iter(number)
}

/// Random characters in their places, with a day that exists where the shape has one.
fn fill(shape: &Shape, random: &mut Random) -> Vec<char> {
    let mut out = Vec::new();
    for atom in &shape.atoms {
        let members: Vec<u8> = (0..40).filter(|code| atom.class >> code & 1 == 1).collect();
        for _ in 0..usize::from(atom.least) + random.below(usize::from(atom.most - atom.least) + 1)
        {
            out.push(char_of(random.of(&members)));
        }
    }
    for rule in shape.rules.iter().filter(|rule| !rule.never && rule.radix == 10) {
        let (from, to) = random.of(&rule.spans);
        let value = from as usize + random.below((to - from) as usize + 1);
        put(&mut out, rule.at, &format!("{value:0width$}", width = usize::from(rule.len)));
    }
    let Some(born) = &shape.born else { return out };
    let days = i32::try_from(random.below(36_000)).unwrap() - 18_000;
    let date = Date::from_days_since_epoch(days).unwrap();
    let mut shift = |shifts: &[tax_numbers::Shift]| match shifts.len() {
        0 => 0,
        count => shifts[random.below(count)].add,
    };
    let (month, day) = (date.month() + shift(&born.months), date.day() + shift(&born.days));
    let year = date.year();
    let text = match born.layout.as_str() {
        "yyyymmdd" => format!("{year:04}{month:02}{day:02}"),
        "yymmdd" if born.century == Century::Decade => {
            let decade = char::from(b'A' + u8::try_from((year - 1900) / 10 % 9).unwrap());
            format!("{decade}{}{month:02}{day:02}", year % 10)
        }
        "yymmdd" => format!("{:02}{month:02}{day:02}", year % 100),
        "ddmmyy" => format!("{day:02}{month:02}{:02}", year % 100),
        "ddmmyyy" => format!("{day:02}{month:02}{:03}", year % 1000),
        "yyMdd" => {
            let letter = b"ABCDEHLMPRST"[usize::from(date.month() - 1)];
            format!("{:02}{}{day:02}", year % 100, char::from(letter))
        }
        _ => return out,
    };
    // Only where a rule does not say what stands there.
    if !shape.rules.iter().any(|rule| rule.at == born.at && rule.len == 2) {
        put(&mut out, born.at, &text);
    }
    out
}

fn put(out: &mut [char], at: u8, text: &str) {
    for (place, character) in out.iter_mut().skip(at.into()).zip(text.chars()) {
        *place = character;
    }
}

/// Half of the numbers as they are, half with one mistake.
fn mistype(number: &str, random: &mut Random) -> String {
    let mut out: Vec<char> = number.chars().collect();
    let at = random.below(out.len());
    match random.below(10) {
        0 => out[at] = char_of(u8::try_from(random.below(10)).unwrap()),
        1 if at > 0 => out.swap(at - 1, at),
        2 => drop(out.remove(at)),
        3 => out.insert(at, char_of(u8::try_from(random.below(10)).unwrap())),
        4 => {
            let last = out.len() - 1;
            let letter = !out[last].is_ascii_digit();
            out[last] = char_of(if letter {
                10 + u8::try_from(random.below(26)).unwrap()
            } else {
                u8::try_from(random.below(digits().count_ones() as usize)).unwrap()
            });
        }
        _ => {}
    }
    String::from_iter(out)
}
