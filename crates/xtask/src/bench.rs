//! `cargo xtask bench`: how fast and how small we are beside what a person would pick instead.

use std::fs;

use anyhow::{Context as _, Result};

use crate::part::Part;
use crate::steps::Step;
use crate::{build_npm, node, setup, workspace};

/// The benchmarks. A new one is a row here.
pub const PARTS: [Part; 2] = [
    Part {
        name: "core",
        what: "checks of a record, beside garde and validator",
        needs: &[],
        after: &[],
        work: core,
    },
    Part {
        name: "npm",
        what: "the npm package, beside hand-written checks and eight libraries",
        needs: &setup::FOR_NPM,
        after: &[],
        work: npm,
    },
];

/// The peers' crates are a workspace of their own, away from the product's Cargo.lock.
fn core(step: &mut Step) -> Result<()> {
    let figures = step.output(&mut workspace::cargo([
        "run",
        "--release",
        "--locked",
        "--manifest-path=crates/core/bench/Cargo.toml",
    ]))?;
    print!("{figures}");
    Ok(())
}

/// The peers' packages are a folder of their own, away from the package's.
fn npm(step: &mut Step) -> Result<()> {
    build_npm::build(step)?;
    let folder = workspace::root().join("crates/wasm/bench");
    node::install(step, &folder)?;
    let figures = step.output(workspace::command("node").arg("run.mjs").current_dir(folder))?;
    write_section("npm", "The npm package", &figures)?;
    print!("{figures}");
    Ok(())
}

/// Replaces a section of docs/BENCHMARKS.md, which stands between two comments, or adds it.
fn write_section(name: &str, title: &str, text: &str) -> Result<()> {
    let path = workspace::root().join("docs/BENCHMARKS.md");
    let document = fs::read_to_string(&path)
        .unwrap_or_else(|_| "# Benchmarks\n\nWritten by `cargo xtask bench`.\n".to_owned());
    let (start, end) = (format!("<!-- {name} -->\n"), format!("<!-- end of {name} -->\n"));
    let section = format!("{start}## {title}\n\n{}\n{end}", text.trim());
    let document = match (document.split_once(&start), document.split_once(&end)) {
        (Some((before, _)), Some((_, after))) => format!("{before}{section}{after}"),
        _ => format!("{document}\n{section}"),
    };
    fs::write(&path, document).with_context(|| format!("cannot write {}", path.display()))
}
