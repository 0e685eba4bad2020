//! Who may depend on whom: the form, the npm module and the service on the rules, the rules on
//! nothing of ours, and nothing else. And whether docs/design.md draws it so, with the tree.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Each crate of the workspace with those of ours that it may depend on, for building and testing.
const ARROWS: [(&str, &[&str]); 5] = [
    ("client-profile", &[]),
    ("client-profile-wasm", &["client-profile"]),
    ("client-profile-web", &["client-profile"]),
    ("client-profile-server", &["client-profile"]),
    // Types and tables of the npm package are written from those of the rules.
    ("xtask", &["client-profile"]),
];

/// What the rules themselves may be linked with.
const WITH_THE_RULES: [&str; 1] = ["serde"];

/// Crates too large for a browser. The form's graph has them, named by Leptos and dropped by the
/// linker: its module is looked into instead, by `linked` in xtask. The npm module has no excuse.
const NOT_FOR_BROWSERS: [&str; 4] = ["serde_json", "regex", "regex-automata", "chrono"];

fn metadata(arguments: &[&str]) -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version=1", "--locked"])
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

fn list<'a>(value: &'a Value, key: &str) -> &'a [Value] {
    value[key].as_array().unwrap()
}

#[test]
fn crates_depend_on_the_rules_and_never_on_each_other() {
    let metadata = metadata(&["--no-deps"]);
    let packages = list(&metadata, "packages");
    let ours: Vec<&str> = packages.iter().map(|package| text(package, "name")).collect();
    assert_eq!(ours.len(), ARROWS.len(), "{ours:?}: a new crate needs a row here");
    for package in packages {
        let name = text(package, "name");
        let row = ARROWS.iter().find(|(known, _)| *known == name);
        let (_, allowed) = row.unwrap_or_else(|| panic!("{name} needs a row here"));
        for dependency in list(package, "dependencies") {
            let other = text(dependency, "name");
            assert!(!ours.contains(&other) || allowed.contains(&other), "{name} uses {other}");
        }
    }
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().nth(2).unwrap().to_path_buf()
}

/// What stands under this heading of docs/design.md.
fn section(heading: &str) -> String {
    let page = std::fs::read_to_string(root().join("docs/design.md")).unwrap();
    let (_, rest) = page.split_once(&format!("\n## {heading}\n")).unwrap();
    rest.split("\n## ").next().unwrap().to_owned()
}

#[test]
fn the_arrows_are_drawn_as_they_are() {
    let drawn: BTreeMap<String, Vec<String>> = section("The arrows")
        .lines()
        .filter_map(|line| line.strip_prefix("| `"))
        .map(|row| {
            let names: Vec<String> =
                format!("`{row}").split('`').skip(1).step_by(2).map(str::to_owned).collect();
            (names[0].clone(), names[1..].to_vec())
        })
        .collect();
    let here: BTreeMap<String, Vec<String>> = ARROWS
        .iter()
        .map(|(name, on)| ((*name).to_owned(), on.iter().map(ToString::to_string).collect()))
        .collect();
    assert_eq!(drawn, here);
}

#[test]
fn the_tree_is_drawn_as_it_is() {
    let section = section("The tree");
    let drawing = section.split("```").nth(1).unwrap();
    let mut drawn = BTreeSet::new();
    for line in drawing.lines().skip(1).filter(|line| !line.is_empty()) {
        let name = line.split_whitespace().next().unwrap();
        let inner = if line.starts_with(' ') { "crates/" } else { "" };
        drawn.insert(format!("{inner}{name}"));
    }
    // What git knows: the top, and the crates.
    let git = Command::new("git").args(["ls-files"]).current_dir(root()).output().unwrap();
    assert!(git.status.success(), "{}", String::from_utf8_lossy(&git.stderr));
    let mut there = BTreeSet::new();
    for path in String::from_utf8(git.stdout).unwrap().lines() {
        for (start, rest) in [("", Some(path)), ("crates/", path.strip_prefix("crates/"))] {
            let Some(rest) = rest else { continue };
            let folder = rest.split_once('/').map(|(folder, _)| format!("{folder}/"));
            let name = folder.unwrap_or_else(|| rest.to_owned());
            if !name.starts_with('.') {
                there.insert(format!("{start}{name}"));
            }
        }
    }
    assert_eq!(drawn, there);
}

#[test]
fn the_rules_are_linked_with_nothing_but_what_is_listed() {
    let metadata = metadata(&["--no-deps"]);
    let packages = list(&metadata, "packages");
    let rules = packages.iter().find(|package| text(package, "name") == "client-profile").unwrap();
    for dependency in list(rules, "dependencies") {
        // Those for tests only have a kind.
        if dependency["kind"].is_null() {
            let name = text(dependency, "name");
            assert!(WITH_THE_RULES.contains(&name), "the rules use {name}");
            assert_eq!(dependency["optional"], Value::Bool(true), "{name} is not optional");
        }
    }
}

#[test]
fn the_npm_module_brings_nothing_large() {
    let metadata = metadata(&["--filter-platform=wasm32-unknown-unknown"]);
    let names: BTreeMap<&str, &str> = list(&metadata, "packages")
        .iter()
        .map(|package| (text(package, "id"), text(package, "name")))
        .collect();
    let nodes: BTreeMap<&str, &Value> =
        list(&metadata["resolve"], "nodes").iter().map(|node| (text(node, "id"), node)).collect();
    let name = "client-profile-wasm";
    let (root, _) = names.iter().find(|(_, known)| **known == name).unwrap();
    let mut reached = vec![*root];
    let mut next = 0;
    while let Some(id) = reached.get(next).copied() {
        next += 1;
        for dependency in list(nodes[id], "deps") {
            // Build scripts and procedural macros run on the builder's machine.
            let linked = list(dependency, "dep_kinds").iter().any(|kind| kind["kind"].is_null());
            let other = text(dependency, "pkg");
            if linked && !is_macro(&metadata, other) && !reached.contains(&other) {
                reached.push(other);
            }
        }
    }
    assert!(reached.len() > 2, "the walk went nowhere: {reached:?}");
    for id in &reached {
        assert!(!NOT_FOR_BROWSERS.contains(&names[id]), "{name} is linked with {}", names[id]);
    }
}

fn is_macro(metadata: &Value, id: &str) -> bool {
    let packages = list(metadata, "packages");
    let package = packages.iter().find(|package| text(package, "id") == id).unwrap();
    list(package, "targets")
        .iter()
        .any(|target| list(target, "kind").contains(&Value::from("proc-macro")))
}
