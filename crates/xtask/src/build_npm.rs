//! The npm package in crates/wasm/pkg: compiled, made small, and bundled with its
//! JavaScript.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result};
use client_profile::{FieldSet, Rules, schema};

use crate::notices::{self, Product};
use crate::stamp::Stamp;
use crate::steps::Step;
use crate::{cache, markdown, node, npm_tables, toolchain, tools, versions, workspace};

/// WebAssembly features that every browser and runtime we support has had for years.
pub const FEATURES: [&str; 6] = [
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-reference-types",
    "--enable-multivalue",
];

/// The cargo profile that the module is compiled in.
pub const PROFILE: &str = "npm";

/// Everything that decides what the package is. Tests, benchmarks and pages of the crates do not.
pub const INPUTS: [&str; 19] = [
    "Cargo.toml",
    "Cargo.lock",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    ".cargo/config.toml",
    "crates/core/Cargo.toml",
    "crates/core/LICENSE-UNICODE",
    "crates/core/build",
    "crates/core/build.rs",
    "crates/core/data",
    "crates/core/messages",
    "crates/core/src",
    "crates/wasm/Cargo.toml",
    "crates/wasm/bundle.mjs",
    "crates/wasm/js",
    "crates/wasm/package",
    "crates/wasm/package-lock.json",
    "crates/wasm/src",
    "crates/xtask/src",
];

/// Builds the package, unless it is there and nothing that goes into it has changed.
pub fn build(step: &mut Step) -> Result<()> {
    let rustc = step.output(toolchain::rustc().arg("--version"))?;
    let tools_in_use = format!("{rustc} {}", versions::BINARYEN);
    let stamp = Stamp::new("npm", &INPUTS, "crates/wasm/pkg", tools_in_use)?;
    if stamp.holds()? {
        step.note("npm package up to date");
        return Ok(());
    }
    let source = workspace::root().join("crates/wasm");
    let stage = workspace::output().join("npm");
    let package = source.join("pkg");
    for folder in [&stage, &package] {
        cache::remove(folder)?;
        fs::create_dir_all(folder)?;
    }
    let module = compile(step, &stage)?;
    copy_files(&source.join("js"), &stage)?;
    fs::write(stage.join("tables.js"), npm_tables::javascript()?)?;
    fs::write(stage.join("lay.js"), npm_tables::laying())?;
    let catalogues = stage.join("locales");
    fs::create_dir_all(&catalogues)?;
    write_catalogues(&catalogues)?;
    node::install(step, &source)?;
    let mut node = workspace::command("node");
    step.command(node.arg(source.join("bundle.mjs")).args([&stage, &package]))?;

    copy_files(&source.join("package"), &package)?;
    let readme = package.join("README.md");
    fs::write(&readme, markdown::published(&fs::read_to_string(&readme)?))?;
    fs::copy(&module, package.join("client-profile.wasm"))?;
    fs::write(package.join("tables.d.ts"), npm_tables::types()?)?;
    let schema = schema::request(&Rules::default(), FieldSet::ALL);
    fs::write(package.join("schema.json"), schema + "\n")?;
    fs::write(package.join("third-party.txt"), notices::text(step, Product::Npm)?)?;
    for licence in ["LICENSE-MIT", "LICENSE-APACHE"] {
        fs::copy(workspace::root().join(licence), package.join(licence))?;
    }
    declare_for_require(&package)?;
    declare_for_require(&package.join("locales"))?;
    let size = fs::metadata(module)?.len();
    step.note(format!("{size} bytes of WebAssembly"));
    stamp.set()
}

/// The languages of findings, from the core's catalogues.
fn write_catalogues(stage: &Path) -> Result<()> {
    let folder = workspace::root().join("crates/core/messages");
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if let (Some("txt"), Some(locale)) =
            (path.extension().and_then(OsStr::to_str), path.file_stem().and_then(OsStr::to_str))
        {
            let catalogue = npm_tables::catalogue(locale, &fs::read_to_string(&path)?)?;
            fs::write(stage.join(format!("{locale}.js")), catalogue)?;
        }
    }
    Ok(())
}

/// Beside each declaration file one for `require`, which TypeScript wants under another name.
fn declare_for_require(folder: &Path) -> Result<()> {
    let entries: Vec<_> = fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    for path in entries.iter().map(fs::DirEntry::path) {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if let Some(name) = name.strip_suffix(".d.ts") {
            let text = fs::read_to_string(&path)?;
            fs::write(folder.join(format!("{name}.d.cts")), text.replace(".js'", ".cjs'"))?;
        }
    }
    Ok(())
}

/// How the module is made quick and small: for size alone, it would be 0.8 KB smaller and a tenth
/// slower. Nothing in it traps, and its memory below the stack is not used. One run of data
/// instead of many: what lies between is zeros, which compress to less than the places of the
/// many.
const OPTIMISED: [&str; 9] = [
    "-O3",
    "--converge",
    "--traps-never-happen",
    "--low-memory-unused",
    "--skip-pass=memory-packing",
    "--strip-debug",
    "--strip-producers",
    "--strip-target-features",
    "--vacuum",
];

/// The compiled module, in `stage`.
fn compile(step: &mut Step, stage: &Path) -> Result<PathBuf> {
    step.command(&mut workspace::cargo([
        "build",
        "--package=client-profile-wasm",
        "--lib",
        "--no-default-features",
        "--target=wasm32-unknown-unknown",
        &format!("--profile={PROFILE}"),
    ]))?;
    let compiled = workspace::target()
        .join("wasm32-unknown-unknown")
        .join(PROFILE)
        .join("client_profile_wasm.wasm");
    let module = stage.join("module.wasm");
    let mut shrink = workspace::command(tools::wasm_opt()?);
    shrink.args(OPTIMISED).args(FEATURES).arg(compiled).arg("--output").arg(&module);
    step.command(&mut shrink)?;
    Ok(module)
}

fn copy_files(from: &Path, to: &Path) -> Result<()> {
    let entries = fs::read_dir(from).with_context(|| format!("cannot read {}", from.display()))?;
    for entry in entries {
        let path = entry?.path();
        if let (true, Some(name)) = (path.is_file(), path.file_name()) {
            fs::copy(&path, to.join(name))
                .with_context(|| format!("cannot copy {}", path.display()))?;
        }
    }
    Ok(())
}
