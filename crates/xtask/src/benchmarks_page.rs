//! `docs/BENCHMARKS.md`: a section for each benchmark, written by the run that measured it.

use std::fs;

use anyhow::{Context as _, Result};

use crate::workspace;

const PAGE: &str = "docs/BENCHMARKS.md";

const HEAD: &str = "\
# Benchmarks

Each section is written by the command that it names, from one run in which everybody took turns on \
the same machine. Ratios hold where absolute figures do not: another machine, or one that is busy, \
has others.
";

/// Puts a section in place of the one of the same name, or at the end.
pub fn write(name: &str, text: &str) -> Result<()> {
    let path = workspace::root().join(PAGE);
    let page = fs::read_to_string(&path).unwrap_or_else(|_| HEAD.to_owned());
    let heading = format!("cargo xtask bench {name}");
    let machine = machine();
    let text = format!("## `{heading}`\n\n{}\n\nMeasured on {machine}.\n", text.trim());
    fs::write(&path, with_section(&page, &format!("## `{heading}`\n"), &text))
        .with_context(|| format!("cannot write {PAGE}"))
}

fn with_section(page: &str, heading: &str, text: &str) -> String {
    let Some(start) = page.find(heading) else { return format!("{page}\n{text}") };
    let (before, old) = page.split_at(start);
    let after = old.find("\n## ").and_then(|end| old.get(end + 1..)).unwrap_or_default();
    let gap = if after.is_empty() { "" } else { "\n" };
    format!("{before}{text}{gap}{after}")
}

/// The processor and the system, as far as they can be known.
fn machine() -> String {
    let cpus = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = cpus.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let (os, arch) = (std::env::consts::OS, std::env::consts::ARCH);
    format!("{cores} cores of {}, {os} on {arch}", model.map_or("an unnamed processor", |m| m.1))
}

#[cfg(test)]
mod tests {
    use super::with_section;

    #[test]
    fn a_section_takes_the_place_of_the_old_one() {
        let one = with_section("# Page\n", "## a\n", "## a\n\n1\n");
        assert_eq!(one, "# Page\n\n## a\n\n1\n");
        let two = with_section(&one, "## b\n", "## b\n\n2\n");
        assert_eq!(two, "# Page\n\n## a\n\n1\n\n## b\n\n2\n");
        assert_eq!(
            with_section(&two, "## a\n", "## a\n\n3\n"),
            "# Page\n\n## a\n\n3\n\n## b\n\n2\n"
        );
        assert_eq!(
            with_section(&two, "## b\n", "## b\n\n4\n"),
            "# Page\n\n## a\n\n1\n\n## b\n\n4\n"
        );
    }
}
