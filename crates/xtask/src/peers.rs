//! Our verdicts on generated tax numbers beside those of independent checkers: python-stdnum and
//! npm's stdnum. `crates/core/tests/peers` compares; here is what installs and calls it.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};

use crate::soak::Slice;
use crate::steps::Step;
use crate::{node, python, workspace};

/// How many numbers one slice of the whole compares.
const NUMBERS: u32 = 60_000;

/// One slice of the whole.
pub fn whole(step: &mut Step, slice: Slice) -> Result<()> {
    compare(step, "release", NUMBERS, slice.seed)
}

/// A few thousand numbers, judged by what the native tests have built.
pub fn short(step: &mut Step, slice: Slice) -> Result<()> {
    compare(step, "debug", 4_000, slice.seed)
}

fn compare(step: &mut Step, profile: &str, numbers: u32, seed: u64) -> Result<()> {
    let mut cargo = workspace::cargo(["build", "--package=client-profile"]);
    cargo.arg("--example=tax_number_verdicts");
    if profile == "release" {
        cargo.arg("--release");
    }
    step.command(&mut cargo)?;
    let sources = workspace::root().join("crates/core/tests/peers");
    let requirements = fs::read_to_string(sources.join("requirements.txt"))
        .context("the peers have no requirements.txt")?;
    let python = python::with(step, &requirements)?;
    let folder = npm_peer(step, &sources)?;
    let program = workspace::program(&format!("{profile}/examples/tax_number_verdicts"));
    let mut peers = workspace::command(python);
    // Its figures are the lines that begin with `figure: `.
    peers
        .current_dir(folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .arg(sources.join("peers.py"))
        .arg(program)
        .args([numbers.to_string(), seed.to_string()]);
    step.command(&mut peers)
}

/// A folder where npm's stdnum is installed, beside the script that asks it: away from the sources of
/// the crate, which is packed from there.
fn npm_peer(step: &mut Step, sources: &Path) -> Result<PathBuf> {
    let folder = workspace::output().join("peers");
    fs::create_dir_all(&folder)?;
    for file in ["package.json", "package-lock.json", "npm-stdnum.mjs"] {
        fs::copy(sources.join(file), folder.join(file))
            .with_context(|| format!("cannot copy {file} of the peers"))?;
    }
    node::install(step, &folder)?;
    Ok(folder)
}
