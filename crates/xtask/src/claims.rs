//! Whether README.md shows what it claims: every figure and every "yes" has a footnote, and every
//! footnote names a test, a benchmark or a file that is there.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::markdown;
use crate::steps::Step;
use crate::workspace;

const PAGE: &str = "README.md";

/// Names with digits in them, which are no figures.
const NAMES: [&str; 2] = ["Apache-2.0", "Unicode-3.0"];

/// Fails with each claim that nothing shows.
pub fn check(step: &mut Step) -> Result<()> {
    let text = fs::read_to_string(workspace::root().join(PAGE))?;
    let mut wrong = unshown(&text);
    let notes = footnotes(&text);
    for (name, note) in &notes {
        wrong.extend(missing(note).into_iter().map(|what| format!("[^{name}]: {what}")));
        if text.matches(&format!("[^{name}]")).count() < 2 {
            wrong.push(format!("[^{name}]: nothing is claimed with it"));
        }
    }
    step.note(format!("{} claims shown", notes.len()));
    if wrong.is_empty() {
        Ok(())
    } else {
        bail!("{PAGE} claims what nothing shows:\n{}", wrong.join("\n"))
    }
}

/// The footnotes: names and what they say.
fn footnotes(text: &str) -> Vec<(&str, &str)> {
    text.lines().filter_map(|line| line.strip_prefix("[^")?.split_once("]: ")).collect()
}

/// Figures and yeses without a footnote that is there. A claim goes as far as its line, in a table as
/// far as its cell.
fn unshown(text: &str) -> Vec<String> {
    let notes = footnotes(text);
    let mut wrong = Vec::new();
    for (line, words) in markdown::prose(text) {
        if words.starts_with("[^") {
            continue;
        }
        let cells: Vec<&str> =
            if words.starts_with('|') { words.split('|').collect() } else { vec![&words] };
        for cell in cells {
            let references: Vec<&str> =
                cell.split("[^").skip(1).filter_map(|rest| Some(rest.split_once(']')?.0)).collect();
            for name in &references {
                if !notes.iter().any(|(known, _)| known == name) {
                    wrong.push(format!("{PAGE}:{line}: there is no footnote [^{name}]"));
                }
            }
            if claims(cell) && references.is_empty() {
                wrong.push(format!("{PAGE}:{line}: what shows this? {}", cell.trim()));
            }
        }
    }
    wrong
}

/// Whether words claim a figure or a yes. Addresses of links claim nothing.
fn claims(words: &str) -> bool {
    let mut bare = String::new();
    for (at, part) in words.split("](").enumerate() {
        bare.push_str(if at == 0 {
            part
        } else {
            part.split_once(')').map_or("", |(_, rest)| rest)
        });
    }
    let bare: String =
        bare.split('<').map(|part| part.split_once('>').map_or(part, |(_, rest)| rest)).collect();
    let bare: String = bare
        .split("[^")
        .enumerate()
        .map(
            |(at, part)| {
                if at == 0 { part } else { part.split_once(']').map_or("", |(_, rest)| rest) }
            },
        )
        .collect();
    let bare = NAMES.iter().fold(bare, |bare, name| bare.replace(name, ""));
    bare.contains(|c: char| c.is_ascii_digit())
        || bare.split(|c: char| !c.is_alphabetic()).any(|word| word == "yes")
}

/// What a footnote names that is not there. It names files between backticks, and after each file
/// what to look for in it: a test's name, a benchmark's heading, other words.
fn missing(note: &str) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut file: Option<(String, String)> = None;
    for span in note.split('`').skip(1).step_by(2) {
        if workspace::root().join(span).is_file() {
            let text = fs::read_to_string(workspace::root().join(span)).unwrap_or_default();
            file = Some((span.to_owned(), text));
            continue;
        }
        match &file {
            None => wrong.push(format!("there is no file {span}")),
            Some((path, text)) if !has(path, text, span) => {
                wrong.push(format!("{path} has no {span}"));
            }
            Some(_) => {}
        }
    }
    if file.is_none() {
        wrong.push("it names no file".to_owned());
    }
    wrong
}

/// Whether a file has this: in Rust a function of that name, in a page a heading.
fn has(path: &str, text: &str, what: &str) -> bool {
    let is_name = !what.is_empty() && what.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    match Path::new(path).extension().and_then(OsStr::to_str) {
        Some("rs") if is_name && what.contains('_') => text.contains(&format!("fn {what}(")),
        Some("md") => text.lines().any(|line| line.starts_with('#') && line.contains(what)),
        _ => text.contains(what),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_and_yeses_want_a_footnote() {
        for (words, claim) in [
            ("193 countries", true),
            ("| yes |", true),
            ("eyes on it", false),
            ("Apache-2.0, [x](y-2.md), <http://127.0.0.1:8080>", false),
            ("nothing[^1]", false),
            ("twice as fast[^2], 3 times", true),
        ] {
            assert_eq!(claims(words), claim, "{words}");
        }
        let page =
            "| a | yes |\n|---|---|\n| b | yes[^b] |\n7 of them\n8[^c]\n\n[^b]: `README.md`\n";
        assert_eq!(unshown(page).len(), 3, "{:?}", unshown(page));
    }

    #[test]
    fn what_a_footnote_names_has_to_be_there() {
        for (note, count) in [
            ("`docs/BENCHMARKS.md`, `cargo xtask bench core`", 0),
            ("`docs/BENCHMARKS.md`, `cargo xtask bench nothing`", 1),
            ("`crates/xtask/src/claims.rs`, `what_a_footnote_names_has_to_be_there`", 0),
            ("`crates/xtask/src/claims.rs`, `what_a_footnote_names_not`", 1),
            ("`crates/xtask/src/nothing.rs`", 2),
            ("by reading", 1),
        ] {
            assert_eq!(missing(note).len(), count, "{note}: {:?}", missing(note));
        }
    }
}
