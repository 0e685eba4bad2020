//! Distinct records from a seed: valid for everyone, or wrong in all 12 fields for everyone.

/// The 12 values, in the order of the wire.
#[derive(Debug)]
pub struct Record(pub [String; 12]);

const FIRST: [&str; 12] =
    ["Maria", "James", "Anne-Marie", "Olga", "Li", "Priya", "Ahmed", "Sofia", "Jean Luc", "Chloe", "Noah", "Emeka"];
const LAST: [&str; 12] =
    ["Garcia", "O'Brien", "Smith", "Ivanova", "Wang", "Sharma", "Hassan", "Rossi", "Dupont", "de la Cruz", "Novak", "Okafor"];
const COUNTRIES: [&str; 10] = ["in", "de", "fr", "gb", "br", "es", "ng", "za", "id", "ke"];
const REASONS: [&str; 6] =
    ["speculative", "income_earning", "hedging", "peer_to_peer_exchange", "additional_revenue", "savings"];
const STATUSES: [&str; 5] = ["employed", "self_employed", "student", "unemployed", "retired"];

struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn pick(&mut self, from: &[&str]) -> String {
        from[self.below(from.len())].to_owned()
    }
}

/// Records that break no rule.
pub fn valid(count: usize) -> Vec<Record> {
    let mut random = Random(1);
    (0..count)
        .map(|n| {
            let r = &mut random;
            let middle = ["", " Ann", " Lee", " Kim"][r.below(4)];
            Record([
                r.pick(&FIRST) + middle,
                r.pick(&LAST),
                r.pick(&COUNTRIES),
                r.pick(&REASONS),
                r.pick(&COUNTRIES),
                r.pick(&COUNTRIES),
                format!("UX-{:07}", 1_989_389 + n),
                r.pick(&COUNTRIES),
                r.pick(&STATUSES),
                format!("{:04}-{:02}-{:02}", 1930 + r.below(75), 1 + r.below(12), 1 + r.below(28)),
                r.pick(&["male", "female", "other"]),
                format!("moved to another flat, case {n}"),
            ])
        })
        .collect()
}

/// Records that break a rule in every field.
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
