//! The page in dist/, built by Trunk for release, and the npm package beside it in dist/npm/, which
//! www/module.html shows at work.

use std::fs;

use anyhow::{Context as _, Result};

use crate::stamp::Stamp;
use crate::steps::Step;
use crate::{build_npm, node, notices, tools, versions, workspace};

/// Everything that decides what the page is.
const INPUTS: [&str; 9] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "Trunk.toml",
    "index.html",
    "www",
    "crates/core",
    "crates/wasm",
    "crates/web",
];

/// What the page that shows the npm package loads.
const SHOWN: &str = "index.js";

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
    // Trunk's hook packs what it built with it.
    node::install(step, &workspace::root().join("crates/web/build"))?;
    let mut trunk = workspace::command(tools::trunk()?);
    trunk.args(["build", "--release", "--skip-version-check", "--color=never"]);
    step.command(&mut trunk)?;
    build_npm::build(step)?;
    let shown = workspace::root().join("dist/npm");
    fs::create_dir_all(&shown)?;
    let package = workspace::root().join("crates/wasm/pkg").join(SHOWN);
    fs::copy(&package, shown.join(SHOWN))
        .with_context(|| format!("cannot copy {}", package.display()))?;
    let terms = notices::text(step, notices::Product::Page)?;
    fs::write(workspace::root().join("dist/third-party.txt"), terms)?;
    stamp.set()
}
