//! Distinct records from a seed: valid for everyone, or wrong in all 12 fields for everyone.

use client_profile::tin;
use client_profile::{Country, Date};

/// The 12 values, in the order of the wire.
#[derive(Debug)]
pub struct Record(pub [String; 12]);

const FIRST: [&str; 12] = [
    "Maria",
    "James",
    "Anne-Marie",
    "Olga",
    "Li",
    "Priya",
    "Ahmed",
    "Sofia",
    "Jean Luc",
    "Chloe",
    "Noah",
    "Emeka",
];
const LAST: [&str; 12] = [
    "Garcia",
    "O'Brien",
    "Smith",
    "Ivanova",
    "Wang",
    "Sharma",
    "Hassan",
    "Rossi",
    "Dupont",
    "de la Cruz",
    "Novak",
    "Okafor",
];
const COUNTRIES: [&str; 10] = ["in", "de", "fr", "gb", "br", "es", "ng", "za", "id", "ke"];
const REASONS: [&str; 6] = [
    "speculative",
    "income_earning",
    "hedging",
    "peer_to_peer_exchange",
    "additional_revenue",
    "savings",
];
const STATUSES: [&str; 5] = ["employed", "self_employed", "student", "unemployed", "retired"];

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn pick(&mut self, from: &[&str]) -> String {
        from[self.below(from.len())].to_owned()
    }
}

/// A number that each of [`COUNTRIES`] may have issued, from which others are made.
const NUMBERS: [&str; 10] = [
    "BZBPK7293C",
    "60127553544",
    "0652358762321",
    "9482210408",
    "78163901900",
    "54256609T",
    "12345678-0001",
    "3186640714",
    "042240770657356",
    "A935423652S",
];

/// The number with other digits, and its last character another one of its kind: the first such
/// that earns no finding.
fn tax_number(random: &mut Random, country: usize) -> String {
    let code = Country::new(COUNTRIES[country]).unwrap();
    loop {
        let other = |c: char| match c {
            '0'..='9' => char::from(b'0' + random.below(10) as u8),
            c => c,
        };
        let mut number: String = NUMBERS[country].chars().map(other).collect();
        if number.ends_with(|c: char| c.is_ascii_alphabetic()) {
            number.pop();
            number.push(char::from(b'A' + random.below(26) as u8));
        }
        let person = tin::Person { birth_date: Date::new(1969, 9, 19), ..tin::Person::default() };
        if tin::check(code, &number, &person) == tin::Findings::default() {
            return number;
        }
    }
}

/// Records that break no rule and earn no advice.
pub fn valid(count: usize) -> Vec<Record> {
    let mut random = Random(1);
    (0..count)
        .map(|n| {
            let r = &mut random;
            let middle = ["", " Ann", " Lee", " Kim"][r.below(4)];
            let tax_country = r.below(COUNTRIES.len());
            Record([
                r.pick(&FIRST) + middle,
                r.pick(&LAST),
                r.pick(&COUNTRIES),
                r.pick(&REASONS),
                COUNTRIES[tax_country].to_owned(),
                r.pick(&COUNTRIES),
                tax_number(r, tax_country),
                r.pick(&COUNTRIES),
                r.pick(&STATUSES),
                format!("{:04}-{:02}-{:02}", 1930 + r.below(75), 1 + r.below(12), 1 + r.below(28)),
                r.pick(&["male", "female", "other"]),
                format!("moved to another flat, case {n}"),
            ])
        })
        .collect()
}

/// Records that break no rule, with tax numbers that are no country's: the documentation's kind.
pub fn advised(count: usize) -> Vec<Record> {
    let mut records = valid(count);
    for (n, record) in records.iter_mut().enumerate() {
        record.0[6] = format!("UX-{:07}", 1_989_389 + n);
    }
    records
}

/// Records that break a rule in every field. All but the empty values are canonical.
pub fn broken(count: usize) -> Vec<Record> {
    let mut random = Random(2);
    (0..count)
        .map(|n| {
            let r = &mut random;
            Record([
                format!("Mar<{n}>"),
                String::new(),
                "zz".into(),
                format!("fun{n}"),
                "q1".into(),
                r.pick(&["xx", "yy", "uk"]),
                format!("UX_{n}!"),
                "ind".into(),
                format!("pirate{n}"),
                format!("{}-02-30", 1930 + r.below(75)),
                "m4le".into(),
                String::new(),
            ])
        })
        .collect()
}
