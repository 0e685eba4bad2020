//! What a shape looks like, in words and by example, made from its pattern.

use crate::tax_numbers::{Atom, Country, char_of, digits, letters};

/// The words of a hint, and how long the example at their end is.
///
/// The sizes of all shapes, then one example: "10 letters and digits, like ABCPE1234F".
pub fn format(country: &Country) -> (String, usize) {
    let Some(first) = country.hinted_shapes().next() else { return (String::new(), 0) };
    let mut kinds: Vec<(&str, Vec<(u32, u32)>)> = Vec::new();
    for shape in country.hinted_shapes() {
        let (kind, least, most) = size(&shape.atoms);
        match kinds.iter_mut().find(|(known, _)| *known == kind) {
            Some((_, sizes)) => sizes.push((least, most)),
            None => kinds.push((kind, vec![(least, most)])),
        }
    }
    let sizes: Vec<String> =
        kinds.into_iter().map(|(kind, sizes)| format!("{} {kind}", spans(sizes))).collect();
    let example = country.like.clone().unwrap_or_else(|| example(&first.atoms));
    (format!("{}, like {example}", sizes.join(" or ")), example.len())
}

/// What the characters are, and how many at least and at most.
fn size(atoms: &[Atom]) -> (&'static str, u32, u32) {
    let least = atoms.iter().map(|atom| u32::from(atom.least)).sum();
    let most = atoms.iter().map(|atom| u32::from(atom.most)).sum();
    let class = atoms.iter().fold(0, |all, atom| all | atom.class);
    let kind = if class & !digits() == 0 {
        "digits"
    } else if class & !letters() == 0 {
        "letters"
    } else if class & !(digits() | letters()) == 0 {
        "letters and digits"
    } else {
        "characters"
    };
    (kind, least, most)
}

/// "11", "8 or 9", "7 to 9", "8, 9 or 11".
fn spans(mut sizes: Vec<(u32, u32)>) -> String {
    sizes.sort_unstable();
    let mut merged: Vec<(u32, u32)> = Vec::new();
    for (least, most) in sizes {
        match merged.last_mut() {
            Some(last) if least <= last.1 + 1 => {
                last.1 = last.1.max(most);
            }
            _ => merged.push((least, most)),
        }
    }
    let mut words: Vec<String> = merged
        .iter()
        .flat_map(|(least, most)| match most - least {
            0 => vec![format!("{least}")],
            1 => vec![format!("{least}"), format!("{most}")],
            _ => vec![format!("{least} to {most}")],
        })
        .collect();
    let last = words.pop().unwrap_or_default();
    if words.is_empty() { last } else { format!("{} or {last}", words.join(", ")) }
}

/// Digits count up from 1, letters from A; where that is not allowed, the first that is. Nothing but
/// digits that count up would be a placeholder: then the last two change places.
fn example(atoms: &[Atom]) -> String {
    let mut out = Vec::new();
    let (mut digit, mut letter) = (1_u8, 10_u8);
    for atom in atoms {
        // A part of varying length is shown at a middling length.
        for _ in 0..(atom.least + atom.most).div_ceil(2) {
            let first = u8::try_from(atom.class.trailing_zeros()).unwrap_or_default();
            let wanted = if atom.class & digits() == 0 { letter } else { digit };
            let code = if atom.class >> wanted & 1 == 1 { wanted } else { first };
            out.push(code);
            if atom.class & digits() == 0 {
                letter = if letter == 35 { 10 } else { letter + 1 };
            } else {
                digit = (digit + 1) % 10;
            }
        }
    }
    let counts = out.windows(2).all(|pair| pair[0] < 10 && pair[1] == (pair[0] + 1) % 10);
    if counts && let [.., last_but_one, last] = &mut out[..] {
        std::mem::swap(last_but_one, last);
    }
    out.into_iter().map(char_of).collect()
}
