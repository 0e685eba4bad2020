//! What the documents for operators name is there.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The top of the repository.
fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().into()
}

fn document(name: &str) -> String {
    fs::read_to_string(root().join("docs").join(name)).unwrap()
}

/// The texts between backticks.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('`').skip(1).step_by(2)
}

/// Adds `file::test` of each test below a folder. A folder's `mod.rs` has the folder's name.
fn tests_below(folder: &Path, found: &mut BTreeSet<String>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tests_below(&path, found);
            continue;
        }
        if path.extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let stem = path.file_stem().unwrap().to_str().unwrap();
        let file = if stem == "mod" { folder.file_name().unwrap().to_str().unwrap() } else { stem };
        let text = fs::read_to_string(&path).unwrap();
        let mut is_test = false;
        for line in text.lines().map(str::trim) {
            if line.starts_with("#[test") || line.starts_with("#[tokio::test") {
                is_test = true;
            } else if let Some((_, rest)) = line.split_once("fn ").filter(|_| is_test) {
                found.insert(format!("{file}::{}", rest.split('(').next().unwrap()));
                is_test = false;
            }
        }
    }
}

#[test]
fn every_requirement_that_applies_is_shown_by_something_that_is_there() {
    let mut tests = BTreeSet::new();
    for folder in
        ["crates/server/src", "crates/server/tests", "crates/core/src", "crates/core/tests"]
    {
        tests_below(&root().join(folder), &mut tests);
    }
    let steps = fs::read_to_string(root().join("crates/xtask/src/test.rs")).unwrap();
    let page = document("security.md");
    let table =
        page.split("\n## ").find(|part| part.starts_with("Requirements that apply")).unwrap();
    let rows: Vec<&str> = table
        .lines()
        .filter(|line| {
            line.strip_prefix("| ")
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
        })
        .collect();
    assert!(rows.len() > 60, "{}", rows.len());
    for row in rows {
        let cells: Vec<&str> = row.trim_matches('|').split('|').map(str::trim).collect();
        let [_, _, shown] = cells[..] else { panic!("{row}") };
        assert!(!shown.is_empty(), "{row}");
        for name in quoted(shown) {
            let is_there = if name.contains("::") {
                tests.contains(name)
            } else if let Some(step) = name.strip_prefix("cargo xtask test ") {
                steps.contains(&format!("name: \"{step}\""))
            } else if name.ends_with(".test.js") {
                root().join("crates/web/e2e").join(name).is_file()
            } else {
                root().join(name).exists()
            };
            assert!(is_there, "{name} in {row}");
        }
        if let Some((_, title)) = shown.split_once(".test.js`, ") {
            let file = quoted(shown).find(|name| name.ends_with(".test.js")).unwrap();
            let file = root().join("crates/web/e2e").join(file);
            assert!(fs::read_to_string(file).unwrap().contains(title), "{title}");
        }
    }
}

/// The help of the program and of all its subcommands.
fn help() -> String {
    let help = |words: &[&str]| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_client-profile"));
        let output = command.args(words).arg("--help").output().unwrap();
        assert!(output.status.success(), "{words:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    [
        &["serve"][..],
        &["health"],
        &["check"],
        &["token", "issue"],
        &["token", "list"],
        &["token", "revoke"],
        &["rules"],
        &["schema"],
        &["backup"],
        &["restore"],
        &["export"],
        &["erase"],
    ]
    .iter()
    .map(|words| help(words))
    .collect()
}

#[test]
fn the_operators_guide_names_flags_and_variables_that_there_are() {
    let help = help();
    let guide = document("operating.md");
    // Lines about other programs have flags of theirs.
    let others =
        ["docker ", "systemctl ", "systemd-run ", "journalctl ", "useradd ", "psql ", "curl "];
    let ours = guide.lines().filter(|line| !others.iter().any(|other| line.contains(other)));
    let mut seen = 0;
    for word in
        ours.flat_map(|line| line.split(|c: char| !c.is_ascii_alphanumeric() && !"-_".contains(c)))
    {
        let name = word.trim_start_matches("--");
        let is_flag = name != word && name.starts_with(|c: char| c.is_ascii_lowercase());
        let is_variable = word.strip_prefix("CLIENT_PROFILE_").is_some_and(|rest| !rest.is_empty());
        if is_flag || is_variable {
            let is_part = |c: char| c.is_ascii_alphanumeric() || "-_".contains(c);
            let is_whole = |at: usize| {
                let [before, after] = [&help[..at], &help[at + word.len()..]];
                !before.ends_with(is_part) && !after.starts_with(is_part)
            };
            assert!(help.match_indices(word).any(|(at, _)| is_whole(at)), "{word}");
            seen += 1;
        }
    }
    assert!(seen > 15, "{seen}");
}
