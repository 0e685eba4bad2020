//! Writes each shape of up to sixteen characters as two words of eight: what `src/tin/block.rs`
//! answers quickly by.

use std::fmt::Write;

use crate::tax_numbers::{Atom, MINUS, NEVER, PLUS, Shape, Step, Sum, Table, digits};
use crate::tax_tables::{UNREAD, kept_shapes};

/// Characters that a block holds.
const LENGTH: usize = 16;
/// Stands where a number has no more characters: no code is as high.
const NONE: u8 = 127;
/// Remainders that a sum may have.
const GIVES: usize = 32;
/// Sums that a block has room for.
const SUMS: usize = 2;

/// The source that `src/tin/block.rs` includes.
pub fn write(table: &Table) -> String {
    let (mut blocks, mut starts) = (Vec::new(), vec![0_usize; 26 * 26 + 1]);
    // Place 0 stands for none.
    let mut sums = vec![sum_source(&[0; LENGTH], false, 1, 0, LENGTH, &[])];
    let mut form = 0;
    for country in &table.countries {
        if !matches!(country.confidence, 'A' | 'B' | 'F') {
            form += kept_shapes(country).len();
            continue;
        }
        for shape in &country.shapes {
            let length = |count: fn(&Atom) -> u8| -> usize {
                shape.atoms.iter().map(|atom| usize::from(count(atom))).sum()
            };
            for length in length(|atom| atom.least)..=length(|atom| atom.most).min(LENGTH) {
                let steps = shape.check.map_or(&[][..], |at| &table.checks[at].steps);
                let fields = block(shape, form, length, steps, &mut sums);
                blocks.push(format!("Block {{ keeps_signs: {}, {fields} }}", country.signs));
            }
            form += 1;
        }
        let [first, second] = [0, 1].map(|at| usize::from(country.code.as_bytes()[at] - b'a'));
        for start in &mut starts[first * 26 + second + 1..] {
            *start = blocks.len();
        }
    }
    let mut out = String::from("// Made by build.rs from data/tax-numbers.txt.\n");
    let starts: Vec<String> = starts.iter().map(usize::to_string).collect();
    for (name, kind, items) in
        [("BLOCKS", "Block", &blocks), ("SUMS", "BlockSum", &sums), ("STARTS", "u16", &starts)]
    {
        let (count, items) = (items.len(), items.join(", "));
        writeln!(out, "{UNREAD}\nstatic {name}: [{kind}; {count}] = [{items}];")
            .expect("a String takes all");
    }
    out
}

fn block(
    shape: &Shape,
    form: usize,
    length: usize,
    steps: &[Step],
    all_sums: &mut Vec<String>,
) -> String {
    let classes = classes(&shape.atoms, length);
    let (mut least, mut most) = ([NONE; LENGTH], [NONE; LENGTH]);
    for (at, class) in classes.iter().enumerate() {
        least[at] = u8::try_from(class.trailing_zeros()).expect("below 64");
        most[at] = u8::try_from(class.ilog2()).expect("below 64");
    }
    let is_a_range = |class: &u64| {
        let from_zero = class >> class.trailing_zeros();
        from_zero & (from_zero + 1) == 0
    };
    let exact = classes.iter().all(is_a_range);
    let mut sums = [0; SUMS];
    let summed = steps.len() <= SUMS
        && steps.iter().zip(&mut sums).all(|(step, place)| {
            let source = match step {
                Step::Sum(sum) => block_sum(sum, &classes),
                Step::Named(_) => None,
            };
            let Some(source) = source else { return false };
            let known = all_sums.iter().position(|known| *known == source);
            *place = known.unwrap_or(all_sums.len());
            if known.is_none() {
                all_sums.push(source);
            }
            true
        });
    let is_all = exact && summed && shape.rules.is_empty();
    let is_all = is_all && shape.born.is_none() && shape.gender.is_none() && !shape.placeholder;
    // The high bits are where comparing leaves its answer.
    let most = words(most.map(|code| code | 0x80));
    format!(
        "least: {:?}, most: {most:?}, exact: {exact}, is_all: {is_all}, \
         summed: {summed}, sums: {sums:?}, form: {form}",
        words(least),
    )
}

/// The first character in the lowest byte.
fn words(bytes: [u8; LENGTH]) -> [u64; 2] {
    [0, 8].map(|at| u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight")))
}

/// The class of each character of a number of that length.
fn classes(atoms: &[Atom], length: usize) -> Vec<u64> {
    let least: usize = atoms.iter().map(|atom| usize::from(atom.least)).sum();
    let mut spare = length - least;
    let mut classes = Vec::new();
    for atom in atoms {
        let more = spare.min(usize::from(atom.most - atom.least));
        spare -= more;
        classes.resize(classes.len() + usize::from(atom.least) + more, atom.class);
    }
    classes
}

fn is_digits(class: u64) -> bool {
    class & !digits() == 0
}

/// The sum with each weight where its character is; `None` when a place is not known beforehand or
/// a character counts otherwise than by its code.
fn block_sum(sum: &Sum, classes: &[u64]) -> Option<String> {
    const SIGNS: u64 = 1 << PLUS | 1 << MINUS;
    let folds_well = |weight: &u8| *weight <= 2;
    if sum.letter.is_some()
        || sum.again.is_some()
        || usize::from(sum.modulus) > GIVES
        || sum.fold
            && !(sum.weights.iter().all(folds_well) && classes.iter().copied().all(is_digits))
    {
        return None;
    }
    let mut weights = [0; LENGTH];
    let from = usize::from(sum.from);
    if sum.right {
        let mut cycle = sum.weights.iter().cycle();
        for at in (from..classes.len() - 1).rev() {
            match classes[at] & SIGNS {
                0 => weights[at] = *cycle.next()?,
                signs if signs == classes[at] => {}
                _ => return None,
            }
        }
    } else {
        for (at, weight) in (from..classes.len()).zip(&sum.weights) {
            weights[at] = *weight;
        }
    }
    let last = classes.len() - 1;
    let (at, gives) = match &sum.gives[..] {
        // No character stands there, which reads as 0.
        [] => (LENGTH, &[0][..]),
        gives => (sum.at.map_or(last, usize::from).min(last), gives),
    };
    Some(sum_source(&weights, sum.fold, sum.modulus, sum.add, at, gives))
}

fn sum_source(
    weights: &[u8; LENGTH],
    fold: bool,
    modulus: u8,
    add: u8,
    at: usize,
    gives: &[u8],
) -> String {
    let four = [0, 1, 8, 9]
        .map(|first| (0..4).fold(0, |four, at| four << 16 | u64::from(weights[first + 2 * at])));
    let doubled = words(weights.map(|weight| if fold && weight == 2 { 0x80 } else { 0 }));
    let mut all_gives = [NEVER; GIVES];
    all_gives[..gives.len()].copy_from_slice(gives);
    format!(
        "BlockSum {{ weights: {four:?}, doubled: {doubled:?}, fold: {fold}, modulus: {modulus}, \
         add: {add}, at: {at}, gives: {all_gives:?} }}"
    )
}
