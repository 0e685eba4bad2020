//! The page in dist/, built by Trunk for release, and the npm package beside it in dist/npm/, which
//! www/module.html shows at work; and the page as it is debugged, with its gallery.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::stamp::Stamp;
use crate::steps::Step;
use crate::{build_npm, node, notices, tools, versions, workspace};

/// Everything that decides what the page is.
const INPUTS: [&str; 12] = [
    "Cargo.toml",
    "Cargo.lock",
    ".cargo/config.toml",
    "Trunk.toml",
    "index.html",
    "www",
    "crates/core",
    "crates/wasm",
    "crates/web",
    // The npm package and the notices, which the page has beside it.
    "crates/xtask",
    "LICENSE-MIT",
    "LICENSE-APACHE",
];

/// What the page that shows the npm package loads.
const SHOWN: &str = "index.js";

/// Builds the page, unless it is there and nothing that goes into it has changed.
pub fn build(step: &mut Step) -> Result<()> {
    let stamp = Stamp::new("page", &INPUTS, "dist", tools_in_use(step)?);
    if stamp.holds()? {
        step.note("up to date");
        return Ok(());
    }
    // Trunk's hook packs what it built with it.
    node::install(step, &workspace::root().join("crates/web/build"))?;
    step.command(trunk()?.arg("--release"))?;
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

/// Builds the page as `trunk serve` does, and tells where it lies.
pub fn build_debug(step: &mut Step) -> Result<PathBuf> {
    let folder = workspace::output().join("page-debug");
    let results = folder.to_string_lossy().into_owned();
    let stamp = Stamp::new("page-debug", &INPUTS, &results, tools_in_use(step)?);
    if !stamp.holds()? {
        step.command(trunk()?.arg("--dist").arg(&folder))?;
        stamp.set()?;
    }
    Ok(folder)
}

fn trunk() -> Result<Command> {
    let mut trunk = workspace::command(tools::trunk()?);
    trunk.args(["build", "--skip-version-check", "--color=never"]);
    Ok(trunk)
}

fn tools_in_use(step: &mut Step) -> Result<String> {
    let rustc = step.output(workspace::command("rustc").arg("--version"))?;
    let [bindgen, trunk, binaryen] =
        [versions::wasm_bindgen()?, versions::TRUNK.to_owned(), versions::BINARYEN.to_owned()];
    Ok(format!("{rustc} {bindgen} {trunk} {binaryen}"))
}
