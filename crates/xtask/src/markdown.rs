//! The project's pages as a program sees them: blocks of code, links, headings.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result};

use crate::workspace;

/// Folders whose pages are looked at, and those of them that are read elsewhere: in a registry,
/// where a relative link leads nowhere.
const FOLDERS: [(&str, Read); 7] = [
    ("", Read::Here),
    (".github", Read::Here),
    ("docs", Read::Here),
    ("crates/core", Read::Elsewhere),
    ("crates/core/tests/data", Read::Here),
    ("crates/core/tests/peers", Read::Here),
    ("crates/wasm/package", Read::Elsewhere),
];

/// Where a page is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Read {
    /// In the repository.
    Here,
    /// In a registry too.
    Elsewhere,
}

/// A page.
pub struct Page {
    /// Its path from the top folder.
    pub path: String,
    /// Where it is read.
    pub read: Read,
    /// Its text.
    pub text: String,
}

/// A fenced block of code.
#[derive(Default, Debug)]
pub struct Block {
    /// The line of its first fence, from 1.
    pub line: usize,
    /// The first word behind the fence.
    pub language: String,
    /// Why it is not run: what stands behind `not-run:` in the fence.
    pub not_run: Option<String>,
    /// What goes before it when it is run and a reader need not see: a comment that begins with
    /// `before` and stands right above.
    pub before: String,
    /// The same after it: a comment that begins with `after` and stands right below.
    pub after: String,
    /// What stands in it.
    pub text: String,
}

/// Every page, in the order of their paths.
pub fn pages() -> Result<Vec<Page>> {
    let mut pages = Vec::new();
    for (folder, read) in FOLDERS {
        let path = workspace::root().join(folder);
        let entries = fs::read_dir(&path).with_context(|| path.display().to_string())?;
        let mut paths: Vec<PathBuf> =
            entries.map(|entry| Ok(entry?.path())).collect::<Result<_>>()?;
        paths.retain(|path| path.extension().is_some_and(|ending| ending == "md"));
        paths.sort();
        for file in paths {
            let name = file.file_name().unwrap_or_default().to_string_lossy();
            let path = if folder.is_empty() { name.into() } else { format!("{folder}/{name}") };
            pages.push(Page { path, read, text: fs::read_to_string(&file)? });
        }
    }
    Ok(pages)
}

/// The fenced blocks of a page.
pub fn blocks(text: &str) -> Vec<Block> {
    let mut blocks: Vec<Block> = Vec::new();
    let mut open: Option<Block> = None;
    // The comment that is being read, and how far its text is one before or after a block.
    let mut comment: Option<String> = None;
    let mut before = String::new();
    for (at, line) in text.lines().enumerate() {
        if let Some(block) = &mut open {
            if line.trim_start().starts_with("```") {
                blocks.extend(open.take());
            } else {
                block.text.push_str(line);
                block.text.push('\n');
            }
            continue;
        }
        if let Some(text) = &mut comment {
            if line.trim() == "-->" {
                if let Some(rest) = text.strip_prefix("before\n") {
                    rest.clone_into(&mut before);
                } else if let (Some(rest), Some(block)) =
                    (text.strip_prefix("after\n"), blocks.last_mut())
                {
                    rest.clone_into(&mut block.after);
                }
                comment = None;
            } else {
                text.push_str(line);
                text.push('\n');
            }
            continue;
        }
        if let Some(info) = line.trim_start().strip_prefix("```") {
            let (language, rest) = info.split_once(' ').unwrap_or((info, ""));
            let not_run = rest.trim().strip_prefix("not-run:");
            open = Some(Block {
                line: at + 1,
                language: language.to_owned(),
                not_run: not_run.map(|reason| reason.trim().to_owned()),
                before: std::mem::take(&mut before),
                ..Block::default()
            });
        } else if let Some(first) = line.trim().strip_prefix("<!-- ") {
            comment = (!first.ends_with("-->")).then(|| format!("{first}\n"));
        }
    }
    blocks
}

/// A page as it is given to people: without what is said about its blocks to those who run them.
pub fn published(text: &str) -> String {
    let mut out = String::new();
    let (mut inside, mut comment) = (false, false);
    for line in text.lines() {
        if comment || !inside && matches!(line, "<!-- before" | "<!-- after") {
            comment = line != "-->";
            continue;
        }
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        let shown = if fence {
            line.split_once(" not-run:").map_or(line, |(shown, _)| shown)
        } else {
            line
        };
        out.push_str(shown);
        out.push('\n');
    }
    out
}

/// What stands between backticks outside of blocks, with its line.
pub fn spans(text: &str) -> Vec<(usize, String)> {
    let spans = |(at, line): (usize, &str)| -> Vec<(usize, String)> {
        line.split('`').skip(1).step_by(2).map(|span| (at, span.to_owned())).collect()
    };
    outside(text).flat_map(spans).collect()
}

/// The lines outside of blocks, numbered from 1.
fn outside(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut inside = false;
    text.lines().enumerate().filter_map(move |(at, line)| {
        let fence = line.trim_start().starts_with("```");
        inside ^= fence;
        (!inside && !fence).then_some((at + 1, line))
    })
}

/// The lines outside of blocks, numbered from 1, without what stands between backticks.
pub fn prose(text: &str) -> Vec<(usize, String)> {
    // Every other part stands between backticks; a lone last one begins no code.
    let bare = |line: &str| line.split('`').step_by(2).collect::<Vec<_>>().join("``");
    outside(text).map(|(at, line)| (at, bare(line))).collect()
}

/// Where links and pictures lead, with their lines.
pub fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    for (line, words) in prose(text) {
        let ends = [("](", ')'), ("<http", '>')];
        for (start, end) in ends {
            for rest in words.split(start).skip(1) {
                if let Some((target, _)) = rest.split_once(end) {
                    let scheme = if start == "<http" { "http" } else { "" };
                    found.push((line, format!("{scheme}{target}")));
                }
            }
        }
    }
    found
}

/// The names by which headings are linked to, as GitHub makes them.
pub fn anchors(text: &str) -> Vec<String> {
    let mut anchors: Vec<String> = Vec::new();
    for (_, line) in outside(text).filter(|(_, line)| line.starts_with('#')) {
        let heading = line.trim_start_matches('#').trim();
        let name: String = heading
            .to_lowercase()
            .chars()
            .filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'))
            .map(|c| if c == ' ' { '-' } else { c })
            .collect();
        let same = anchors.iter().filter(|known| **known == name).count();
        anchors.push(if same == 0 { name } else { format!("{name}-{same}") });
    }
    anchors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_has_its_language_its_reason_and_what_goes_around_it() {
        let page = "a\n```js\nx\n```\n<!-- after\ny\n-->\n<!-- Made by hand. -->\n<!-- before\nz\n-->\n```sh not-run: too long\n#`\n```\n";
        let blocks = blocks(page);
        let rows: Vec<_> = blocks
            .iter()
            .map(|b| (b.line, &*b.language, b.not_run.as_deref(), &*b.before, &*b.after, &*b.text))
            .collect();
        assert_eq!(
            rows,
            [(2, "js", None, "", "y\n", "x\n"), (12, "sh", Some("too long"), "z\n", "", "#`\n")]
        );
        let shown = "a\n```js\nx\n```\n<!-- Made by hand. -->\n```sh\n#`\n```\n";
        assert_eq!(published(page), shown);
    }

    #[test]
    fn links_are_found_outside_of_code() {
        let page =
            "[a](b.md#c) and ![d](e.png) or <https://f.example>\n`[g](h)`\n```md\n[i](j)\n```\n";
        let found: Vec<String> = links(page).into_iter().map(|(_, target)| target).collect();
        assert_eq!(found, ["b.md#c", "e.png", "https://f.example"]);
        assert_eq!(spans(page), [(2, "[g](h)".to_owned())]);
    }

    #[test]
    fn headings_are_named_as_github_names_them() {
        let page =
            "# Two commands\n## `cargo xtask bench core`\n## Why, and how?\n## Two commands\n";
        assert_eq!(
            anchors(page),
            ["two-commands", "cargo-xtask-bench-core", "why-and-how", "two-commands-1"]
        );
    }
}
