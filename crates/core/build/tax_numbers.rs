//! Reads `data/tax-numbers.txt`. Shared by the build script and the generator of the documentation.

use std::collections::HashMap;
use std::fmt;

#[path = "../src/tin/codes.rs"]
mod codes;

pub(crate) use codes::{AGAIN, AMPERSAND, ENYE, MINUS, MOST, PLUS};

/// In a `gives`: no number has that remainder.
pub const NEVER: u8 = 254;

/// A mistake in the data, and where.
#[derive(Debug)]
pub struct Mistake {
    pub line: usize,
    pub words: String,
}

impl Country {
    /// The shapes of the numbers that people have.
    pub fn issued_shapes(&self) -> impl Iterator<Item = &Shape> {
        self.shapes.iter().filter(|shape| !shape.placeholder)
    }

    /// Those of them that the hint tells.
    pub fn hinted_shapes(&self) -> impl Iterator<Item = &Shape> {
        self.issued_shapes().filter(|shape| !shape.unsaid)
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "tax-numbers.txt:{}: {}", self.line, self.words)
    }
}

type Read<T> = Result<T, String>;

#[derive(Debug, Default)]
pub struct Table {
    pub checks: Vec<Check>,
    pub countries: Vec<Country>,
}

/// A named checksum: every step must hold.
#[derive(Debug)]
pub struct Check {
    pub name: String,
    pub steps: Vec<Step>,
}

#[derive(Debug)]
pub enum Step {
    Sum(Sum),
    /// The variant of the crate's `Step` of that name, with its argument.
    Named(String),
}

#[derive(Debug, Default)]
pub struct Sum {
    pub weights: Vec<u8>,
    pub modulus: u8,
    pub add: u8,
    pub from: u8,
    pub at: Option<u8>,
    pub right: bool,
    pub fold: bool,
    pub letter: Option<(u8, Vec<u8>)>,
    pub gives: Vec<u8>,
    pub again: Option<(Vec<u8>, Vec<u8>)>,
}

#[derive(Debug)]
pub struct Country {
    pub line: usize,
    pub code: String,
    pub confidence: char,
    pub name: String,
    pub shapes: Vec<Shape>,
    pub advise: bool,
    pub signs: bool,
    pub prefixes: Vec<String>,
    pub unissued: bool,
    pub like: Option<String>,
    pub note: String,
    pub source: String,
    pub python: Vec<String>,
    pub npm: Vec<String>,
}

#[derive(Debug, Clone)]
pub struct Shape {
    pub pattern: String,
    pub atoms: Vec<Atom>,
    pub check: Option<usize>,
    pub rules: Vec<Rule>,
    pub born: Option<Born>,
    pub gender: Option<(u8, u64, u64)>,
    pub advise: bool,
    pub placeholder: bool,
    pub unsaid: bool,
}

/// So many characters of a class; a class is one bit for each character code.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Atom {
    pub class: u64,
    pub least: u8,
    pub most: u8,
}

/// Characters that, read as a number, must be within spans, or must not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    pub at: u8,
    pub len: u8,
    pub radix: u32,
    pub never: bool,
    pub spans: Vec<(u32, u32)>,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Born {
    pub layout: String,
    pub at: u8,
    pub epoch: Option<(i32, i32, i32)>,
    pub century: Century,
    pub months: Vec<Shift>,
    pub days: Vec<Shift>,
    pub unknown: bool,
    pub loose: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Century {
    #[default]
    Any,
    Fixed(u8),
    Decade,
    By(u8, Vec<(u64, u8)>),
}

/// What may be added to a month or a day, and the century or gender it tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shift {
    pub add: u8,
    pub century: u8,
    pub gender: Option<char>,
}

/// Layouts of a birth date that the crate reads.
const LAYOUTS: [&str; 8] =
    ["yyyymmdd", "yymmdd", "ddmmyy", "ddmmyyy", "yyMdd", "yy", "yyyy", "days"];

/// Algorithms that need more than a sum, with the crate's name for them.
const NAMED: [(&str, &str); 9] = [
    ("iso7064_mod_11_10", "Iso7064Mod11And10"),
    ("one_digit_repeats", "OneDigitRepeats"),
    ("complement_of_97 0", "ComplementOf97(0)"),
    ("complement_of_97 2", "ComplementOf97(2)"),
    ("remainder_of_511", "RemainderOf511"),
    ("odd_position_table", "OddPositionTable"),
    ("luhn_of_first_11", "LuhnOfFirst(11)"),
    ("verhoeff_of_first_11", "VerhoeffOfFirst(11)"),
    ("turkish_vkn", "TurkishVkn"),
];

/// The code of a character; `None` for one that no number has.
pub fn code_of(c: char) -> Option<u8> {
    match c {
        '0'..='9' => Some(c as u8 - b'0'),
        'A'..='Z' => Some(c as u8 - b'A' + 10),
        '+' => Some(PLUS),
        '-' => Some(MINUS),
        '&' => Some(AMPERSAND),
        'Ñ' => Some(ENYE),
        _ => None,
    }
}

/// The character of a code.
pub fn char_of(code: u8) -> char {
    match code {
        0..=9 => (b'0' + code) as char,
        10..=35 => (b'A' + code - 10) as char,
        PLUS => '+',
        MINUS => '-',
        AMPERSAND => '&',
        _ => 'Ñ',
    }
}

pub fn digits() -> u64 {
    0x3FF
}

pub fn letters() -> u64 {
    ((1 << 26) - 1) << 10
}

/// Reads the whole file, or says what is wrong in which line.
pub fn read(text: &str) -> Result<Table, Mistake> {
    let mut table = Table::default();
    let mut checks = HashMap::new();
    let mut borrowed: Vec<(usize, usize, String)> = Vec::new();
    for (at, line) in text.lines().enumerate() {
        let number = at + 1;
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
        let rest = rest.trim();
        let done: Read<()> = (|| {
            match word {
                "check" => {
                    let check = read_check(rest)?;
                    if checks.insert(check.name.clone(), table.checks.len()).is_some() {
                        return Err(format!("check {} stands twice", check.name));
                    }
                    table.checks.push(check);
                    return Ok(());
                }
                "country" => {
                    let country = read_country(rest, number)?;
                    if table.countries.last().is_some_and(|last| last.code >= country.code) {
                        return Err(format!("country {} is out of order", country.code));
                    }
                    table.countries.push(country);
                    return Ok(());
                }
                _ => {}
            }
            let index = table.countries.len().wrapping_sub(1);
            let country = table.countries.last_mut().ok_or("a country must come first")?;
            match word {
                "shape" => country.shapes.push(read_shape(rest, &checks)?),
                "shapes" => borrowed.push((number, index, rest.to_owned())),
                "advise" => country.advise = true,
                "signs" => country.signs = true,
                "prefix" => country.prefixes = read_prefixes(rest)?,
                "unissued" => country.unissued = true,
                "like" => country.like = Some(rest.to_owned()),
                "note" => rest.clone_into(&mut country.note),
                "source" => rest.clone_into(&mut country.source),
                "python" => country.python = modules(rest),
                "npm" => country.npm = modules(rest),
                _ => return Err(format!("`{word}` is none of the words that begin a line")),
            }
            Ok(())
        })();
        done.map_err(|words| Mistake { line: number, words })?;
    }
    for (line, index, code) in borrowed {
        let from = table.countries.iter().find(|country| country.code == code);
        let Some(from) = from.filter(|from| !from.shapes.is_empty()) else {
            return Err(Mistake { line, words: format!("{code} has no shapes") });
        };
        let shapes = from.shapes.clone();
        table.countries[index].shapes = shapes;
    }
    for country in &table.countries {
        review(country).map_err(|words| Mistake { line: country.line, words })?;
    }
    Ok(table)
}

fn read_prefixes(text: &str) -> Read<Vec<String>> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b' ') {
        return Err("a prefix is capital letters".to_owned());
    }
    Ok(text.split_whitespace().map(str::to_owned).collect())
}

fn modules(text: &str) -> Vec<String> {
    text.split_whitespace().filter(|word| *word != "-").map(str::to_owned).collect()
}

/// What one country's lines must be together.
fn review(country: &Country) -> Read<()> {
    let code = &country.code;
    if country.shapes.is_empty() && !matches!(country.confidence, 'N' | 'U') {
        return Err(format!("{code} needs a shape"));
    }
    if matches!(country.confidence, 'A' | 'B') && country.shapes.iter().all(|s| s.check.is_none()) {
        let dated = country.shapes.iter().any(|shape| shape.born.is_some());
        if !dated {
            return Err(format!("{code} is {} but has no checksum", country.confidence));
        }
    }
    for prefix in &country.prefixes {
        let codes: Vec<u8> = prefix.chars().filter_map(code_of).collect();
        if country.shapes.iter().any(|shape| may_begin_with(&shape.atoms, &codes)) {
            return Err(format!("a number of {code} may begin with {prefix} itself"));
        }
    }
    let Some(like) = &country.like else { return Ok(()) };
    let shaped = country.shapes.iter().any(|shape| {
        let codes: Option<Vec<u8>> =
            like.chars().filter(|c| country.signs || !"-./() ".contains(*c)).map(code_of).collect();
        codes.is_some_and(|codes| fits(&shape.atoms, &codes))
    });
    if shaped {
        return Ok(());
    }
    let patterns: Vec<&str> = country.shapes.iter().map(|shape| &*shape.pattern).collect();
    Err(format!("{like} has none of the shapes of {code}: {}", patterns.join(" ")))
}

/// Whether the characters have that shape.
pub fn fits(atoms: &[Atom], codes: &[u8]) -> bool {
    let least: usize = atoms.iter().map(|atom| usize::from(atom.least)).sum();
    let Some(mut spare) = codes.len().checked_sub(least) else { return false };
    let mut at = 0;
    for atom in atoms {
        let more = spare.min(usize::from(atom.most - atom.least));
        spare -= more;
        for _ in 0..usize::from(atom.least) + more {
            if atom.class >> codes[at] & 1 == 0 {
                return false;
            }
            at += 1;
        }
    }
    spare == 0
}

/// Whether some characters of that shape begin with those.
fn may_begin_with(atoms: &[Atom], codes: &[u8]) -> bool {
    let Some((code, rest)) = codes.split_first() else { return true };
    let Some((atom, after)) = atoms.split_first() else { return false };
    let one_less =
        Atom { class: atom.class, least: atom.least.saturating_sub(1), most: atom.most - 1 };
    let is_left_out = atom.least == 0 && may_begin_with(after, codes);
    let next = if one_less.most > 0 { [&[one_less], after].concat() } else { after.to_vec() };
    is_left_out || atom.class >> code & 1 == 1 && may_begin_with(&next, rest)
}

fn read_country(text: &str, line: usize) -> Read<Country> {
    let mut words = text.splitn(3, ' ');
    let code = words.next().unwrap_or_default();
    let confidence = words.next().unwrap_or_default();
    let name = words.next().unwrap_or_default().trim();
    if code.len() != 2 || !code.bytes().all(|b| b.is_ascii_lowercase()) {
        return Err(format!("`{code}` is no country code in lower case"));
    }
    if !["A", "B", "F", "U", "N"].contains(&confidence) {
        return Err(format!("`{confidence}` is none of A B F U N"));
    }
    if name.is_empty() {
        return Err("the number needs a name, or - where none is issued".to_owned());
    }
    Ok(Country {
        line,
        code: code.to_owned(),
        confidence: confidence.chars().next().unwrap_or('U'),
        name: if name == "-" { String::new() } else { name.to_owned() },
        shapes: Vec::new(),
        advise: false,
        signs: false,
        prefixes: Vec::new(),
        unissued: confidence == "N",
        like: None,
        note: String::new(),
        source: String::new(),
        python: Vec::new(),
        npm: Vec::new(),
    })
}

fn small(text: &str) -> Read<u8> {
    text.parse().map_err(|_| format!("`{text}` is no number from 0 to 255"))
}

fn read_check(text: &str) -> Read<Check> {
    let (name, steps) = text.split_once('=').ok_or("a check is NAME = STEPS")?;
    let steps = steps.trim();
    let read: Read<Vec<Step>> = steps.split(';').map(|step| read_step(step.trim())).collect();
    Ok(Check { name: name.trim().to_owned(), steps: read? })
}

fn read_step(text: &str) -> Read<Step> {
    if let Some((_, named)) = NAMED.iter().find(|(name, _)| *name == text) {
        return Ok(Step::Named((*named).to_owned()));
    }
    let mut words = text.split_whitespace().peekable();
    if words.next() != Some("weights") {
        return Err(format!("`{text}` is neither weights nor the name of an algorithm"));
    }
    let mut sum = Sum::default();
    let mut zero = false;
    let mut second = Vec::new();
    let mut in_second = false;
    let numbers = |words: &mut std::iter::Peekable<std::str::SplitWhitespace<'_>>| -> Vec<u8> {
        std::iter::from_fn(|| words.next_if(|w| w.bytes().all(|b| b.is_ascii_digit())))
            .filter_map(|w| w.parse().ok())
            .collect()
    };
    sum.weights = numbers(&mut words);
    while let Some(word) = words.next() {
        let mut value = || words.next().ok_or(format!("a value must follow `{word}`"));
        match word {
            "mod" => sum.modulus = small(value()?)?,
            "add" => sum.add = small(value()?)?,
            "from" => sum.from = small(value()?)?,
            "at" => sum.at = Some(small(value()?)?),
            "right" => sum.right = true,
            "fold" => sum.fold = true,
            "zero" => zero = true,
            "letter" => {
                let (at, values) = value()?.split_once('=').ok_or("letter is AT=VALUES")?;
                let values: Vec<u8> = values
                    .chars()
                    .map(|c| if c == '.' { Some(0) } else { code_of(c) })
                    .collect::<Option<_>>()
                    .ok_or("VALUES are digits, letters or .")?;
                if values.len() != 26 {
                    return Err(format!("26 letters, but {} values", values.len()));
                }
                sum.letter = Some((small(at)?, values));
            }
            "gives" => {
                let gives: Vec<u8> = value()?
                    .chars()
                    .map(|c| match c {
                        '?' => Some(NEVER),
                        '>' => Some(AGAIN),
                        c => code_of(c),
                    })
                    .collect::<Option<_>>()
                    .ok_or("`gives` has a character that no number has")?;
                if gives.len() != usize::from(sum.modulus) {
                    let (got, want) = (gives.len(), sum.modulus);
                    return Err(format!("modulo {want} needs {want} characters, not {got}"));
                }
                if in_second {
                    sum.again = Some((std::mem::take(&mut second), gives));
                } else {
                    sum.gives = gives;
                }
            }
            "else" => {
                if words.next() != Some("weights") {
                    return Err("`else weights` begins the second pass".to_owned());
                }
                in_second = true;
                second = numbers(&mut words);
            }
            _ => return Err(format!("`{word}` is no part of a sum")),
        }
    }
    if sum.modulus < 2 || sum.weights.is_empty() {
        return Err("a sum needs weights and `mod`".to_owned());
    }
    if zero != sum.gives.is_empty() {
        return Err("a sum ends in `gives` or in `zero`, one of them".to_owned());
    }
    if sum.gives.contains(&AGAIN) != sum.again.is_some() {
        return Err("`>` and `else` go together".to_owned());
    }
    Ok(Step::Sum(sum))
}

fn read_shape(text: &str, checks: &HashMap<String, usize>) -> Read<Shape> {
    let mut words = text.split_whitespace();
    let pattern = words.next().ok_or("a shape needs a pattern")?;
    let mut shape = Shape {
        pattern: pattern.to_owned(),
        atoms: read_pattern(pattern)?,
        check: None,
        rules: Vec::new(),
        born: None,
        gender: None,
        advise: false,
        placeholder: false,
        unsaid: false,
    };
    for word in words {
        let (name, value) = word.split_once('=').unwrap_or((word, ""));
        match name {
            "check" => {
                let check = checks.get(value).ok_or(format!("no check is called `{value}`"))?;
                shape.check = Some(*check);
            }
            "only" => shape.rules.push(read_rule(value, false)?),
            "never" => shape.rules.push(read_rule(value, true)?),
            "born" => shape.born = Some(read_born(value)?),
            "gender" => shape.gender = Some(read_gender(value)?),
            "advise" => shape.advise = true,
            "placeholder" => shape.placeholder = true,
            "unsaid" => shape.unsaid = true,
            "century" | "months" | "days" | "unknown" | "loose" => {
                let born = shape.born.as_mut().ok_or(format!("`{name}` comes after `born`"))?;
                match name {
                    "century" => born.century = read_century(value)?,
                    "months" => born.months = read_shifts(value)?,
                    "days" => born.days = read_shifts(value)?,
                    "unknown" => born.unknown = true,
                    _ => born.loose = true,
                }
            }
            _ => return Err(format!("`{name}` is no clause of a shape")),
        }
    }
    let most: usize = shape.atoms.iter().map(|atom| usize::from(atom.most)).sum();
    if most > MOST {
        return Err(format!("{most} characters are more than a number may have"));
    }
    if shape.rules.iter().any(|rule| usize::from(rule.at + rule.len) > most) {
        return Err("a range lies beyond the end of the shape".to_owned());
    }
    Ok(shape)
}

fn read_pattern(pattern: &str) -> Read<Vec<Atom>> {
    let mut atoms: Vec<Atom> = Vec::new();
    let mut rest = pattern;
    while let Some(c) = rest.chars().next() {
        rest = &rest[c.len_utf8()..];
        let class = match c {
            '9' => digits(),
            'A' => letters(),
            'X' => digits() | letters(),
            '[' => {
                let (set, after) = rest.split_once(']').ok_or("`[` without `]`")?;
                rest = after;
                read_set(set)?
            }
            '\'' => {
                let (literal, after) = rest.split_once('\'').ok_or("a quote stands alone")?;
                rest = after;
                for c in literal.chars() {
                    let code = code_of(c).ok_or(format!("no number has `{c}`"))?;
                    atoms.push(Atom { class: 1 << code, least: 1, most: 1 });
                }
                continue;
            }
            c => {
                return Err(format!("`{c}` is no part of a pattern; quote what stands for itself"));
            }
        };
        let (mut least, mut most) = (1, 1);
        if let Some(after) = rest.strip_prefix('{') {
            let (count, after) = after.split_once('}').ok_or("`{` without `}`")?;
            rest = after;
            let (low, high) = count.split_once(',').unwrap_or((count, count));
            (least, most) = (small(low)?, small(high)?);
            if least > most {
                return Err(format!("{{{count}}} runs backwards"));
            }
        }
        match atoms.last_mut() {
            Some(before) if before.class == class && before.least == before.most => {
                before.least += least;
                before.most += most;
            }
            _ => atoms.push(Atom { class, least, most }),
        }
    }
    if atoms.iter().filter(|atom| atom.least < atom.most).count() > 1 {
        return Err(
            "only one part of a pattern may vary in length: write several shapes".to_owned()
        );
    }
    Ok(atoms)
}

/// `0-4AC`: a class from its members. A minus sign stands first.
fn read_set(set: &str) -> Read<u64> {
    let chars: Vec<char> = set.chars().collect();
    let mut class = 0;
    let mut at = 0;
    while at < chars.len() {
        let code = |c: char| code_of(c).ok_or(format!("no number has `{c}`"));
        let from = code(chars[at])?;
        let ranged = at > 0 || chars[at] != '-';
        if ranged && chars.get(at + 1) == Some(&'-') && at + 2 < chars.len() {
            let to = code(chars[at + 2])?;
            if to < from {
                return Err(format!("{}-{} runs backwards", chars[at], chars[at + 2]));
            }
            for code in from..=to {
                class |= 1 << code;
            }
            at += 3;
        } else {
            class |= 1 << from;
            at += 1;
        }
    }
    if class == 0 { Err("an empty set".to_owned()) } else { Ok(class) }
}

fn read_rule(text: &str, never: bool) -> Read<Rule> {
    let shape = "a range is AT+LEN:FROM-TO,...";
    let (place, spans) = text.split_once(':').ok_or(shape)?;
    let (at, len) = place.split_once('+').ok_or(shape)?;
    let radix = if spans.bytes().any(|b| b.is_ascii_uppercase()) { 36 } else { 10 };
    let number = |text: &str| {
        u32::from_str_radix(text, radix).map_err(|_| format!("`{text}` is no number in a range"))
    };
    let spans: Read<Vec<(u32, u32)>> = spans
        .split(',')
        .map(|span| {
            let (from, to) = span.split_once('-').unwrap_or((span, span));
            let (from, to) = (number(from)?, number(to)?);
            if from > to { Err(format!("{span} runs backwards")) } else { Ok((from, to)) }
        })
        .collect();
    let (at, len) = (small(at)?, small(len)?);
    if len == 0 || len > if radix == 10 { 9 } else { 6 } {
        return Err(format!("{len} characters make no 32-bit number"));
    }
    Ok(Rule { at, len, radix, never, spans: spans? })
}

fn read_born(text: &str) -> Read<Born> {
    let (layout, at) = text.split_once('@').ok_or("born is LAYOUT@AT")?;
    if !LAYOUTS.contains(&layout) {
        return Err(format!("`{layout}` is none of {LAYOUTS:?}"));
    }
    let (at, epoch) = match at.split_once(':') {
        None => (at, None),
        Some((at, day)) => {
            let parts: Vec<&str> = day.split('-').collect();
            let [Ok(y), Ok(m @ 1..=12), Ok(d @ 1..=31)] =
                [0, 1, 2].map(|part| parts.get(part).unwrap_or(&"").parse::<i32>())
            else {
                return Err(format!("`{day}` is no day"));
            };
            (at, Some((y, m, d)))
        }
    };
    if (layout == "days") != epoch.is_some() {
        return Err("`days`, and only that, counts from a day".to_owned());
    }
    Ok(Born { layout: layout.to_owned(), at: small(at)?, epoch, ..Born::default() })
}

fn read_century(text: &str) -> Read<Century> {
    if text == "decade" {
        return Ok(Century::Decade);
    }
    let Some((at, map)) = text.split_once(':') else {
        return Ok(Century::Fixed(small(text)?));
    };
    let map: Read<Vec<(u64, u8)>> = map
        .split(',')
        .map(|entry| {
            let (set, century) = entry.rsplit_once('=').ok_or("CHARS=CENTURY")?;
            Ok((read_set(set)?, small(century)?))
        })
        .collect();
    Ok(Century::By(small(at)?, map?))
}

fn read_shifts(text: &str) -> Read<Vec<Shift>> {
    text.split(',')
        .map(|entry| {
            let (add, tells) = entry.split_once(':').unwrap_or((entry, ""));
            let add = small(add)?;
            Ok(match tells {
                "" => Shift { add, century: 0, gender: None },
                "m" | "f" | "x" => Shift { add, century: 0, gender: tells.chars().next() },
                century => Shift { add, century: small(century)?, gender: None },
            })
        })
        .collect()
}

fn read_gender(text: &str) -> Read<(u8, u64, u64)> {
    let shape = "gender is AT:MALE/FEMALE";
    let (at, sets) = text.split_once(':').ok_or(shape)?;
    let (male, female) = sets.split_once('/').ok_or(shape)?;
    let (male, female) = (read_set(male)?, read_set(female)?);
    if male & female != 0 {
        return Err("a character tells one gender only".to_owned());
    }
    Ok((small(at)?, male, female))
}
