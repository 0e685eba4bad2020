//! Whether every link of the project's pages leads somewhere, and every file they name is there.
//!
//! Only what is here is followed. Addresses of others are listed in the step's log: whether they
//! answer is no question for a test that has to pass without a network.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Result, bail};

use crate::markdown::{self, Page, Read};
use crate::steps::Step;
use crate::workspace;

/// Our own files, as pages that are read elsewhere name them.
const OURS: &str = "https://github.com/client-profile/client-profile/blob/main/";

/// Fails with each link that leads nowhere.
pub fn check(step: &mut Step) -> Result<()> {
    let pages = markdown::pages()?;
    let mut broken = Vec::new();
    let (mut inside, mut outside) = (0, BTreeSet::new());
    for page in &pages {
        for (line, span) in
            markdown::spans(&page.text).into_iter().filter(|(_, span)| is_path(span))
        {
            inside += 1;
            if !workspace::root().join(&span).exists() {
                broken.push(format!("{}:{line}: there is no {span}", page.path));
            }
        }
        for (line, target) in markdown::links(&page.text) {
            match leads(page, &target) {
                Lead::Somewhere => inside += 1,
                Lead::Outside => drop(outside.insert(target)),
                Lead::Nowhere(why) => broken.push(format!("{}:{line}: {target}: {why}", page.path)),
            }
        }
    }
    for address in &outside {
        step.write(&format!("not followed: {address}"))?;
    }
    step.note(format!("{inside} links, {} addresses of others not followed", outside.len()));
    if broken.is_empty() {
        Ok(())
    } else {
        bail!("links that lead nowhere:\n{}", broken.join("\n"))
    }
}

/// Whether words between backticks name a file or a folder of ours. What is built is none, and
/// neither is a pattern.
fn is_path(span: &str) -> bool {
    let folders = ["crates/", "docs/", "www/", ".github/", ".cargo/", ".ci/"];
    folders.iter().any(|folder| span.starts_with(folder))
        && !span.contains([' ', '*', '<', '{', '$', ':'])
        && !span.starts_with("crates/wasm/pkg")
}

enum Lead {
    Somewhere,
    Outside,
    Nowhere(String),
}

fn leads(page: &Page, target: &str) -> Lead {
    let own = target.strip_prefix(OURS);
    if own.is_none() && (target.contains("://") || target.starts_with("mailto:")) {
        return Lead::Outside;
    }
    if own.is_none() && page.read == Read::Elsewhere && !target.starts_with('#') {
        return Lead::Nowhere("this page is read in a registry too: name the whole address".into());
    }
    let (file, anchor) =
        own.unwrap_or(target).split_once('#').unwrap_or((own.unwrap_or(target), ""));
    let folder = Path::new(&page.path).parent().unwrap_or(Path::new(""));
    let folder = if own.is_some() { Path::new("") } else { folder };
    let path = workspace::root().join(folder).join(file);
    let text = if file.is_empty() {
        Some(page.text.clone())
    } else if path.is_file() {
        fs::read_to_string(&path).ok()
    } else if path.is_dir() && anchor.is_empty() {
        return Lead::Somewhere;
    } else {
        return Lead::Nowhere("there is no such file".into());
    };
    let there = anchor.is_empty()
        || text.is_some_and(|text| markdown::anchors(&text).iter().any(|name| name == anchor));
    if there { Lead::Somewhere } else { Lead::Nowhere(format!("it has no heading #{anchor}")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_those_that_lead_nowhere() {
        let page = |read| Page { path: "docs/x.md".into(), read, text: "# A b\n".into() };
        for (target, read, somewhere) in [
            ("#a-b", Read::Here, true),
            ("#b", Read::Here, false),
            ("security.md", Read::Here, true),
            ("security.md#requirements-that-apply", Read::Here, true),
            ("security.md#nothing", Read::Here, false),
            ("../README.md", Read::Here, true),
            ("../docs", Read::Here, true),
            ("nothing.md", Read::Here, false),
            ("security.md", Read::Elsewhere, false),
            (
                "https://github.com/client-profile/client-profile/blob/main/README.md",
                Read::Elsewhere,
                true,
            ),
            (
                "https://github.com/client-profile/client-profile/blob/main/x.md",
                Read::Elsewhere,
                false,
            ),
        ] {
            let found = matches!(leads(&page(read), target), Lead::Somewhere);
            assert_eq!(found, somewhere, "{target}");
        }
        assert!(matches!(leads(&page(Read::Here), "https://example.org/x"), Lead::Outside));
        for (span, path) in [
            ("crates/core/src/field.rs", true),
            ("docs", false),
            ("crates/core/messages/*.txt", false),
            ("crates/core/messages/<tag>.txt", false),
            ("cargo xtask", false),
        ] {
            assert_eq!(is_path(span), path, "{span}");
        }
    }
}
