//! Where things are in this repository, and how its cargo is called.

use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use anyhow::{Context as _, Result, bail};
use serde_json::Value;

use crate::tools;

/// The repository's top folder: cargo names this crate's folder when it runs it.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).map_or(here.clone(), Path::to_path_buf)
}

/// Cargo's target folder, wherever the person's settings have it.
pub fn target() -> PathBuf {
    static TARGET: LazyLock<PathBuf> = LazyLock::new(|| {
        // Cargo has read the same manifests just now, to build this.
        let told = metadata(&["--no-deps"]).unwrap_or_else(|error| panic!("{error:#}"));
        told["target_directory"].as_str().expect("cargo says where it builds").into()
    });
    TARGET.clone()
}

/// A program that cargo built in this profile, or one of its examples: `release/examples/load`.
pub fn program(path: &str) -> PathBuf {
    target().join(format!("{path}{}", std::env::consts::EXE_SUFFIX))
}

/// What cargo tells of this workspace. By no step, which would write megabytes into its log.
pub fn metadata(arguments: &[&str]) -> Result<Value> {
    let mut cargo = Command::new(cargo_program());
    cargo.args(["metadata", "--format-version=1"]).args(arguments).current_dir(root());
    let output = cargo.output().context("cannot start cargo")?;
    if !output.status.success() {
        bail!("cargo metadata: {}", String::from_utf8_lossy(&output.stderr).trim());
    }
    serde_json::from_slice(&output.stdout).context("what cargo tells is JSON")
}

fn cargo_program() -> OsString {
    std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into())
}

/// What xtask itself keeps between runs: logs and stamps.
pub fn output() -> PathBuf {
    target().join("xtask")
}

/// A cargo command in the top folder, with our tools in its reach.
pub fn cargo<I, A>(arguments: I) -> Command
where
    I: IntoIterator<Item = A>,
    A: AsRef<OsStr>,
{
    let mut command = command(cargo_program());
    command.args(arguments);
    command
}

/// Any command in the top folder, with our tools in its reach and without colours in its output.
/// Its outcome does not go by the person's own settings of the service.
pub fn command(program: impl AsRef<OsStr>) -> Command {
    let mut command = Command::new(program);
    command
        .current_dir(root())
        .env("PATH", tools::path())
        .env("CARGO_TERM_COLOR", "never")
        // Trunk takes the usual `NO_COLOR=1` for a wrong argument.
        .env_remove("NO_COLOR");
    for (name, _) in std::env::vars_os().filter(|(name, _)| is_setting(name)) {
        command.env_remove(name);
    }
    command
}

/// Whether a variable of this name sets the service, or how much its tests do.
fn is_setting(name: &OsStr) -> bool {
    name.to_string_lossy().starts_with("CLIENT_PROFILE_")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_are_told_by_their_names() {
        for (name, verdict) in [
            ("CLIENT_PROFILE_DATABASE", true),
            ("CLIENT_PROFILE_RULES", true),
            ("CLIENT_PROFILES", false),
            ("MY_CLIENT_PROFILE_DATABASE", false),
            ("PATH", false),
        ] {
            assert_eq!(is_setting(OsStr::new(name)), verdict, "{name}");
        }
    }
}
