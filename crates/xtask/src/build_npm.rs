//! The npm package in crates/wasm/pkg: compiled, bound and made small.

use std::fs;

use anyhow::{Context as _, Result};

use crate::{steps::Step, tools, workspace};

/// WebAssembly features that every browser and runtime we support has had for years.
pub const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// Builds the package. The tools are there when it is called.
pub fn build(step: &mut Step) -> Result<()> {
    let package = workspace::root().join("crates/wasm/pkg");
    step.command(&mut workspace::cargo([
        "build",
        "--package=client-profile-wasm",
        "--lib",
        "--target=wasm32-unknown-unknown",
        "--profile=wasm-release",
    ]))?;
    let compiled =
        workspace::target().join("wasm32-unknown-unknown/wasm-release/client_profile_wasm.wasm");
    let mut bind = workspace::command(tools::wasm_bindgen()?);
    bind.args(["--target=web", "--out-name=client_profile", "--out-dir"])
        .arg(&package)
        .arg(compiled);
    step.command(&mut bind)?;
    let module = package.join("client_profile_bg.wasm");
    let mut shrink = workspace::command(tools::wasm_opt()?);
    shrink.arg("-Oz").args(FEATURES).arg(&module).arg("--output").arg(&module);
    step.command(&mut shrink)?;
    let size =
        fs::metadata(&module).with_context(|| format!("there is no {}", module.display()))?.len();
    step.note(format!("{size} bytes of WebAssembly"));
    Ok(())
}
