//! Every public item of the rules has an example, which runs as a test of its own.

use std::fs;
use std::path::{Path, PathBuf};

/// What begins a public item. Modules are described in their files, fields and variants by words.
const ITEMS: [&str; 8] = [
    "pub fn ",
    "pub const fn ",
    "pub const ",
    "pub struct ",
    "pub enum ",
    "pub trait ",
    "pub type ",
    "pub static ",
];

/// Sources that say nothing to the public, though their items are `pub` to each other.
const PRIVATE: [&str; 2] = ["unicode/tables.rs", "json/exact.rs"];

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            sources(&path, found);
        } else if !PRIVATE.iter().any(|private| path.ends_with(private)) {
            found.push(path);
        }
    }
}

/// Public items of a source without an example in the lines above them.
fn without_example(source: &str) -> (usize, Vec<&str>) {
    let (mut items, mut missing) = (0, Vec::new());
    let (mut example, mut in_attribute) = (false, false);
    for line in source.lines().map(str::trim) {
        if ITEMS.iter().any(|item| line.starts_with(item)) {
            items += 1;
            if !example {
                missing.push(line);
            }
        }
        // Between an item's words and the item stand attributes, over several lines too.
        in_attribute |= line.starts_with("#[");
        let goes_on = in_attribute || line.starts_with("///");
        in_attribute &= !line.ends_with(']');
        example = example && goes_on || line.starts_with("/// ```");
    }
    (items, missing)
}

#[test]
fn every_public_item_has_an_example() {
    let mut paths = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut paths);
    let mut items = 0;
    for path in paths {
        let source = fs::read_to_string(&path).unwrap();
        let (found, missing) = without_example(&source);
        items += found;
        assert!(missing.is_empty(), "{} needs examples for {missing:#?}", path.display());
    }
    assert!(items > 150, "only {items} items were found");
}

#[test]
fn an_item_without_an_example_is_told() {
    let bare = "/// Words.\npub fn bare() {}\n";
    let shown =
        "/// Words.\n///\n/// ```\n/// shown();\n/// ```\n#[a(\n    b\n)]\npub fn shown() {}\n";
    assert_eq!(without_example(bare).1, ["pub fn bare() {}"]);
    assert!(without_example(shown).1.is_empty());
    assert_eq!(without_example(&[shown, bare].concat()).1, ["pub fn bare() {}"]);
    assert_eq!(without_example(&[bare, shown].concat()), (2, vec!["pub fn bare() {}"]));
}
