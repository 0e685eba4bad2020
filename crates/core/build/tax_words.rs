//! What a shape looks like, in words and by example, made from its pattern.

use crate::tax_numbers::{Atom, Country, char_of, digits, letters};

/// The words of a hint, and how long the example at their end is.
///
/// The sizes of all shapes, then one example: "9 digits or 8 digits, like 123456789".
pub fn format(country: &Country) -> (String, usize) {
    let Some(first) = country.shapes.first() else { return (String::new(), 0) };
    let mut sizes: Vec<String> = Vec::new();
    for shape in &country.shapes {
        let size = size(&shape.atoms);
        if !sizes.contains(&size) {
            sizes.push(size);
        }
    }
    let example = country.like.clone().unwrap_or_else(|| example(&first.atoms));
    (format!("{}, like {example}", sizes.join(" or ")), example.len())
}

/// "11 digits", "7 to 9 letters and digits".
fn size(atoms: &[Atom]) -> String {
    let least: u32 = atoms.iter().map(|atom| u32::from(atom.least)).sum();
    let most: u32 = atoms.iter().map(|atom| u32::from(atom.most)).sum();
    let class = atoms.iter().fold(0, |all, atom| all | atom.class);
    let what = if class & !digits() == 0 {
        "digits"
    } else if class & !letters() == 0 {
        "letters"
    } else if class & !(digits() | letters()) == 0 {
        "letters and digits"
    } else {
        "characters"
    };
    if least == most { format!("{least} {what}") } else { format!("{least} to {most} {what}") }
}

/// Digits count up from 1, letters from A; where that is not allowed, the first that is.
fn example(atoms: &[Atom]) -> String {
    let mut out = String::new();
    let (mut digit, mut letter) = (1_u8, 10_u8);
    for atom in atoms {
        // A part of varying length is shown at a middling length.
        for _ in 0..(atom.least + atom.most).div_ceil(2) {
            let first = u8::try_from(atom.class.trailing_zeros()).unwrap_or_default();
            let wanted = if atom.class & digits() == 0 { letter } else { digit };
            let code = if atom.class >> wanted & 1 == 1 { wanted } else { first };
            out.push(char_of(code));
            if atom.class & digits() == 0 {
                letter = if letter == 35 { 10 } else { letter + 1 };
            } else {
                digit = (digit + 1) % 10;
            }
        }
    }
    out
}
