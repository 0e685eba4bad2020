//! `cargo xtask bench`: how fast and how small we are beside what a person would pick instead.

use anyhow::Result;

use crate::part::Part;
use crate::steps::Step;
use crate::workspace;

/// The benchmarks. A new one is a row here.
pub const PARTS: [Part; 1] = [Part {
    name: "core",
    what: "checks of a record, beside garde and validator",
    needs: &[],
    after: &[],
    work: core,
}];

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
