//! Writes the tables of tax numbers as Rust: small records that point into shared lists.

use std::fmt::Write;

use crate::tax_numbers::{Born, Century, Check, Shape, Shift, Step, Sum, Table};
use crate::tax_words;

/// Numbers in the tables are not grouped in thousands.
const UNREAD: &str =
    "#[allow(clippy::unreadable_literal, reason = \"compiled from data that is readable\")]";

/// The source that `src/tin/table.rs` includes.
pub fn write(table: &Table) -> String {
    let mut lists = Lists::default();
    let (mut rows, mut forms, mut text) = (String::new(), String::new(), String::new());
    let (mut form_count, mut index) = (0, vec![0_u8; 26 * 26]);
    for (at, country) in table.countries.iter().enumerate() {
        let code = country.code.as_bytes();
        let slot = usize::from(code[0] - b'a') * 26 + usize::from(code[1] - b'a');
        index[slot] = u8::try_from(at + 1).expect("fewer than 255 countries");
        let (format, example) = tax_words::format(country);
        let start = text.len();
        text.push_str(&country.name);
        text.push_str(&format);
        writeln!(
            rows,
            "    Row {{ code: *b{:?}, text: {start}, name: {}, format: {}, example: {example}, \
             confidence: Confidence::{}, signs: {}, issued: {}, forms: {form_count}, \
             form_count: {} }},",
            country.code,
            country.name.len(),
            format.len(),
            match country.confidence {
                'A' => "TwoCheckers",
                'B' => "OneChecker",
                'F' => "Shape",
                'U' => "Unverified",
                _ => "NotIssued",
            },
            country.signs,
            !country.unissued,
            country.shapes.len(),
        )
        .expect("a String takes all");
        for shape in &country.shapes {
            let blocks = !(country.advise || shape.advise);
            lists.form(&mut forms, shape, blocks, &table.checks);
            form_count += 1;
        }
    }
    let mut out = String::from("// Made by build.rs from data/tax-numbers.txt.\n");
    let mut list = |name: &str, kind: &str, count: usize, body: &str| {
        writeln!(out, "{UNREAD}\nstatic {name}: [{kind}; {count}] = [\n{body}];")
            .expect("a String takes all");
    };
    let index = index.iter().map(u8::to_string).collect::<Vec<_>>().join(", ");
    list("INDEX", "u8", 26 * 26, &index);
    list("ROWS", "Row", table.countries.len(), &rows);
    list("FORMS", "Form", form_count, &forms);
    list("ATOMS", "Atom", lists.atoms.len(), &lines(&lists.atoms));
    list("CLASSES", "u64", lists.classes.len(), &lines(&lists.classes));
    list("RULES", "Rule", lists.rules.len(), &lines(&lists.rules));
    list("BORN", "Born", lists.born.len(), &lines(&lists.born));
    list("GENDERS", "Gender", lists.genders.len(), &lines(&lists.genders));
    let checks: Vec<String> = lists.used.iter().map(|at| check(&table.checks[*at])).collect();
    list("CHECKS", "&[Step]", checks.len(), &lines(&checks));
    writeln!(out, "static TEXT: &str = {text:?};").expect("a String takes all");
    out
}

fn lines(items: &[String]) -> String {
    let mut out = String::new();
    for item in items {
        writeln!(out, "    {item},").expect("a String takes all");
    }
    out
}

/// Records that several shapes share.
#[derive(Default)]
struct Lists {
    atoms: Vec<String>,
    classes: Vec<String>,
    rules: Vec<String>,
    born: Vec<String>,
    genders: Vec<String>,
    used: Vec<usize>,
}

/// Where `items` stand in `all`, one after the other; put there when they do not yet.
fn place(all: &mut Vec<String>, items: &[String]) -> usize {
    if items.is_empty() {
        return 0;
    }
    if let Some(at) = all.windows(items.len()).position(|window| window == items) {
        return at;
    }
    all.extend_from_slice(items);
    all.len() - items.len()
}

impl Lists {
    fn form(&mut self, out: &mut String, shape: &Shape, blocks: bool, checks: &[Check]) {
        let atoms: Vec<String> = shape
            .atoms
            .iter()
            .map(|atom| {
                let class = place(&mut self.classes, &[format!("{:#x}", atom.class)]);
                format!("Atom {{ class: {class}, least: {}, most: {} }}", atom.least, atom.most)
            })
            .collect();
        let rules: Vec<String> = shape
            .rules
            .iter()
            .map(|rule| {
                format!(
                    "Rule {{ at: {}, len: {}, radix: {}, never: {}, spans: &{:?} }}",
                    rule.at, rule.len, rule.radix, rule.never, rule.spans
                )
            })
            .collect();
        let check = shape.check.map_or(0, |at| {
            let known = self.used.iter().position(|used| *used == at);
            1 + known.unwrap_or_else(|| {
                self.used.push(at);
                self.used.len() - 1
            })
        });
        debug_assert!(check <= checks.len());
        let born = shape.born.as_ref().map_or(0, |b| 1 + place(&mut self.born, &[born(b)]));
        let gender = shape.gender.map_or(0, |(at, male, female)| {
            let text = format!("Gender {{ at: {at}, male: {male:#x}, female: {female:#x} }}");
            1 + place(&mut self.genders, &[text])
        });
        let least: u32 = shape.atoms.iter().map(|atom| u32::from(atom.least)).sum();
        let most: u32 = shape.atoms.iter().map(|atom| u32::from(atom.most)).sum();
        writeln!(
            out,
            "    Form {{ atoms: {}, atom_count: {}, least: {least}, most: {most}, rules: {}, \
             rule_count: {}, check: {check}, born: {born}, gender: {gender}, blocks: {blocks} }},",
            place(&mut self.atoms, &atoms),
            atoms.len(),
            place(&mut self.rules, &rules),
            rules.len(),
        )
        .expect("a String takes all");
    }
}

fn born(born: &Born) -> String {
    let layout = match born.layout.as_str() {
        "yyyymmdd" => "YearMonthDay { year: 4 }",
        "yymmdd" => "YearMonthDay { year: 2 }",
        "ddmmyy" => "DayMonthYear { year: 2 }",
        "ddmmyyy" => "DayMonthYear { year: 3 }",
        "yyMdd" => "MonthLetter",
        "yy" => "Year { year: 2 }",
        "yyyy" => "Year { year: 4 }",
        _ => "Days",
    };
    let century = match &born.century {
        Century::Any => "Century::Any".to_owned(),
        Century::Fixed(century) => format!("Century::Fixed({century})"),
        Century::Decade => "Century::Decade".to_owned(),
        Century::By(at, map) => format!("Century::By({at}, &{map:?})"),
    };
    let epoch = born.epoch.map_or(0, |(y, m, d)| days_since_epoch(y, m, d));
    format!(
        "Born {{ layout: Layout::{layout}, at: {}, epoch: {epoch}, century: {century}, \
         months: &[{}], days: &[{}], unknown: {}, loose: {} }}",
        born.at,
        shifts(&born.months),
        shifts(&born.days),
        born.unknown,
        born.loose
    )
}

/// Days from 1970-01-01 to that day.
fn days_since_epoch(year: i32, month: i32, day: i32) -> i32 {
    let year = year - i32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

fn shifts(shifts: &[Shift]) -> String {
    let one = |shift: &Shift| {
        format!(
            "Shift {{ add: {}, century: {}, gender: {} }}",
            shift.add,
            shift.century,
            match shift.gender {
                Some('m') => "Some(Sex::Male)",
                Some('f') => "Some(Sex::Female)",
                Some(_) => "Some(Sex::Untold)",
                None => "None",
            }
        )
    };
    shifts.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn check(check: &Check) -> String {
    let steps: Vec<String> = check
        .steps
        .iter()
        .map(|step| match step {
            Step::Named(name) => format!("Step::{name}"),
            Step::Sum(sum) => format!("Step::Sum({})", write_sum(sum)),
        })
        .collect();
    format!("/* {} */ &[{}]", check.name, steps.join(", "))
}

fn write_sum(sum: &Sum) -> String {
    let letter = sum.letter.as_ref().map_or("None".to_owned(), |(at, values)| {
        format!("Some(&Letter {{ at: {at}, values: {values:?} }})")
    });
    let again = sum.again.as_ref().map_or("None".to_owned(), |(weights, gives)| {
        format!("Some(&Again {{ weights: &{weights:?}, gives: &{gives:?} }})")
    });
    format!(
        "Sum {{ weights: &{:?}, modulus: {}, add: {}, from: {}, at: {}, right: {}, fold: {}, \
         letter: {letter}, gives: &{:?}, again: {again} }}",
        sum.weights,
        sum.modulus,
        sum.add,
        sum.from,
        sum.at.unwrap_or(u8::MAX),
        sum.right,
        sum.fold,
        sum.gives
    )
}
