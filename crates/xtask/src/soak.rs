//! `cargo xtask soak`: the long runs, whole and resumable; `cargo xtask test` runs a short share.
//!
//! A part's whole run is cut into slices, each of minutes. A slice that has ended well leaves its
//! figures under `target/soak` and is not run again on the same sources, so that a run that was
//! cut off goes on where it was, and shards of one run can share the work.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};

use crate::build_npm;
use crate::part::lines;
use crate::setup::{self, Need};
use crate::stamp;
use crate::steps::Step;
use crate::system::Package;
use crate::toolchain::Addition;
use crate::tools::Tool;
use crate::{fuzz, peers, soak_service, test, workspace};

/// A long run.
pub struct Part {
    /// The word a person types.
    pub name: &'static str,
    /// What it does.
    pub what: &'static str,
    /// What has to be installed.
    pub needs: &'static [Need],
    /// The sources it is about: when they change, it starts over.
    pub about: &'static [&'static str],
    /// How many slices the whole run has. None takes longer than 45 minutes on two cores.
    pub slices: u32,
    /// Runs one slice of the whole. Figures are what it notes, or prints as `figure: …`.
    pub whole: fn(&mut Step, Slice) -> Result<()>,
    /// Runs what `cargo xtask test` runs of it, in a minute at most. None for tests that already
    /// run with lower counts among the native ones.
    pub short: Option<fn(&mut Step, Slice) -> Result<()>>,
}

/// One slice of a whole run.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Slice {
    /// Which one, from 0.
    pub index: u32,
    /// Of how many.
    pub of: u32,
    /// A number from which all chance in it comes: another in each slice, the same in each run.
    pub seed: u64,
}

/// Which slices of the whole this machine runs: `2/3` is the second third.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shard {
    number: u32,
    of: u32,
}

impl Default for Shard {
    fn default() -> Self {
        Self { number: 1, of: 1 }
    }
}

impl std::str::FromStr for Shard {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let parsed = text
            .split_once('/')
            .and_then(|(number, of)| Some((number.parse::<u32>().ok()?, of.parse::<u32>().ok()?)));
        match parsed {
            Some((number, of)) if (1..=of).contains(&number) => Ok(Self { number, of }),
            _ => Err("write K/N, with K from 1 to N: 2/3 is the second of three".to_owned()),
        }
    }
}

impl Shard {
    fn has(self, slice: u32) -> bool {
        slice % self.of == self.number - 1
    }
}

/// The seed of a run when none is given.
pub const SEED: u64 = 1;

/// What libFuzzer takes, which the short share leaves out.
const ONLY_WHOLE: Need = Need::System(Package::Cxx);

/// What the short shares need, together.
pub const NEEDS: [Need; 6] = [
    Need::Tool(Tool::Mutants),
    Need::Node,
    Need::Rust(Addition::WasmTarget),
    Need::Tool(Tool::WasmOpt),
    Need::System(Package::Postgres),
    Need::System(Package::Python),
];

/// The long runs. A new one is a row here.
pub const PARTS: [Part; 6] = [
    Part {
        name: "fuzz",
        what: "libFuzzer on the rules: ten minutes for each target",
        needs: &[ONLY_WHOLE],
        about: &[
            "crates/core/Cargo.toml",
            "crates/core/src",
            "crates/core/data",
            "crates/core/fuzz",
        ],
        slices: 6,
        whole: fuzz::whole,
        short: Some(fuzz::short),
    },
    Part {
        name: "mutants",
        what: "cargo-mutants on the rules: a change to a line that no test notices is printed",
        needs: &[Need::Tool(Tool::Mutants)],
        about: &["Cargo.lock", "crates/core"],
        slices: 24,
        whole: |step, slice| {
            mutants(
                step,
                &["--sharding=round-robin", &format!("--shard={}/{}", slice.index, slice.of)],
            )
        },
        // One function, of which every change has to be noticed.
        short: Some(|step, _| mutants(step, &["--file=crates/core/src/date.rs", "--re=is_leap"])),
    },
    Part {
        name: "peers",
        what: "240,000 tax numbers judged by us and by two independent checkers",
        needs: &[Need::Node, Need::System(Package::Python)],
        about: &["Cargo.lock", "crates/core"],
        slices: 4,
        whole: peers::whole,
        short: Some(peers::short),
    },
    Part {
        name: "npm",
        what: "the npm package: 10 million calls in flat memory, a million records as natively",
        needs: &setup::FOR_NPM,
        about: &["Cargo.lock", "crates/core", "crates/wasm"],
        slices: 1,
        whole: |step, slice| package(step, slice, 10_000_000, 1_000_000),
        short: Some(|step, slice| package(step, slice, 20_000, 5_000)),
    },
    Part {
        name: "service",
        what: "the service killed 200 times, its log cut 1,000 times, 64 clients in competition",
        needs: &[Need::System(Package::Postgres), Need::System(Package::Procps)],
        about: &["Cargo.lock", "crates/core", "crates/server"],
        slices: 1,
        whole: soak_service::durability,
        short: None,
    },
    Part {
        name: "schemathesis",
        what: "10,000 cases made from the service's own description, with every check",
        needs: &[Need::System(Package::Python)],
        about: &["Cargo.lock", "crates/core", "crates/server"],
        slices: 1,
        whole: soak_service::described,
        short: Some(soak_service::described_in_short),
    },
];

/// Runs what is left of the named parts, or of all.
pub fn run(names: &[String], shard: Shard, seed: u64, again: bool) -> Result<()> {
    let parts: Vec<&Part> = PARTS
        .iter()
        .filter(|part| names.is_empty() || names.iter().any(|name| name == part.name))
        .collect();
    let mut left = Vec::new();
    for part in &parts {
        let folder = folder(part, seed)?;
        if again {
            let _ = fs::remove_dir_all(&folder);
        }
        for index in (0..part.slices).filter(|index| shard.has(*index)) {
            let figures = folder.join(format!("{}of{}", index + 1, part.slices));
            if figures.exists() {
                continue;
            }
            let slice = Slice { index, of: part.slices, seed: seed.wrapping_add(u64::from(index)) };
            left.push((*part, slice, figures));
        }
    }
    let needs: Vec<Need> = left.iter().flat_map(|(part, ..)| part.needs.iter().copied()).collect();
    let mut steps = setup::begin(&needs, left.len())?;
    for (part, slice, figures) in left {
        let name = format!("{}-{}of{}", part.name, slice.index + 1, slice.of);
        let done = steps.run(&name, part.what, |step| {
            (part.whole)(step, slice)?;
            let folder = figures.parent().context("the figures have a folder")?;
            fs::create_dir_all(folder)?;
            fs::write(&figures, step.figures())
                .with_context(|| format!("cannot write {}", figures.display()))
        });
        // The other slices can still tell more.
        drop(done);
    }
    println!("\n{}", steps.summary());
    for part in parts {
        println!("{}", standing(part, seed)?);
    }
    let failures = steps.failures();
    if failures.is_empty() { Ok(()) } else { bail!("{} failed", failures.join(", ")) }
}

/// A short share of each part, always the same.
pub fn short(step: &mut Step) -> Result<()> {
    for part in &PARTS {
        let slice = Slice { index: 0, of: 1, seed: SEED };
        if let Some(short) = part.short {
            short(step, slice).with_context(|| format!("the short share of {}", part.name))?;
        }
    }
    Ok(())
}

/// The table as a person reads it.
pub fn list() -> String {
    lines(PARTS.iter().map(|part| (part.name, part.what)))
}

/// How far a part is, with the figures of its slices.
fn standing(part: &Part, seed: u64) -> Result<String> {
    let folder = folder(part, seed)?;
    let mut lines = Vec::new();
    for index in 0..part.slices {
        let slice = format!("{}of{}", index + 1, part.slices);
        if let Ok(figures) = fs::read_to_string(folder.join(&slice)) {
            lines.push(format!("  {slice}: {}", figures.trim()));
        }
    }
    lines.insert(0, format!("{}: {} of {} slices done", part.name, lines.len(), part.slices));
    Ok(lines.join("\n"))
}

/// Where a part's figures lie, for these sources and this seed.
fn folder(part: &Part, seed: u64) -> Result<PathBuf> {
    let sources = stamp::digest(part.about)?;
    Ok(workspace::target().join("soak").join(part.name).join(format!("{sources}-{seed}")))
}

/// Fails when a change goes unnoticed; those that cannot be noticed are in .cargo/mutants.toml,
/// with their reasons.
fn mutants(step: &mut Step, which: &[&str]) -> Result<()> {
    let output = workspace::output().join("mutants");
    let mut cargo = workspace::cargo(["mutants", "--package=client-profile", "--no-times"]);
    cargo.args(which).arg("--output").arg(output).env("CLIENT_PROFILE_ROUNDS", "few");
    // Its last line counts: "12 mutants tested: 1 missed, 10 caught, 1 unviable".
    // Its status 3: a change had the tests go on for ever, which is noticed as well.
    let printed = step.output_unless(&mut cargo, 3)?;
    let count = printed.lines().last().unwrap_or_default();
    // With that status, it says nothing of those that were missed besides.
    if count.contains(" missed") {
        bail!("a change was not noticed: {count}");
    }
    if !count.contains(" caught") {
        bail!("no change was made that a test could have noticed: {count}");
    }
    step.note(count);
    Ok(())
}

/// Calls the npm package so often, and compares so many records with what the rules say natively.
fn package(step: &mut Step, slice: Slice, calls: u32, records: u32) -> Result<()> {
    build_npm::build(step)?;
    let mut node = workspace::command("node");
    node.args(["--test", "memory.test.mjs", "equality.test.mjs", "exports.test.mjs"])
        .current_dir(workspace::root().join("crates/wasm/tests"))
        .env("CALLS", calls.to_string())
        .env("RECORDS", records.to_string())
        .env("SEED", slice.seed.to_string());
    test::runner(step, |step| step.command(&mut node))?;
    step.note(format!("{calls} calls, {records} records"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_shard_is_read_or_explained() {
        for (text, shard) in [
            ("1/1", Some(Shard { number: 1, of: 1 })),
            ("2/3", Some(Shard { number: 2, of: 3 })),
            ("0/3", None),
            ("4/3", None),
            ("2", None),
            ("a/b", None),
        ] {
            assert_eq!(text.parse::<Shard>().ok(), shard, "{text}");
        }
    }

    #[test]
    fn shards_share_the_slices_without_rest() {
        for of in 1..=5 {
            for slice in 0..24 {
                let holders = (1..=of).filter(|number| Shard { number: *number, of }.has(slice));
                assert_eq!(holders.count(), 1, "slice {slice} of {of} shards");
            }
        }
    }

    #[test]
    fn what_a_part_is_about_is_there() {
        for part in &PARTS {
            assert!(folder(part, SEED).is_ok(), "{}: {:?}", part.name, part.about);
        }
    }

    #[test]
    fn the_short_shares_ask_for_nothing_that_set_up_does_not_bring() {
        for part in PARTS.iter().filter(|part| part.short.is_some()) {
            let mut needs = part.needs.iter().filter(|need| **need != ONLY_WHOLE);
            assert!(needs.all(|need| NEEDS.contains(need)), "{}", part.name);
        }
    }
}
