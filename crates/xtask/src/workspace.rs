//! Where things are in this repository, and how its cargo is called.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::tools;

/// The repository's top folder: cargo names this crate's folder when it runs it.
pub fn root() -> PathBuf {
    let here = std::env::var_os("CARGO_MANIFEST_DIR")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
    here.ancestors().nth(2).map_or(here.clone(), Path::to_path_buf)
}

/// Cargo's target folder, wherever the person's settings have it.
pub fn target() -> PathBuf {
    static TARGET: LazyLock<PathBuf> =
        LazyLock::new(|| told_target().unwrap_or_else(|| root().join("target")));
    TARGET.clone()
}

fn told_target() -> Option<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut cargo = Command::new(cargo);
    cargo.args(["metadata", "--no-deps", "--format-version=1"]).current_dir(root());
    let told: serde_json::Value = serde_json::from_slice(&cargo.output().ok()?.stdout).ok()?;
    Some(told.get("target_directory")?.as_str()?.into())
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
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = command(cargo);
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
