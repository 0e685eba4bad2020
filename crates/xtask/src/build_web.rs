//! The page in dist/, built by Trunk for release, and the npm package beside it in dist/npm/, which
//! www/module.html shows at work; and the page as it is debugged, with its gallery.

use std::fs;
use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::stamp::Stamp;
use crate::steps::Step;
use crate::{build_npm, node, notices, toolchain, tools, versions, workspace};

/// What decides what the page is, beside that of the npm package, which is shown with it.
const INPUTS: [&str; 10] = [
    "Trunk.toml",
    "index.html",
    "www",
    "crates/web/Cargo.toml",
    "crates/web/build",
    "crates/web/build.rs",
    "crates/web/messages",
    "crates/web/src",
    "crates/web/streams",
    "crates/web/wrapper",
];

/// What the page has besides when it is debugged.
const GALLERY: &str = "crates/web/gallery";

/// What the page that shows the npm package loads.
const SHOWN: &str = "index.js";

/// Builds the page, unless it is there and nothing that goes into it has changed.
pub fn build(step: &mut Step) -> Result<()> {
    let stamp = Stamp::new("page", &inputs(), "dist", tools_in_use(step)?)?;
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
    let inputs = [inputs(), vec![GALLERY]].concat();
    let stamp = Stamp::new("page-debug", &inputs, &results, tools_in_use(step)?)?;
    if !stamp.holds()? {
        step.command(trunk()?.arg("--dist").arg(&folder))?;
        stamp.set()?;
    }
    Ok(folder)
}

fn inputs() -> Vec<&'static str> {
    [&INPUTS[..], &build_npm::INPUTS].concat()
}

fn trunk() -> Result<Command> {
    let mut trunk = workspace::command(tools::trunk()?);
    trunk.args(["build", "--skip-version-check", "--color=never"]);
    Ok(trunk)
}

fn tools_in_use(step: &mut Step) -> Result<String> {
    let rustc = step.output(toolchain::rustc().arg("--version"))?;
    let [bindgen, trunk, binaryen] =
        [versions::wasm_bindgen()?, versions::TRUNK.to_owned(), versions::BINARYEN.to_owned()];
    Ok(format!("{rustc} {bindgen} {trunk} {binaryen}"))
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;
    use crate::stamp;

    #[test]
    fn what_the_page_is_made_of_is_there() {
        let inputs = [inputs(), vec![GALLERY]].concat();
        stamp::digest(&inputs).unwrap();
        assert!(!inputs.iter().any(|input| Path::new("crates/web/e2e").starts_with(input)));
    }
}
