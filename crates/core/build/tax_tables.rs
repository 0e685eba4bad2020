//! Writes the tables of tax numbers as Rust: small records that point into shared lists by place,
//! never by address, so that they stay small in a browser.

use std::fmt::Write;

use crate::tax_numbers::{
    Born, Century, Check, Country, Rule, Shape, Shift, Step, Sum, Table, code_of,
};
use crate::tax_words;

/// Numbers in the tables are not grouped in thousands.
pub const UNREAD: &str =
    "#[allow(clippy::unreadable_literal, reason = \"compiled from data that is readable\")]";

/// In the count of an atom: it takes all that is left over.
const VARIES: u8 = 0x80;

/// So many rows share one entry of where their forms and words begin.
const BLOCK: usize = 8;

/// The source that `src/tin/table.rs` includes.
pub fn write(table: &Table) -> String {
    let mut lists = Lists { prefixes: vec![0], ..Lists::default() };
    // Place 0 of these stands for none.
    for (list, none) in [
        (&mut lists.born, born(&Born::default(), [0; 6])),
        (&mut lists.genders, "Gender { at: 0, male: 0, female: 0 }".to_owned()),
        (&mut lists.letters, "[0; 26]".to_owned()),
        (&mut lists.again, "Again { weights: 0, weight_count: 0, gives: 0 }".to_owned()),
    ] {
        list.push(none);
    }
    let (mut rows, mut forms, mut text) = (Vec::new(), Vec::new(), String::new());
    let mut word_lengths = Vec::new();
    let (mut form_starts, mut text_starts) = (Vec::new(), Vec::new());
    let mut letters = vec![(0_u8, 0_u32); 26];
    for (at, country) in table.countries.iter().enumerate() {
        let [first, second] = [0, 1].map(|at| country.code.as_bytes()[at] - b'a');
        letters[usize::from(first)].1 |= 1 << second;
        for (before, _) in &mut letters[usize::from(first) + 1..] {
            *before += 1;
        }
        if at % BLOCK == 0 {
            form_starts.push(forms.len().to_string());
            text_starts.push(text.len().to_string());
        }
        let (format, example) = tax_words::format(country);
        let shapes = kept_shapes(country);
        rows.push(format!(
            "Row {{ confidence: Confidence::{}, cleaning: Cleaning {{ signs: {}, prefixes: {} }}, \
             issued: {}, forms: {} }}",
            match country.confidence {
                'A' => "TwoCheckers",
                'B' => "OneChecker",
                'F' => "Shape",
                'U' => "Unverified",
                _ => "NotIssued",
            },
            country.signs,
            lists.prefixes(&country.prefixes),
            !country.unissued,
            shapes.len(),
        ));
        word_lengths.push(format!(
            "WordLengths {{ name: {}, format: {}, example: {example} }}",
            country.name.len(),
            format.len(),
        ));
        text.push_str(&country.name);
        text.push_str(&format);
        for shape in shapes {
            let blocks = !(country.advise || shape.advise);
            forms.push(lists.form(shape, blocks, &table.checks));
        }
    }
    let letters: Vec<String> = letters.iter().map(|letter| format!("{letter:?}")).collect();
    let mut out = String::from("// Made by build.rs from data/tax-numbers.txt.\n");
    let [bytes, prefixes] = [&lists.bytes, &lists.prefixes]
        .map(|list| list.iter().map(u8::to_string).collect::<Vec<String>>());
    for (name, kind, items) in [
        ("FIRST_LETTERS", "(u8, u32)", &letters),
        ("ROWS", "Row", &rows),
        ("WORD_LENGTHS", "WordLengths", &word_lengths),
        ("FORM_STARTS", "u16", &form_starts),
        ("TEXT_STARTS", "u16", &text_starts),
        ("FORMS", "Form", &forms),
        ("CLASSES", "u64", &lists.classes),
        ("RULES", "Rule", &lists.rules),
        ("SPANS", "(u32, u32)", &lists.spans),
        ("STEPS", "Step", &lists.steps),
        ("BYTES", "u8", &bytes),
        ("PREFIXES", "u8", &prefixes),
        ("LETTERS", "[u8; 26]", &lists.letters),
        ("AGAIN", "Again", &lists.again),
        ("BORN", "Born", &lists.born),
        ("CENTURIES", "(u8, u8)", &lists.centuries),
        ("SHIFTS", "Shift", &lists.shifts),
        ("GENDERS", "Gender", &lists.genders),
    ] {
        let count = items.len();
        let items = items.join(", ");
        writeln!(out, "{UNREAD}\nstatic {name}: [{kind}; {count}] = [{items}];")
            .expect("a String takes all");
    }
    writeln!(out, "const BLOCK: usize = {BLOCK};").expect("a String takes all");
    writeln!(out, "static TEXT: &str = {text:?};").expect("a String takes all");
    out
}

/// The shapes that numbers are held against.
pub fn kept_shapes(country: &Country) -> &[Shape] {
    match country.confidence {
        // What is unverified is a hint at most: its shapes are words only.
        'U' => &[],
        'N' if country.shapes.iter().all(|shape| shape.check.is_none()) => &[],
        _ => &country.shapes,
    }
}

/// Records that several shapes share.
#[derive(Default)]
struct Lists {
    classes: Vec<String>,
    rules: Vec<String>,
    spans: Vec<String>,
    steps: Vec<String>,
    bytes: Vec<u8>,
    prefixes: Vec<u8>,
    letters: Vec<String>,
    again: Vec<String>,
    born: Vec<String>,
    centuries: Vec<String>,
    shifts: Vec<String>,
    genders: Vec<String>,
}

/// Where `items` stand in `all`, one after the other; put there when they do not yet.
fn place<T: PartialEq + Clone>(all: &mut Vec<T>, items: &[T]) -> usize {
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
    fn class(&mut self, class: u64) -> usize {
        place(&mut self.classes, &[format!("{class:#x}")])
    }

    /// Each with its length before it; 0 ends them.
    fn prefixes(&mut self, prefixes: &[String]) -> usize {
        let mut items = Vec::new();
        for prefix in prefixes {
            items.push(small(prefix.len()));
            items.extend(prefix.chars().filter_map(code_of));
        }
        if items.is_empty() {
            return 0;
        }
        items.push(0);
        place(&mut self.prefixes, &items)
    }

    fn form(&mut self, shape: &Shape, blocks: bool, checks: &[Check]) -> String {
        let mut atoms = Vec::new();
        for atom in &shape.atoms {
            let varies = if atom.least < atom.most { VARIES } else { 0 };
            atoms.extend([small(self.class(atom.class)), atom.least | varies]);
        }
        let rules: Vec<String> = shape.rules.iter().map(|rule| self.rule(rule)).collect();
        let check = shape.check.map_or(&[][..], |at| &checks[at].steps);
        let steps: Vec<String> = check.iter().map(|step| self.step(step)).collect();
        let born = shape.born.as_ref().map_or(0, |born| self.born(born));
        let gender = shape.gender.map_or(0, |(at, male, female)| {
            let (male, female) = (self.class(male), self.class(female));
            let text = format!("Gender {{ at: {at}, male: {male}, female: {female} }}");
            place(&mut self.genders, &[text])
        });
        let least: u32 = shape.atoms.iter().map(|atom| u32::from(atom.least)).sum();
        let most: u32 = shape.atoms.iter().map(|atom| u32::from(atom.most)).sum();
        format!(
            "Form {{ atoms: {}, atom_count: {}, least: {least}, most: {most}, rules: {}, \
             rule_count: {}, steps: {}, step_count: {}, born: {born}, gender: {gender}, \
             blocks: {blocks}, placeholder: {} }}",
            place(&mut self.bytes, &atoms),
            shape.atoms.len(),
            place(&mut self.rules, &rules),
            rules.len(),
            place(&mut self.steps, &steps),
            steps.len(),
            shape.placeholder,
        )
    }

    fn rule(&mut self, rule: &Rule) -> String {
        let spans: Vec<String> = rule.spans.iter().map(|span| format!("{span:?}")).collect();
        format!(
            "Rule {{ at: {}, len: {}, radix: {}, never: {}, spans: {}, span_count: {} }}",
            rule.at,
            rule.len,
            rule.radix,
            rule.never,
            place(&mut self.spans, &spans),
            spans.len()
        )
    }

    fn step(&mut self, step: &Step) -> String {
        match step {
            Step::Named(name) => format!("Step::{name}"),
            Step::Sum(sum) => format!("Step::Sum({})", self.sum(sum)),
        }
    }

    fn sum(&mut self, sum: &Sum) -> String {
        let again = sum.again.as_ref().map_or(0, |(weights, gives)| {
            let text = format!(
                "Again {{ weights: {}, weight_count: {}, gives: {} }}",
                place(&mut self.bytes, weights),
                weights.len(),
                place(&mut self.bytes, gives)
            );
            place(&mut self.again, &[text])
        });
        let (letter_at, letters) = sum.letter.as_ref().map_or((u8::MAX, 0), |(at, values)| {
            (*at, place(&mut self.letters, &[format!("{values:?}")]))
        });
        format!(
            "Sum {{ weights: {}, weight_count: {}, modulus: {}, add: {}, from: {}, at: {}, \
             right: {}, fold: {}, zero: {}, letter_at: {letter_at}, letters: {letters}, \
             gives: {}, again: {again} }}",
            place(&mut self.bytes, &sum.weights),
            sum.weights.len(),
            sum.modulus,
            sum.add,
            sum.from,
            sum.at.unwrap_or(u8::MAX),
            sum.right,
            sum.fold,
            sum.gives.is_empty(),
            place(&mut self.bytes, &sum.gives),
        )
    }

    fn born(&mut self, date: &Born) -> usize {
        let centuries = match &date.century {
            Century::By(_, map) => map
                .iter()
                .map(|(class, century)| format!("({}, {century})", self.class(*class)))
                .collect(),
            _ => Vec::new(),
        };
        let (months, days) = (shifts(&date.months), shifts(&date.days));
        let places = [
            place(&mut self.centuries, &centuries),
            centuries.len(),
            place(&mut self.shifts, &months),
            months.len(),
            place(&mut self.shifts, &days),
            days.len(),
        ];
        place(&mut self.born, &[born(date, places)])
    }
}

fn small(number: usize) -> u8 {
    u8::try_from(number).expect("fewer than 256")
}

fn born(born: &Born, places: [usize; 6]) -> String {
    let layout = match born.layout.as_str() {
        "yyyymmdd" => "Layout::YearMonthDay, year: 4",
        "yymmdd" => "Layout::YearMonthDay, year: 2",
        "ddmmyy" => "Layout::DayMonthYear, year: 2",
        "ddmmyyy" => "Layout::DayMonthYear, year: 3",
        "yyMdd" => "Layout::MonthLetter, year: 2",
        "yyyy" => "Layout::Year, year: 4",
        "days" => "Layout::Days, year: 5",
        _ => "Layout::Year, year: 2",
    };
    let century = match &born.century {
        Century::Any => "Century::Any".to_owned(),
        Century::Fixed(century) => format!("Century::Fixed({century})"),
        Century::Decade => "Century::Decade".to_owned(),
        Century::By(at, _) => format!("Century::By({at})"),
    };
    let epoch = born.epoch.map_or(0, |(y, m, d)| days_since_epoch(y, m, d));
    let [centuries, century_count, months, month_count, days, day_count] = places;
    format!(
        "Born {{ layout: {layout}, at: {}, epoch: {epoch}, century: {century}, \
         centuries: {centuries}, century_count: {century_count}, months: {months}, \
         month_count: {month_count}, days: {days}, day_count: {day_count}, unknown: {}, loose: {} \
         }}",
        born.at, born.unknown, born.loose
    )
}

/// Days from 1970-01-01 to that day.
fn days_since_epoch(year: i32, month: i32, day: i32) -> i32 {
    let year = year - i32::from(month <= 2);
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    year * 365 + year / 4 - year / 100 + year / 400 + day_of_year - 719_468
}

fn shifts(shifts: &[Shift]) -> Vec<String> {
    let one = |shift: &Shift| {
        format!(
            "Shift {{ add: {}, century: {}, sex: Sex::{} }}",
            shift.add,
            shift.century,
            match shift.gender {
                Some('m') => "Male",
                Some('f') => "Female",
                Some(_) => "Untold",
                None => "Elsewhere",
            }
        )
    };
    shifts.iter().map(one).collect()
}
