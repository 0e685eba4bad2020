//! The fuzz targets of the rules: with libFuzzer, which looks for inputs by coverage, or seeded.
//!
//! The coverage that libFuzzer follows is what the compiler writes into the program; the passes that
//! do so are in every toolchain, so that neither a nightly one nor another tool is asked for. All
//! that it takes is a compiler of C++, libFuzzer being written in that.

use std::fs;

use anyhow::{Context as _, Result, bail};

use crate::soak::Slice;
use crate::steps::Step;
use crate::{test, toolchain, workspace};

/// How many inputs each target gets from the seeded tests.
const INPUTS: &str = "CLIENT_PROFILE_FUZZ_INPUTS";

/// The seed of the seeded tests.
const SEED: &str = "CLIENT_PROFILE_FUZZ_SEED";

/// Seconds that libFuzzer has for a target.
const SECONDS: u32 = 600;

/// What makes the compiler count the edges that a run takes, as libFuzzer expects them.
const COVERAGE: &str = "--cfg=fuzzing -Cpasses=sancov-module \
    -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters \
    -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares \
    -Ccodegen-units=1";

/// One target for its whole time.
pub fn whole(step: &mut Step, slice: Slice) -> Result<()> {
    let targets = targets()?;
    let [target] = chosen(&targets, slice)? else { bail!("a slice is one target") };
    let host = host(step)?;
    let folder = workspace::target().join("fuzz");
    let mut cargo = workspace::cargo(["build", "--release", "--locked", "--target", &host]);
    cargo.arg("--manifest-path=crates/core/fuzz/Cargo.toml").arg("--target-dir").arg(&folder);
    step.command(cargo.args(["--bin", target]).env("RUSTFLAGS", COVERAGE))?;
    // What it finds goes into a corpus of its own: the committed one is small, and stays so.
    let found = folder.join("corpus").join(target);
    let artifacts = folder.join("artifacts").join(target);
    fs::create_dir_all(&found)?;
    fs::create_dir_all(&artifacts)?;
    let mut fuzzer = workspace::command(folder.join(&host).join("release").join(target));
    fuzzer.arg(&found).arg(workspace::root().join("crates/core/fuzz/corpus").join(target));
    fuzzer.arg(format!("-artifact_prefix={}/", artifacts.display()));
    fuzzer.arg(format!("-seed={}", slice.seed));
    fuzzer.args([&format!("-max_total_time={SECONDS}"), "-max_len=4096", "-timeout=10"]);
    fuzzer.arg("-print_final_stats=1");
    let output = step.everything(&mut fuzzer)?;
    let runs = output.lines().find_map(|line| line.strip_prefix("stat::number_of_executed_units:"));
    let runs = runs.context("libFuzzer does not say how many inputs it tried")?;
    step.note(format!("{target}: {} inputs, no finding", runs.trim()));
    Ok(())
}

/// All targets on seeded inputs, for seconds.
pub fn short(step: &mut Step, slice: Slice) -> Result<()> {
    let mut cargo = workspace::cargo(["test", "--package=client-profile", "--test=suite"]);
    // Other inputs than those of the native tests.
    cargo.env(INPUTS, "1000").env(SEED, slice.seed.wrapping_add(1).to_string());
    cargo.args(["--", "no_input_breaks_a_law"]);
    test::runner(step, |step| step.command(&mut cargo))
}

/// The names of the targets, in order.
fn targets() -> Result<Vec<String>> {
    let folder = workspace::root().join("crates/core/fuzz/fuzz_targets");
    let mut names = Vec::new();
    for file in fs::read_dir(&folder).with_context(|| format!("no {}", folder.display()))? {
        let path = file?.path();
        names.extend(path.file_stem().map(|name| name.to_string_lossy().into_owned()));
    }
    names.sort();
    Ok(names)
}

fn chosen(targets: &[String], slice: Slice) -> Result<&[String]> {
    if targets.len() != slice.of as usize {
        bail!("{} targets in {} slices: give each its own in soak.rs", targets.len(), slice.of);
    }
    let at = slice.index as usize;
    targets.get(at..=at).context("there is no such slice")
}

/// The target of this machine. Named, so that programs that run in the build are left as they are.
fn host(step: &mut Step) -> Result<String> {
    let version = step.output(toolchain::rustc().arg("-vV"))?;
    let host = version.lines().find_map(|line| line.strip_prefix("host: "));
    Ok(host.context("rustc does not name its host")?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::soak;

    #[test]
    fn each_target_has_its_slice_and_its_corpus() {
        let targets = targets().unwrap();
        let part = soak::PARTS.iter().find(|part| part.name == "fuzz").unwrap();
        for index in 0..part.slices {
            let slice = Slice { index, of: part.slices, seed: 1 };
            let [target] = chosen(&targets, slice).unwrap() else { panic!("one a slice") };
            let corpus = workspace::root().join("crates/core/fuzz/corpus").join(target);
            assert!(fs::read_dir(corpus).unwrap().count() > 0, "{target}");
        }
    }
}
