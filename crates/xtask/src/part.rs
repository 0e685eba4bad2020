//! Work that a person selects by name: `cargo xtask build` is a table of these, and so is any
//! other command that offers several.

use anyhow::Result;

use crate::setup::{self, Need};
use crate::steps::Step;

/// A row: one name, what comes of it, and how.
pub struct Part {
    /// The word a person types.
    pub name: &'static str,
    /// What comes of it, for the help and the progress.
    pub what: &'static str,
    /// What has to be installed.
    pub needs: &'static [Need],
    /// Parts of the same table that go before it, even when only this one is named.
    pub after: &'static [&'static str],
    /// Does it.
    pub work: fn(&mut Step) -> Result<()>,
}

/// The named rows and those that go before them, in the table's order; all rows for no names.
pub fn chosen(parts: &'static [Part], names: &[String]) -> Vec<&'static Part> {
    let mut wanted: Vec<&str> = names.iter().map(String::as_str).collect();
    if wanted.is_empty() {
        wanted = parts.iter().map(|part| part.name).collect();
    }
    // A row may name only rows above it, so one walk upwards finds all.
    for part in parts.iter().rev() {
        if wanted.contains(&part.name) {
            wanted.extend(part.after);
        }
    }
    parts.iter().filter(|part| wanted.contains(&part.name)).collect()
}

/// What all of these need.
pub fn needs(parts: &[&Part]) -> Vec<Need> {
    parts.iter().flat_map(|part| part.needs.iter().copied()).collect()
}

/// Sets up for the named rows and does them; the first failure ends it.
pub fn run(parts: &'static [Part], names: &[String]) -> Result<()> {
    let chosen = chosen(parts, names);
    let mut steps = setup::begin(&needs(&chosen), chosen.len())?;
    for part in chosen {
        steps.run(part.name, part.what, part.work)?;
    }
    println!("{}", steps.summary());
    Ok(())
}

/// The table as a person reads it: a line a row.
pub fn list(parts: &[Part]) -> String {
    lines(parts.iter().map(|part| (part.name, part.what)))
}

/// Names and what they stand for, a line each, in two columns.
pub fn lines<'a>(rows: impl Iterator<Item = (&'a str, &'a str)> + Clone) -> String {
    let width = rows.clone().map(|(name, _)| name.len()).max().unwrap_or(0);
    rows.fold(String::new(), |text, (name, what)| text + &format!("  {name:width$}  {what}\n"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{build, test};

    fn names(parts: &[&Part]) -> Vec<&'static str> {
        parts.iter().map(|part| part.name).collect()
    }

    #[test]
    fn naming_a_part_brings_what_goes_before_it() {
        assert_eq!(names(&chosen(&build::PARTS, &["server".to_owned()])), ["web", "server"]);
        assert_eq!(names(&chosen(&build::PARTS, &["npm".to_owned()])), ["npm"]);
        assert_eq!(chosen(&build::PARTS, &[]).len(), build::PARTS.len());
    }

    #[test]
    fn parts_go_after_rows_above_them_only() {
        for parts in [&build::PARTS[..], &test::PARTS[..]] {
            for (row, part) in parts.iter().enumerate() {
                for before in part.after {
                    let above = &parts[..row];
                    assert!(above.iter().any(|p| p.name == *before), "{} {before}", part.name);
                }
            }
        }
    }
}
