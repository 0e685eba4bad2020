//! Refuses to build a page that would be at a loss for words: every catalogue has every key of
//! the English one, with the same `{names}` in it, and plural forms that end in `other`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::{env, fs};

use client_profile::{Code, Field};

const FOLDERS: [&str; 2] = ["../core/messages", "messages"];
/// Where the languages are listed by hand, and what stands before each tag.
const LISTS: [(&str, &str, &str); 2] =
    [("src/words.rs", "LANGUAGES: &[(", "(\""), ("../../www/boot.js", "const LANGUAGES", "\"")];
const PAGE: &str = "../../index.html";
const FORMS: [&str; 6] = [".zero", ".one", ".two", ".few", ".many", ".other"];

fn main() {
    let mut wrong = Vec::new();
    let languages = languages();
    for folder in FOLDERS {
        println!("cargo::rerun-if-changed={folder}");
        let english = read(folder, "en");
        for language in &languages {
            compare(folder, language, &english, &read(folder, language), &mut wrong);
        }
    }
    let rules = read(FOLDERS[0], "en");
    for code in Code::ALL {
        let named =
            |field: &Field| rules.contains_key(&format!("{}/{}", code.as_str(), field.name()));
        if !rules.contains_key(code.as_str()) && !Field::ALL.iter().any(named) {
            wrong.push(format!("{}/en.txt has no words for {}", FOLDERS[0], code.as_str()));
        }
    }
    for (file, list, before) in LISTS {
        println!("cargo::rerun-if-changed={file}");
        let text = fs::read_to_string(file).unwrap_or_else(|error| panic!("{file}: {error}"));
        let begin = text.find(list).unwrap_or_else(|| panic!("{file} has no {list}"));
        let end = text[begin..].find(';').map_or(text.len(), |end| begin + end);
        let is_tag = |text: &&str| text.starts_with(|first: char| first.is_ascii_lowercase());
        let parts = text[begin..end].split(before).skip(1);
        let tags: BTreeSet<_> =
            parts.filter_map(|part| part.split('"').next()).filter(is_tag).collect();
        if tags != languages.iter().map(String::as_str).collect() {
            wrong.push(format!("{file}: {list} names other languages than there are in messages/"));
        }
    }
    let [words, boot] = LISTS.map(|(file, ..)| fs::read_to_string(file).unwrap_or_default());
    let right_to_left: Vec<_> = words
        .lines()
        .filter(|line| line.trim_end().ends_with("\"rtl\"),"))
        .filter_map(|line| line.split('"').nth(1))
        .collect();
    if !boot.contains(&format!("const RIGHT_TO_LEFT = {right_to_left:?};")) {
        wrong.push(format!("{}: RIGHT_TO_LEFT does not name those of {}", LISTS[1].0, LISTS[0].0));
    }
    // What is said before there are any words.
    let english = read(FOLDERS[1], "en");
    for (key, words) in english.iter().filter(|(key, _)| key.starts_with("boot_")) {
        if !boot.contains(&format!("{key}: {words:?},")) {
            wrong.push(format!("{}: ENGLISH says something else for {key}", LISTS[1].0));
        }
    }
    println!("cargo::rerun-if-changed={PAGE}");
    let page = fs::read_to_string(PAGE).unwrap_or_else(|error| panic!("{PAGE}: {error}"));
    for (key, before, after) in [
        ("form_title", "<title>", "</title>"),
        ("form_title", "<h1>", "</h1>"),
        ("app_title", "<p class=\"name\">", "</p>"),
    ] {
        if !page.contains(&[before, &english[key], after].concat()) {
            wrong.push(format!("{PAGE}: {before} is not {key} of {}/en.txt", FOLDERS[1]));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

/// The languages there are page words of: the file names.
fn languages() -> Vec<String> {
    let files = fs::read_dir(FOLDERS[1]).expect("crates/web/messages can be read");
    let names = files.map(|file| file.expect("its entries too").path());
    names.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}

type Catalogue = BTreeMap<String, String>;

fn read(folder: &str, language: &str) -> Catalogue {
    let manifest = env::var_os("CARGO_MANIFEST_DIR").expect("cargo says where the crate is");
    let path = Path::new(&manifest).join(folder).join(format!("{language}.txt"));
    let text =
        fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    text.lines()
        .filter(|line| !line.is_empty() && !line.starts_with('#'))
        .map(|line| match line.split_once(" = ") {
            Some((key, words)) => (key.to_owned(), words.to_owned()),
            None => panic!("{}: no `key = words`: {line}", path.display()),
        })
        .collect()
}

fn compare(
    folder: &str,
    language: &str,
    english: &Catalogue,
    other: &Catalogue,
    wrong: &mut Vec<String>,
) {
    for (key, words) in english {
        match other.get(key) {
            None if key.strip_suffix(".one").is_some() => {}
            None => wrong.push(format!("{folder}/{language}.txt lacks {key}")),
            Some(own) if names(own) != names(words) => {
                wrong.push(format!("{folder}/{language}.txt: {key} has other {{names}}"));
            }
            Some(_) => {}
        }
    }
    for (key, own) in other.iter().filter(|(key, _)| !english.contains_key(*key)) {
        // A plural form that English does without.
        let base = FORMS.iter().find_map(|form| key.strip_suffix(form));
        match base.and_then(|base| english.get(&format!("{base}.other"))) {
            None => wrong.push(format!("{folder}/{language}.txt: {key} is no key")),
            Some(words) if names(own) != names(words) => {
                wrong.push(format!("{folder}/{language}.txt: {key} has other {{names}}"));
            }
            Some(_) => {}
        }
    }
}

/// The `{names}` in a text, sorted. `{example}` is what `{format}` is where words are not English.
fn names(words: &str) -> Vec<&str> {
    let mut names: Vec<_> =
        words.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0)).collect();
    for name in &mut names {
        if *name == "format" {
            *name = "example";
        }
    }
    names.sort_unstable();
    names
}
