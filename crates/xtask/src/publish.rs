//! Whether what would be published is whole: the crate builds from its own archive, and the npm
//! package's archive has what a package needs and nothing else.

use std::collections::BTreeSet;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::steps::Step;
use crate::{build, tools, workspace};

/// What a crate's archive must have beside its sources.
const IN_CRATE: [&str; 4] = ["LICENSE-APACHE", "LICENSE-MIT", "LICENSE-UNICODE", "README.md"];

/// What an npm archive must have beside its code.
const IN_NPM: [&str; 5] =
    ["LICENSE-APACHE", "LICENSE-MIT", "README.md", "package.json", "third-party.txt"];

/// Endings of the npm package's other files.
const OF_NPM: [&str; 9] =
    [".js", ".cjs", ".d.ts", ".d.cts", ".wasm", ".json", ".md", ".txt", "LICENSE-"];

/// Packs both, and looks into the archives.
pub fn check(step: &mut Step) -> Result<()> {
    let options = ["--package=client-profile", "--locked", "--allow-dirty", "--offline"];
    let listed = step.output(workspace::cargo(["package", "--list"]).args(options))?;
    need(&listed.lines().collect(), &IN_CRATE, "the crate")?;
    // Compiles it from the archive, away from the workspace.
    step.command(workspace::cargo(["package"]).args(options))?;

    build::npm(step)?;
    let package = workspace::root().join("crates/wasm/pkg");
    let mut npm = workspace::command(tools::npm_program());
    npm.args(["pack", "--dry-run", "--json"]).current_dir(package);
    let packed: Value = serde_json::from_str(&step.output(&mut npm)?).context("npm writes JSON")?;
    // A list in some versions of npm, by the package's name in others.
    let packed = packed.get(0).or_else(|| packed.as_object()?.values().next());
    let packed = packed.context("npm packed nothing")?;
    let files = packed["files"].as_array().context("npm lists no files")?;
    let files: BTreeSet<&str> = files.iter().filter_map(|file| file["path"].as_str()).collect();
    need(&files, &IN_NPM, "the npm package")?;
    let strange = files
        .iter()
        .find(|file| !OF_NPM.iter().any(|known| file.ends_with(known) || file.starts_with(known)));
    if let Some(strange) = strange {
        bail!("the npm package has {strange} in it");
    }
    step.note(format!("{} files in the crate, {} in npm", listed.lines().count(), files.len()));
    Ok(())
}

fn need(files: &BTreeSet<&str>, needed: &[&str], of: &str) -> Result<()> {
    match needed.iter().find(|name| !files.contains(*name)) {
        Some(missing) => bail!("{of} lacks {missing}"),
        None => Ok(()),
    }
}
