//! The page in dist/, built by Trunk for release.

use anyhow::Result;

use crate::stamp::Stamp;
use crate::steps::Step;
use crate::{tools, versions, workspace};

/// Everything that decides what the page is.
const INPUTS: [&str; 8] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "Trunk.toml",
    "index.html",
    "www",
    "crates/core",
    "crates/web",
];

/// Builds the page, unless it is there and nothing that goes into it has changed.
pub fn build(step: &mut Step) -> Result<()> {
    let rustc = step.output(workspace::command("rustc").arg("--version"))?;
    let tools_in_use =
        format!("{rustc} {} {} {}", versions::wasm_bindgen()?, versions::TRUNK, versions::BINARYEN);
    let stamp = Stamp::new("page", &INPUTS, "dist", tools_in_use);
    if stamp.holds()? {
        step.note("up to date");
        return Ok(());
    }
    let mut trunk = workspace::command(tools::trunk()?);
    trunk.args(["build", "--release", "--skip-version-check", "--color=never"]);
    step.command(&mut trunk)?;
    stamp.set()
}
